export { ComputeDomain, type ComputeDomainProps, type ComputeDomainSpec } from './compute-domain';
export {
  type ComponentSpec,
  DynamoGraphDeployment,
  type DynamoGraphDeploymentProps,
  type DynamoGraphDeploymentSpec,
} from './dynamo-graph-deployment';
export {
  ConfigMap,
  type ConfigMapProps,
  Job,
  type KubernetesProps,
  NetworkPolicy,
  PersistentVolumeClaim,
  type Plain,
} from './kubernetes';
export type * from './pod-template';
