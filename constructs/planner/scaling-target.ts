import { InvalidValueError, requireWhole } from '../findings';
import type { PlannerConfig } from './config';

/** When a pool gets another worker and when it loses one. */
export interface Thresholds {
  /** Value from which on a worker is added. */
  readonly up: number;
  /** Value below which one is taken away. */
  readonly down: number;
}

export interface LoadTargetProps {
  /**
   * Prompt tokens that wait in front of the prefill workers.
   * @default - there is no pool of prefill workers to scale
   */
  readonly prefillQueueTokens?: Thresholds;
  /**
   * Percent of the KV cache of decode (or aggregated) workers that is in use.
   * @default - there is no such pool to scale
   */
  readonly kvUsagePercent?: Thresholds;
}

/** What the Planner scales for when there are no targets for TTFT and ITL: queues and KV cache, after the load. */
export class ScalingTarget {
  /** Full workers: a worker more when the prompts in the queue fill a context, or the KV cache is full. */
  public static throughput(): ScalingTarget {
    return new ScalingTarget({ optimization_target: 'throughput' });
  }

  /** Short queues: a worker more at a tenth of that, and at 40 % of the KV cache. */
  public static latency(): ScalingTarget {
    return new ScalingTarget({ optimization_target: 'latency' });
  }

  /**
   * Thresholds of your own. From release 1.3 on.
   *
   * @throws InvalidValueError unless `up` is above `down`, and for a percentage above 100
   */
  public static load({ prefillQueueTokens, kvUsagePercent }: LoadTargetProps): ScalingTarget {
    if (prefillQueueTokens === undefined && kvUsagePercent === undefined) {
      throw new InvalidValueError('load', {}, 'thresholds for at least one pool');
    }
    return new ScalingTarget({
      optimization_target: 'load',
      ...(prefillQueueTokens === undefined ? {} : queue(prefillQueueTokens)),
      ...(kvUsagePercent === undefined ? {} : usage(kvUsagePercent)),
    });
  }

  private constructor(
    /** @internal */
    public readonly config: PlannerConfig,
  ) {}

  public get kind(): 'throughput' | 'latency' | 'load' | 'sla' {
    return this.config.optimization_target ?? 'throughput';
  }
}

function queue({ up, down }: Thresholds): PlannerConfig {
  requireWhole('prefillQueueTokens.up', up, 0);
  requireWhole('prefillQueueTokens.down', down, 0);
  requireOrder('prefillQueueTokens', up, down);
  return { prefill_scale_up_queue_tokens: up, prefill_scale_down_queue_tokens: down };
}

function usage({ up, down }: Thresholds): PlannerConfig {
  for (const [prop, value] of Object.entries({ up, down })) {
    if (!(value >= 0 && value <= 100)) {
      throw new InvalidValueError(`kvUsagePercent.${prop}`, value, 'a percentage from 0 to 100');
    }
  }
  requireOrder('kvUsagePercent', up, down);
  return { decode_scale_up_kv_rate: up, decode_scale_down_kv_rate: down };
}

function requireOrder(prop: string, up: number, down: number): void {
  if (up <= down) {
    throw new InvalidValueError(`${prop}.up`, up, `above ${prop}.down (${down})`);
  }
}
