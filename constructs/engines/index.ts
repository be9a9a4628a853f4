export { renderedValues } from './config-text';
export { Engine } from './engine';
export type { EngineConfigs } from './engine-configs';
export { type FlagValue, renderFlags } from './flags';
export {
  KvConnector,
  type KvStoreOptions,
  type KvTransferConfig,
  type NixlConnectorOptions,
  type TransferPlan,
  type TransferRole,
} from './kv-connector';
export type { MockerOptions } from './mocker';
export type { MockerFlags } from './mocker-flags';
export type { SglangOptions } from './sglang';
export type { SglangFlags } from './sglang-flags';
export type { TrtllmOptions } from './trtllm';
export type * from './trtllm-config';
export type { VllmOptions } from './vllm';
export type { EplbConfig, KvEventsConfig, VllmFlags, VllmSpeculativeConfig } from './vllm-flags';
export type { ConfigFile, EngineDefaults, EngineLimits, Launch, WorkerPlan } from './worker-plan';
