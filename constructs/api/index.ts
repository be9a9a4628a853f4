export {
  HorizontalPodAutoscaler,
  ScaledObject,
  type ScaledObjectProps,
  type ScaledObjectSpec,
  type ScaledObjectTrigger,
} from './autoscaling';
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
  type NetworkPolicyProps,
  PersistentVolumeClaim,
  type Plain,
  PodDisruptionBudget,
  Role,
  RoleBinding,
  type RoleBindingProps,
  type RoleProps,
  Service,
  type ServiceProps,
  StatefulSet,
  type StatefulSetProps,
} from './kubernetes';
export type * from './pod-template';
