import type { Duration, Size } from 'cdk8s';
import type { EngineKind, PoolRole } from '../description';
import type { PlannerConfig, PlannerPlugin, ScalingTarget, Slo, SloScaling } from '../planner';
import type { Env } from './env-value';
import type { GlobalPlanner } from './global-planner';
import type { Pool } from './pool';
import type { PrometheusSource } from './prometheus-source';

/** What the Planner takes whatever it scales for. */
export interface PlannerOptions {
  /** GPUs that the pools may take together. The planner shrinks what would exceed them, and refuses what its minimums exceed. */
  readonly maxGpus: number;
  /**
   * GPUs that the pools keep together: with the same number as `maxGpus` it only moves them from one pool to the other.
   * @default - only the minimums of the pools count
   */
  readonly minGpus?: number;
  /**
   * Workers that each role keeps at least. Different numbers for prefill and decode need release 1.5.
   * @default - the `workers` of the pool, at least 1; before release 1.5 the smallest number counts for all
   */
  readonly minWorkers?: Partial<Readonly<Record<Exclude<PoolRole, 'encode'>, number>>>;
  /**
   * The pools that it scales. Their `workers` become a minimum, and their replicas are left to it.
   * @default - all pools of the graph
   */
  readonly pools?: readonly Pool<EngineKind>[];
  /** @default PrometheusSource.platform() */
  readonly prometheus?: PrometheusSource;
  /**
   * What the planner watches of its workers, whichever way it scales.
   * @default - the planner's own: every 5 seconds, 64 samples in 16 buckets
   */
  readonly observation?: ObservationProps;
  /**
   * Decide and log, but change nothing: pools keep their `workers`.
   * @default false
   */
  readonly advisory?: boolean;
  /**
   * Power that the GPUs may draw. From release 1.5 on, and not for aggregated workers.
   * @default - not looked at
   */
  readonly power?: PowerProps;
  /**
   * Who carries the decisions out instead, within limits over several graphs.
   * @default - the planner itself
   */
  readonly globalPlanner?: GlobalPlanner;
  /**
   * Draft tokens of speculative decoding, for workers that do not publish it. From release 1.3 on.
   * @default 0
   */
  readonly speculativeTokens?: number;
  /**
   * Processes of your own that take part in decisions.
   * @default []
   */
  readonly plugins?: readonly PlannerPlugin[];
  /**
   * Reports of what it decided and why, as HTML.
   * @default - none: they would go with the pod
   */
  readonly reports?: ReportProps;
  /**
   * Port of the live dashboard, which anyone who reaches the pod may read.
   * @default - none
   */
  readonly dashboardPort?: number;
  /**
   * Port on which processes of the same pod may change minimums and budget. From release 1.5 on.
   * @default - none
   */
  readonly controlPort?: number;
  /**
   * Settings in the planner's own words; they win over computed ones.
   * @default {}
   */
  readonly config?: PlannerConfig;
  /**
   * Image of the planner.
   * @default - the release's own
   */
  readonly image?: string;
  /**
   * CPU cores of the pod, requested and limited.
   * @default 2
   */
  readonly cpu?: number;
  /**
   * Memory of the pod, requested and limited.
   * @default Size.gibibytes(8)
   */
  readonly memory?: Size;
  /**
   * Further environment variables; they win over computed ones.
   * @default {}
   */
  readonly extraEnv?: Env;
}

/** Scaling to targets for TTFT and ITL. */
export interface SloPlannerProps extends PlannerOptions {
  /** The targets. */
  readonly slo: Slo;
  /**
   * By what the planner scales: ahead of the load, after it, or both.
   * @default SloScaling.throughput()
   */
  readonly scaling?: SloScaling;
  readonly target?: never;
}

/** Scaling by queues and KV cache, without targets. */
export interface TargetPlannerProps extends PlannerOptions {
  /** What is scaled for: latency, throughput, or a load of your own. */
  readonly target: ScalingTarget;
  readonly slo?: never;
  readonly scaling?: never;
}

export type PlannerProps = SloPlannerProps | TargetPlannerProps;

export interface ObservationProps {
  /**
   * Time between two looks at the workers, and between two decisions by load.
   * @default Duration.seconds(5)
   */
  readonly interval?: Duration;
  /**
   * Observations that are kept.
   * @default 64
   */
  readonly samples?: number;
  /**
   * Buckets over the loads, so that rare ones are kept too: a perfect square.
   * @default 16
   */
  readonly buckets?: number;
}

export interface PowerProps {
  /** Watts of all GPUs together. */
  readonly totalWatts: number;
  /** Watts to which the power agent holds each GPU of the pools; it cannot be changed later. */
  readonly wattsPerGpu: number;
}

export interface ReportProps {
  /** Time between two reports. */
  readonly every: Duration;
  /**
   * Name of the file, which the next report replaces.
   * @default - one file each, named after the time
   */
  readonly fileName?: string;
  /**
   * Whether a compressed log stands beside each. From release 1.3 on.
   * @default true
   */
  readonly log?: boolean;
  /**
   * PersistentVolumeClaim that keeps them.
   * @default - a volume that goes with the pod
   */
  readonly claim?: string;
}
