import { NetworkPolicy } from '../api';
import type { EngineKind } from '../description';
import type { InferenceGraph } from './inference-graph';

/** Labels that the operator puts on pods. Source: ai-dynamo/dynamo operator constants. */
const GRAPH_LABEL = 'nvidia.com/dynamo-graph-deployment-name';
const TYPE_LABEL = 'nvidia.com/dynamo-component-type';
/** Older operators label every pool `worker`, newer ones by role. */
const WORKER_TYPES = ['worker', 'prefill', 'decode'];
/** System (metrics, health) and NIXL telemetry ports of workers; the latter are up to eight. */
const METRICS_PORTS = [{ port: 9090 }, { port: 19090, endPort: 19097 }];

/** Workers answer pods of their own graph on every port, and anyone on the metrics ports: requests carry no authentication. */
export function addNetworkPolicy<K extends EngineKind>(graph: InferenceGraph<K>): NetworkPolicy {
  return new NetworkPolicy(graph, 'network-policy', {
    metadata: { name: `${graph.name}-workers` },
    spec: {
      podSelector: {
        matchLabels: { [GRAPH_LABEL]: graph.name },
        matchExpressions: [{ key: TYPE_LABEL, operator: 'In', values: WORKER_TYPES }],
      },
      policyTypes: ['Ingress'],
      ingress: [
        { from: [{ podSelector: { matchLabels: { [GRAPH_LABEL]: graph.name } } }] },
        { ports: METRICS_PORTS.map((ports) => ({ ...ports, protocol: 'TCP' })) },
      ],
    },
  });
}
