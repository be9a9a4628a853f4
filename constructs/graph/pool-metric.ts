import type { EngineKind } from '../description';
import { InvalidValueError } from '../findings';
import type { Pool } from './pool';

/** What a pool is scaled by, as Prometheus is asked for it. */
export class PoolMetric {
  /**
   * Requests of the graph that wait for their first token, to each worker: for prefill and aggregated pools.
   *
   * Source: `dynamo_frontend_queued_requests`, ai-dynamo/dynamo docs/kubernetes/autoscaling.md; seen with ai-dynamo 1.6.1.
   *
   * @param perWorker requests from which on a worker is added
   * @throws InvalidValueError unless it is above 0
   */
  public static waitingRequests(perWorker: number): PoolMetric {
    if (!(perWorker > 0 && Number.isFinite(perWorker))) {
      throw new InvalidValueError('perWorker', perWorker, 'a number above 0');
    }
    return new PoolMetric(
      'AverageValue',
      perWorker,
      (pool) => `sum(dynamo_frontend_queued_requests{${graphLabels(pool)}})`,
    );
  }

  /**
   * Share of the KV cache of the pool's workers that is in use, from 0 to 1: for decode and aggregated pools.
   *
   * Source: `dynamo_component_gpu_cache_usage_percent`, a share in spite of its name, ai-dynamo/dynamo docs/observability/metrics.md.
   * Mock workers do not tell it.
   *
   * @param share share from which on a worker is added
   * @throws InvalidValueError unless it is above 0 and at most 1
   */
  public static kvUsage(share: number): PoolMetric {
    if (!(share > 0 && share <= 1)) {
      throw new InvalidValueError('share', share, 'a share above 0 and at most 1');
    }
    return new PoolMetric(
      'Value',
      share,
      (pool) =>
        `avg(dynamo_component_gpu_cache_usage_percent{${graphLabels(pool)},dynamo_component=~"${componentNames(pool)}"})`,
    );
  }

  /**
   * A query of your own.
   *
   * @param query PromQL with one value as its result
   * @param threshold value from which on a worker is added
   * @param perWorker whether the value is divided by the number of workers first
   * @throws InvalidValueError for an empty query
   */
  public static query(query: string, threshold: number, perWorker = false): PoolMetric {
    if (query.trim() === '') {
      throw new InvalidValueError('query', query, 'a PromQL expression');
    }
    return new PoolMetric(perWorker ? 'AverageValue' : 'Value', threshold, () => query);
  }

  private constructor(
    /** Whether the value is divided by the number of workers before it is compared. */
    public readonly type: 'AverageValue' | 'Value',
    public readonly threshold: number,
    /** The question to Prometheus, for a pool. */
    public readonly queryFor: (pool: Pool<EngineKind>) => string,
  ) {}
}

/** The Dynamo namespace of the graph; workers append the hash of their generation. */
function graphLabels({ graph }: Pool<EngineKind>): string {
  const place = `${graph.namespace ?? ''}-${graph.name}`.replaceAll('.', '-');
  return `dynamo_namespace=~"${place}(-[0-9a-f]{8})?"`;
}

/** Names under which workers register. Source: ai-dynamo 1.6.1 on PyPI, dynamo/planner/config/backend_components.py, read 2026-11. */
function componentNames({ role }: Pool<EngineKind>): string {
  return role === 'prefill' || role === 'encode' ? role : 'backend|tensorrt_llm';
}
