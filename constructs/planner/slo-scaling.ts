import type { Duration } from 'cdk8s';
import { requireWhole } from '../findings';
import type { PlannerConfig } from './config';
import { PreDeploymentSweep } from './pre-deployment-sweep';
import { Predictor } from './predictor';
import { wholeSeconds } from './seconds';

/** Scaling ahead of the load: predict it, and ask the performance model how many workers it takes. */
export interface ThroughputScalingProps {
  /**
   * Time between two decisions.
   * @default Duration.seconds(180)
   */
  readonly interval?: Duration;
  /**
   * Most workers that one decision adds to a pool or takes away. From release 1.6 on.
   * @default 8
   */
  readonly maxStep?: number;
  /**
   * Whose metrics tell the load: those of the frontend, or of a standalone router.
   * @default 'frontend'
   */
  readonly metrics?: 'frontend' | 'router';
  /** @default Predictor.arima() */
  readonly predictor?: Predictor;
  /** @default PreDeploymentSweep.rapid() */
  readonly sweep?: PreDeploymentSweep;
}

/** Scaling after the load: one worker more when all are too slow, one less when all are fast enough. */
export interface LoadScalingProps {
  /**
   * Percent of the targets that the workers of a pool would have to keep to with one less before it loses one: the lower, the later.
   * @default 80
   */
  readonly downSensitivity?: number;
  /**
   * Observations of a worker before it counts.
   * @default 5
   */
  readonly leastObservations?: number;
}

/** By what the Planner keeps to its targets for TTFT and ITL. */
export class SloScaling {
  /** Ahead of the load: the planner's default. */
  public static throughput(props: ThroughputScalingProps = {}): SloScaling {
    return new SloScaling(props, undefined);
  }

  /** After the load, within seconds. */
  public static load(props: LoadScalingProps = {}): SloScaling {
    return new SloScaling(undefined, props);
  }

  /** Both: what the prediction asks for is the least, and the load decides above it. */
  public static throughputAndLoad(
    props: { readonly throughput?: ThroughputScalingProps; readonly load?: LoadScalingProps } = {},
  ): SloScaling {
    return new SloScaling(props.throughput ?? {}, props.load ?? {});
  }

  /** Source of the performance model; load scaling alone learns from what it sees. */
  public readonly sweep: PreDeploymentSweep;
  /** @internal */
  public readonly config: PlannerConfig;

  private constructor(throughput: ThroughputScalingProps | undefined, load: LoadScalingProps | undefined) {
    this.sweep =
      throughput === undefined ? PreDeploymentSweep.none() : (throughput.sweep ?? PreDeploymentSweep.rapid());
    this.config = {
      optimization_target: 'sla',
      enable_throughput_scaling: throughput !== undefined,
      enable_load_scaling: load !== undefined,
      ...(throughput === undefined ? {} : throughputConfig(throughput)),
      ...loadConfig(load ?? {}),
    };
  }
}

function throughputConfig({ interval, maxStep, metrics, predictor }: ThroughputScalingProps): PlannerConfig {
  requireWhole('maxStep', maxStep ?? 1, 1);
  return {
    ...(interval === undefined ? {} : { throughput_adjustment_interval_seconds: wholeSeconds('interval', interval) }),
    ...(maxStep === undefined ? {} : { max_throughput_scaling_replicas: maxStep }),
    ...(metrics === undefined ? {} : { throughput_metrics_source: metrics }),
    ...(predictor ?? Predictor.arima()).config,
  };
}

function loadConfig({ downSensitivity, leastObservations }: LoadScalingProps): PlannerConfig {
  requireWhole('downSensitivity', downSensitivity ?? 0, 0, 100);
  requireWhole('leastObservations', leastObservations ?? 1, 1);
  return {
    ...(downSensitivity === undefined ? {} : { load_scaling_down_sensitivity: downSensitivity }),
    ...(leastObservations === undefined ? {} : { load_min_observations: leastObservations }),
  };
}
