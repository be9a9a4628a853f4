export {
  HorizontalPodAutoscaler,
  ScaledObject,
  type ScaledObjectProps,
  type ScaledObjectSpec,
  type ScaledObjectTrigger,
} from './autoscaling';
export { ComputeDomain, type ComputeDomainProps, type ComputeDomainSpec } from './compute-domain';
export {
  ArgoApplication,
  type ArgoApplicationProps,
  type ArgoApplicationSpec,
  type ChartOfRegistry,
  type ChartOfRepository,
  type CrdPolicy,
  HelmRelease,
  type HelmReleaseProps,
  type HelmReleaseSpec,
  HelmRepository,
  type HelmRepositoryProps,
  type HelmRepositorySpec,
  OciRepository,
  type OciRepositoryProps,
  type OciRepositorySpec,
} from './delivery';
export {
  type ComponentExperimentalSpec,
  type ComponentSpec,
  DynamoGraphDeployment,
  type DynamoGraphDeploymentProps,
  type DynamoGraphDeploymentSpec,
  type EppConfig,
  type GraphExperimentalSpec,
  type RenderedPodTemplate,
} from './dynamo-graph-deployment';
export {
  DynamoGraphDeploymentRequest,
  type DynamoGraphDeploymentRequestProps,
  type DynamoGraphDeploymentRequestSpec,
} from './dynamo-graph-deployment-request';
export { DynamoModel, type DynamoModelProps, type DynamoModelSpec } from './dynamo-model';
export {
  Gateway,
  type GatewayListener,
  type GatewayProps,
  HttpRoute,
  type HttpRouteMatch,
  type HttpRouteProps,
  type HttpRouteSpec,
} from './gateway';
export { type KaiQueueAmount, KaiQueueObject, type KaiQueueObjectProps, type KaiQueueSpec } from './kai-queue';
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
