import type { PodSpec } from '../api';
import type { EngineKind } from '../description';
import type { InferenceGraph } from './inference-graph';
import { GRAPH_LABEL } from './network-policy';
import type { Pool } from './pool';

/** Label of a pod with the name of its component. Source: ai-dynamo/dynamo deploy/operator/internal/consts, 2026-10. */
const COMPONENT_LABEL = 'nvidia.com/dynamo-component';
const NODE = 'kubernetes.io/hostname';

/** Keeps pods off nodes where pods of these components of the graph run. */
function apartFrom<K extends EngineKind>(
  graph: InferenceGraph<K>,
  components: readonly string[],
): NonNullable<PodSpec['affinity']> {
  return {
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        {
          topologyKey: NODE,
          labelSelector: {
            matchLabels: { [GRAPH_LABEL]: graph.name },
            matchExpressions: [{ key: COMPONENT_LABEL, operator: 'In', values: components }],
          },
        },
      ],
    },
  };
}

/** Components of the graph whose pods do not run on a node with one of the pool, by what the pool says. */
export function componentsApart<K extends EngineKind>(pool: Pool<K>): readonly string[] {
  const { onePodPerNode = false, apartFrom: roles = [] } = pool.props.placement ?? {};
  const others = pool.graph.pools.filter((other) => other !== pool && roles.includes(other.role));
  return [...(onePodPerNode ? [pool] : []), ...others].map(({ node }) => node.id);
}

/** Where the pods of a pool may not run; undefined where they may run anywhere. */
export function poolAffinity<K extends EngineKind>(pool: Pool<K>): PodSpec['affinity'] {
  const components = componentsApart(pool);
  return components.length === 0 ? undefined : apartFrom(pool.graph, components);
}
