import type { Duration } from 'cdk8s';
import { InvalidValueError } from '../findings';
import type { PluginConfig } from './config';
import { positiveSeconds } from './seconds';

export interface PlannerPluginProps {
  /** Name of the plugin, unique in its planner. */
  readonly id: string;
  /** At which step of a decision it is asked. */
  readonly stage: 'predict' | 'propose' | 'reconcile' | 'constrain';
  /** A whole number; the lowest weighs most. */
  readonly priority: number;
  /** Where it answers: `grpc://host:port`. */
  readonly endpoint: string;
  /**
   * Time between two questions.
   * @default - it is asked for each decision
   */
  readonly interval?: Duration;
  /**
   * What counts in between: its last answer, or nothing.
   * @default 'last'
   */
  readonly between?: 'last' | 'nothing';
  /**
   * What it wants to be told, in the planner's words.
   * @default []
   */
  readonly needs?: readonly string[];
  /**
   * What earlier steps must have found for it to be asked, for example `predictions`.
   * @default []
   */
  readonly requires?: readonly string[];
  /**
   * Time over which the traffic that it is told is averaged.
   * @default - one tick
   */
  readonly window?: Duration;
}

/**
 * A process of your own that takes part in the Planner's decisions. From release 1.3 on. Tokens are no part of it: the planner reads
 * them from its configuration only, where no secret may stand.
 */
export class PlannerPlugin {
  /** Throws `InvalidValueError` for an endpoint that is no `grpc://` address and a priority that is not whole. */
  public static of(props: PlannerPluginProps): PlannerPlugin {
    return new PlannerPlugin(props);
  }

  /** @internal */
  public readonly config: PluginConfig;

  private constructor(props: PlannerPluginProps) {
    const { id, stage, priority, endpoint, interval, between = 'last', needs, requires, window } = props;
    if (id.trim() === '' || id.startsWith('builtin_')) {
      throw new InvalidValueError('id', id, "a name that does not start with 'builtin_'");
    }
    if (!/^grpc:\/\/[^/:]+:\d+$/.test(endpoint)) {
      throw new InvalidValueError('endpoint', endpoint, "an address like 'grpc://host:port'");
    }
    if (!Number.isInteger(priority)) {
      throw new InvalidValueError('priority', priority, 'a whole number');
    }
    this.config = {
      plugin_id: id,
      plugin_type: stage,
      priority,
      endpoint,
      hold_policy: between === 'last' ? 'HOLD_LAST' : 'ACCEPT_WHEN_IDLE',
      ...(interval === undefined ? {} : { execution_interval_seconds: positiveSeconds('interval', interval) }),
      ...(needs === undefined ? {} : { needs }),
      ...(requires === undefined ? {} : { requires_produced_fields: requires }),
      ...(window === undefined ? {} : { observation_window_seconds: positiveSeconds('window', window) }),
    };
  }
}
