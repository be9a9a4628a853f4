/**
 * Deploying graphs with Pulumi: the objects of a cdk8s app as Pulumi resources.
 *
 * @packageDocumentation
 */
export { GraphRefusedError } from './checks';
export { GraphDeployment, type GraphDeploymentOptions } from './graph-deployment';
export { GraphWait, type ReadyOptions } from './graph-wait';
export { KubernetesResource, type LiveMetadata } from './kubernetes-resource';
export { asString, type DeferredOutputs, OutputResolver } from './outputs';
export { resourceType } from './resource-type';
