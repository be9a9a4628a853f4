/**
 * The EKS cluster below graphs, with Pulumi.
 *
 * @packageDocumentation
 */
export {
  Capacity,
  type CapacityNodeGroup,
  type CapacityTemplate,
  type MarketOptions,
  type ReservedOptions,
} from './capacity';
export { CHARTS, ChartName, type ChartRow } from './chart-table';
export { EksCluster, type EksClusterProps } from './cluster';
export { type CostEstimate, type CostLine, type CostProps, estimateCost, formatCost, type UncountedCost } from './cost';
export { type FitProps, fitFindings, GraphsDoNotFitError, requireFit } from './fit';
export { FIT_CODES, type FitCode } from './fit-codes';
export { GpuGroup, type GpuGroupProps } from './gpu-group';
export { GpuNodeGroup, type GpuNodeGroupProps } from './gpu-node-group';
export { InferenceCluster, type InferenceClusterProps } from './inference-cluster';
export { KubernetesVersion } from './kubernetes-version';
export { type LustreOptions, type LustreStore, type LustreThroughput, ModelStore } from './model-store';
export { Network, type NetworkProps } from './network';
export { SystemMachine } from './system-machine';
export type { SystemNodes } from './system-node-group';
