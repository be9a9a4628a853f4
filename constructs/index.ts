/**
 * Stator: infrastructure as code for NVIDIA Dynamo.
 *
 * @packageDocumentation
 */
export * from './api';
export * from './description';
export {
  type AttentionDpConfig,
  type CacheTransceiverConfig,
  type ConfigFile,
  type CudaGraphConfig,
  Engine,
  type EngineConfigs,
  type EngineDefaults,
  type EngineLimits,
  type EplbConfig,
  type FlagValue,
  type JsonValue,
  type KvCacheConfig,
  KvConnector,
  type KvEventsConfig,
  type KvStoreOptions,
  type KvTransferConfig,
  type Launch,
  type LoraConfig,
  type MockerFlags,
  type MockerOptions,
  type MoeConfig,
  type MoeLoadBalancer,
  type NixlConnectorOptions,
  type SchedulerConfig,
  type SglangFlags,
  type SglangOptions,
  type SparseAttentionConfig,
  type TransferPlan,
  type TransferRole,
  type TrtllmConfig,
  type TrtllmFlags,
  type TrtllmGroup,
  type TrtllmKey,
  type TrtllmOptions,
  type TrtllmSettings,
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
