export { type Env, EnvValue, SecretKey } from './env-value';
export { Frontend, type FrontendProps } from './frontend';
export { InferenceGraph, type InferenceGraphProps, Orchestrator } from './inference-graph';
export { type IModelCache, type ImportedModelCacheProps, ModelCache, type ModelCacheProps } from './model-cache';
export { AggregatedPool, DecodePool, Pool, type PoolProps, PrefillPool } from './pool';
export { type KvRouterProps, Router } from './router';
export { appDocuments, checkApp, synthesizeChart, validateApp } from './validation';
export { Workload, type WorkloadProps } from './workload';
