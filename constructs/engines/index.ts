export { renderedValues } from './config-text';
export { Engine } from './engine';
export type { EngineConfigs } from './engine-configs';
export type { FlagValue } from './flags';
export type { SglangFlags } from './sglang-flags';
export type { TrtllmOptions } from './trtllm';
export type { JsonValue, TrtllmConfig } from './trtllm-config';
export type { VllmFlags } from './vllm-flags';
export type { ConfigFile, EngineDefaults, EngineLimits, Launch, WorkerPlan } from './worker-plan';
