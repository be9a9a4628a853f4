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
  type FlagValue,
  type JsonValue,
  type Launch,
  type SglangFlags,
  type TrtllmConfig,
  type TrtllmOptions,
  type VllmFlags,
  type WorkerPlan,
} from './engines';
export * from './findings/finding';
export * from './graph';
export * from './hardware';
export * from './models';
export * from './platform';
export { PodSecurityControl, PodSecurityLevel, type PodSecurityViolation, podSecurityViolations } from './pod-security';
export * from './releases';
export * from './rules';
