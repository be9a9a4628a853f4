import type { ApiObject, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { HorizontalPodAutoscaler, ScaledObject } from '../api';
import type { EngineKind } from '../description';
import { InvalidValueError, requireWhole } from '../findings';
import type { Pool } from './pool';
import type { PoolMetric } from './pool-metric';
import { addScaler, type PoolScaler } from './scalers';

export interface PoolAutoscalerProps {
  /** Workers that the pool has at most. */
  readonly maxWorkers: number;
  /**
   * Workers that it keeps. None would take the model away from the API.
   * @default - the `workers` of the pool, at least 1
   */
  readonly minWorkers?: number;
  /**
   * How long the load must be lower before a worker goes: longer than one takes to load, or workers come and go.
   * @default - 5 minutes
   */
  readonly cooldown?: Duration;
}

export interface KedaProps extends PoolAutoscalerProps {
  /** Address of Prometheus, for example `http://prometheus-operated.monitoring:9090`. */
  readonly prometheus: string;
  /** What to scale by; the metric that asks for most workers counts. */
  readonly metrics: readonly PoolMetric[];
}

export interface ExternalMetric {
  /** Name under which the Prometheus adapter offers it. */
  readonly name: string;
  /**
   * Labels that it must have.
   * @default {}
   */
  readonly labels?: Readonly<Record<string, string>>;
  /** Value from which on a worker is added, as a quantity: `10`, `500m`. */
  readonly threshold: string;
  /**
   * Whether the value is divided by the number of workers first.
   * @default false
   */
  readonly perWorker?: boolean;
}

export interface HpaProps extends PoolAutoscalerProps {
  /** What to scale by; the metric that asks for most workers counts. */
  readonly metrics: readonly ExternalMetric[];
}

const COOLDOWN_SECONDS = 300;
const POLLING_SECONDS = 15;

/**
 * Scales one pool by its load, for graphs without a Planner: the pool gets a scaling adapter, and this sets its replicas.
 *
 * ```ts
 * PoolAutoscaler.keda(decode, 'load', { maxWorkers: 8, prometheus: 'http://prometheus-operated.monitoring:9090', metrics: [PoolMetric.kvUsage(0.8)] });
 * ```
 */
export class PoolAutoscaler extends Construct implements PoolScaler {
  /**
   * By queries to Prometheus, with KEDA, which must be installed.
   *
   * @throws InvalidValueError for a pool that something else scales, and in a chart without a namespace, which queries go by
   */
  public static keda(pool: Pool<EngineKind>, id: string, props: KedaProps): PoolAutoscaler {
    const { prometheus, metrics, cooldown } = props;
    if (!URL.canParse(prometheus) || !/^https?:$/.test(new URL(prometheus).protocol)) {
      throw new InvalidValueError('prometheus', prometheus, 'an http:// or https:// address');
    }
    if (pool.graph.namespace === undefined) {
      throw new InvalidValueError(
        'namespace',
        undefined,
        'given on the chart of an autoscaled graph',
        'queries go by it',
      );
    }
    return new PoolAutoscaler(pool, id, props, (scaler, name) => {
      return new ScaledObject(scaler, 'scaled-object', {
        metadata: { name },
        spec: {
          scaleTargetRef: scaler.target,
          minReplicaCount: scaler.minWorkers,
          maxReplicaCount: props.maxWorkers,
          pollingInterval: POLLING_SECONDS,
          advanced: {
            horizontalPodAutoscalerConfig: {
              behavior: { scaleDown: { stabilizationWindowSeconds: seconds(cooldown) } },
            },
          },
          triggers: metrics.map((metric) => ({
            type: 'prometheus',
            metricType: metric.type,
            metadata: {
              serverAddress: prometheus,
              query: metric.queryFor(pool),
              threshold: String(metric.threshold),
            },
          })),
        },
      });
    });
  }

  /**
   * By metrics that a Prometheus adapter offers to the HorizontalPodAutoscaler of Kubernetes.
   *
   * @throws InvalidValueError for a pool that something else scales
   */
  public static hpa(pool: Pool<EngineKind>, id: string, props: HpaProps): PoolAutoscaler {
    return new PoolAutoscaler(pool, id, props, (scaler, name) => {
      return new HorizontalPodAutoscaler(scaler, 'hpa', {
        metadata: { name },
        spec: {
          scaleTargetRef: scaler.target,
          minReplicas: scaler.minWorkers,
          maxReplicas: props.maxWorkers,
          behavior: { scaleDown: { stabilizationWindowSeconds: seconds(props.cooldown) } },
          metrics: props.metrics.map(({ name: metric, labels, threshold, perWorker = false }) => ({
            type: 'External',
            external: {
              metric: { name: metric, ...(labels === undefined ? {} : { selector: { matchLabels: labels } }) },
              target: perWorker
                ? { type: 'AverageValue', averageValue: threshold }
                : { type: 'Value', value: threshold },
            },
          })),
        },
      });
    });
  }

  /** Workers that the pool keeps. */
  public readonly minWorkers: number;
  /** The autoscaler as an API object, for `addJsonPatch`. */
  public readonly object: ApiObject;

  private constructor(
    public readonly pool: Pool<EngineKind>,
    id: string,
    props: PoolAutoscalerProps & { readonly metrics: readonly unknown[] },
    render: (scaler: PoolAutoscaler, name: string) => ApiObject,
  ) {
    super(pool, id);
    this.minWorkers = props.minWorkers ?? Math.max(1, pool.workers);
    requireWhole('minWorkers', this.minWorkers, 1);
    requireWhole('maxWorkers', props.maxWorkers, this.minWorkers);
    requireWhole('cooldown in seconds', seconds(props.cooldown), 0, 3600);
    if (props.metrics.length === 0) {
      throw new InvalidValueError('metrics', [], 'at least one metric');
    }
    addScaler(pool.graph, this, [pool]);
    this.object = render(this, `${pool.graph.name}-${pool.node.id}`.toLowerCase());
    this.object.node.addDependency(pool.graph.deployment);
  }

  public scales(pool: Pool<EngineKind>): boolean {
    return pool === this.pool;
  }

  /** The adapter that the operator makes for the pool. */
  public get target(): { readonly apiVersion: string; readonly kind: string; readonly name: string } {
    return {
      apiVersion: 'nvidia.com/v1beta1',
      kind: 'DynamoGraphDeploymentScalingAdapter',
      name: `${this.pool.graph.name}-${this.pool.node.id}`.toLowerCase(),
    };
  }
}

function seconds(duration: Duration | undefined): number {
  return duration === undefined ? COOLDOWN_SECONDS : duration.toSeconds({ integral: false });
}
