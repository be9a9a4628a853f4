export {
  CompileCache,
  type CompileCacheProps,
  type ICompileCache,
  type ImportedCompileCacheProps,
} from './compile-cache';
export { ComponentGroup, type ComponentGroupProps } from './component-group';
export type { IPlatform } from './declared-platform';
export { EndpointPicker, type EndpointPickerProps } from './endpoint-picker';
export { type Env, EnvValue, SecretKey } from './env-value';
export { EtcdAccess, type EtcdMutualTlsProps, type EtcdPasswordProps } from './etcd-access';
export { Frontend, type FrontendProps } from './frontend';
export type { FrontendFlags } from './frontend-flags';
export { GlobalPlanner, type GlobalPlannerProps } from './global-planner';
export { GlobalRouter, type GlobalRouterProps } from './global-router';
export type { ComputeDomainNames, GraphOptions, GraphRestart } from './graph-options';
export { GraphRequest } from './graph-request';
export {
  type GraphRequestProps,
  type RequestEngine,
  RequestLoad,
  RequestSearch,
  RequestTarget,
  type RequestWeights,
  type RequestWorkload,
} from './graph-request-props';
export {
  type ExistingGatewayProps,
  type IInferenceGateway,
  InferenceGateway,
  type InferenceGatewayProps,
} from './inference-gateway';
export { InferenceGraph, type InferenceGraphProps, Orchestrator } from './inference-graph';
export { InferenceRoute, type InferenceRouteProps } from './inference-route';
export { LoraAdapter, type LoraAdapterProps } from './lora-adapter';
export { type HuggingFaceLoraProps, LoraSource, type S3LoraProps } from './lora-source';
export {
  type IModelCache,
  type ImportedModelCacheProps,
  ModelCache,
  type ModelCacheProps,
  modelFolder,
} from './model-cache';
export { NatsAuth, NatsTls } from './nats-access';
export { type EtcdDiscoveryProps, type IEtcd, type INats, Planes } from './planes';
export { Planner } from './planner';
export type {
  ObservationProps,
  PlannerOptions,
  PlannerProps,
  PowerProps,
  ReportProps,
  SloPlannerProps,
  TargetPlannerProps,
} from './planner-props';
export type { PatchOf, PodTemplatePatch } from './pod-template-patch';
export { AggregatedPool, DecodePool, EncodePool, Pool, type PoolProps, PrefillPool } from './pool';
export {
  type ExternalMetric,
  type HpaProps,
  type KedaProps,
  PoolAutoscaler,
  type PoolAutoscalerProps,
} from './pool-autoscaler';
export { PoolMetric } from './pool-metric';
export type { GpuMemoryService, PoolOptions, PoolPlacement, PoolUpdates, WorkerSnapshot } from './pool-options';
export { PrometheusSource, type PrometheusSourceProps } from './prometheus-source';
export { type KvRouterProps, Router } from './router';
export {
  type AggregatedGridProps,
  type DecodeGridProps,
  type GridProps,
  type LatencyRange,
  type PrefillGridProps,
  type RoutedGraph,
  RouterPools,
  type TokenRange,
} from './router-pools';
export type { PoolScaler } from './scalers';
export { StandaloneRouter, type StandaloneRouterProps } from './standalone-router';
export { TlsSecret, type TlsSecretKeys } from './tls-secret';
export type { GraphTopology, KvTransferPolicy, TopologyDomain, TopologySource, TransferEnforcement } from './topology';
export { appDocuments, checkApp, synthesizeChart, validateApp } from './validation';
export { Workload, type WorkloadProps } from './workload';
