export { type Env, EnvValue, SecretKey } from './env-value';
export { EtcdAccess, type EtcdMutualTlsProps, type EtcdPasswordProps } from './etcd-access';
export { Frontend, type FrontendProps } from './frontend';
export { GlobalPlanner, type GlobalPlannerProps } from './global-planner';
export { InferenceGraph, type InferenceGraphProps, Orchestrator } from './inference-graph';
export { type IModelCache, type ImportedModelCacheProps, ModelCache, type ModelCacheProps } from './model-cache';
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
export { AggregatedPool, DecodePool, Pool, type PoolProps, PrefillPool } from './pool';
export {
  type ExternalMetric,
  type HpaProps,
  type KedaProps,
  PoolAutoscaler,
  type PoolAutoscalerProps,
} from './pool-autoscaler';
export { PoolMetric } from './pool-metric';
export { PrometheusSource, type PrometheusSourceProps } from './prometheus-source';
export { type KvRouterProps, Router } from './router';
export type { PoolScaler } from './scalers';
export { TlsSecret, type TlsSecretKeys } from './tls-secret';
export { appDocuments, checkApp, synthesizeChart, validateApp } from './validation';
export { Workload, type WorkloadProps } from './workload';
