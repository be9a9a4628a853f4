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
  Namespace,
  type NamespaceProps,
  NetworkPolicy,
  PersistentVolumeClaim,
  type Plain,
  Role,
  RoleBinding,
  type RoleBindingProps,
  type RoleProps,
} from './kubernetes';
export type * from './pod-template';
