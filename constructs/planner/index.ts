export * from './config';
export { plannerConfigText } from './config-text';
export { plannerConflicts } from './conflicts';
export { type EffectivePlannerConfig, effectivePlannerConfig, PLANNER_DEFAULTS } from './effective';
export { type PlannerConflict, unreadableFields } from './field-check';
export { PLANNER_FIELDS } from './fields';
export { PlannerPlugin, type PlannerPluginProps } from './planner-plugin';
export {
  PreDeploymentSweep,
  type RapidSweepOptions,
  type ThoroughSweepProps,
} from './pre-deployment-sweep';
export { type KalmanOptions, Predictor, type PredictorOptions, type ProphetOptions } from './predictor';
export { type LoadTargetProps, ScalingTarget, type Thresholds } from './scaling-target';
export { wholeSeconds } from './seconds';
export { Slo, type SloProps } from './slo';
export { type LoadScalingProps, SloScaling, type ThroughputScalingProps } from './slo-scaling';
