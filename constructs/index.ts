/**
 * Stator: infrastructure as code for NVIDIA Dynamo.
 *
 * @packageDocumentation
 */
export * from './api';
export * from './description';
export {
  type ConfigFile,
  Engine,
  type EngineConfigs,
  type EngineDefaults,
  type EngineLimits,
  type EplbConfig,
  type FlagValue,
  type JsonValue,
  KvConnector,
  type KvEventsConfig,
  type KvStoreOptions,
  type KvTransferConfig,
  type Launch,
  type MockerFlags,
  type MockerOptions,
  type NixlConnectorOptions,
  type SglangFlags,
  type SglangOptions,
  type TrtllmConfig,
  type TrtllmFlags,
  type TrtllmKey,
  type TrtllmOptions,
  type TrtllmSpeculativeConfig,
  type VllmFlags,
  type VllmOptions,
  type VllmSpeculativeConfig,
  type WorkerPlan,
} from './engines';
export * from './findings/finding';
export * from './graph';
export * from './hardware';
export * from './models';
export {
  type InterpolationConfig,
  type KalmanOptions,
  type LoadScalingProps,
  type LoadTargetProps,
  type OptimizationTarget,
  type PickConfig,
  type PlannerConfig,
  type PlannerMode,
  PlannerPlugin,
  type PlannerPluginProps,
  type PluginConfig,
  PreDeploymentSweep,
  Predictor,
  type PredictorOptions,
  type ProphetOptions,
  type RapidSweepOptions,
  ScalingTarget,
  type SchedulingConfig,
  Slo,
  type SloProps,
  SloScaling,
  type ThoroughSweepProps,
  type Thresholds,
  type ThroughputScalingProps,
} from './planner';
export * from './platform';
export { PodSecurityControl, PodSecurityLevel, type PodSecurityViolation, podSecurityViolations } from './pod-security';
export * from './releases';
export * from './rules';
