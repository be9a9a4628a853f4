/** What the Dynamo operator makes of a graph: the pods that Kubernetes has to accept and to place. */
export { alphaPath } from './alpha-component';
export { distinctPods } from './distinct-pods';
export { injectedInto } from './injected-containers';
export { operatorPods } from './operator-pods';
export type { OperatorPod } from './pod';
