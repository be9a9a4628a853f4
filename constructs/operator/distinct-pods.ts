import type { ObservedGraph } from '../observed';
import { inBeta } from './alpha-component';
import { type OperatorPodsOptions, operatorPods } from './operator-pods';
import type { OperatorPod } from './pod';

/**
 * The pods that the operator makes of a graph of either version, each only once: replicas are alike, and so are all pods of a
 * worker but its leader.
 */
export function distinctPods(graph: ObservedGraph, options: OperatorPodsOptions): readonly OperatorPod[] {
  const components = graph.components.map((component) => ({
    ...(graph.apiVersion === 'v1alpha1' ? inBeta(component, graph) : component),
    replicas: 1,
    nodeCount: Math.min(component.nodeCount, 2),
  }));
  return operatorPods({ ...graph, components }, options);
}
