import { Lazy } from 'cdk8s';
import { NetworkPolicy, type NetworkPolicyProps } from '../api';
import type { EngineKind } from '../description';
import { endpointPickerOf } from './endpoint-picker';
import type { InferenceGraph } from './inference-graph';

/** Labels that the operator puts on pods. Source: ai-dynamo/dynamo operator constants. */
export const GRAPH_LABEL = 'nvidia.com/dynamo-graph-deployment-name';
const TYPE_LABEL = 'nvidia.com/dynamo-component-type';
/** Older operators label every pool `worker`, newer ones by role. */
const WORKER_TYPES = ['worker', 'prefill', 'decode'];
/** System (metrics, health) and NIXL telemetry ports of workers; the latter are up to eight. */
const HTTP_PORT = 8000;
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
        {
          // A Gateway sends requests to the frontends beside the workers, from wherever it runs.
          ports: Lazy.any({
            produce: () =>
              [...METRICS_PORTS, ...(endpointPickerOf(graph) === undefined ? [] : [{ port: HTTP_PORT }])].map(
                (ports) => ({
                  ...ports,
                  protocol: 'TCP',
                }),
              ),
          }),
        },
      ],
    },
  });
}

/** Metrics port of planners. Source: ai-dynamo/dynamo operator component_planner.go. */
const PLANNER_METRICS_PORT = 9085;
const SYSTEM_PORT = 9090;

/**
 * A planner answers other planners (a global one sends its answers on connections of its own), pods of its graph, and anyone on the
 * metrics ports: nothing that it says or takes carries authentication.
 *
 * @param component name of the planner's component
 * @param open further ports that anyone may reach
 */
export function plannerNetworkPolicy(
  graphName: string,
  component: string,
  open: readonly number[] = [],
): NetworkPolicyProps {
  return {
    metadata: { name: `${graphName}-${component}` },
    spec: {
      podSelector: { matchLabels: { [GRAPH_LABEL]: graphName, [TYPE_LABEL]: 'planner' } },
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: [
            { podSelector: { matchLabels: { [GRAPH_LABEL]: graphName } } },
            { podSelector: { matchLabels: { [TYPE_LABEL]: 'planner' } } },
          ],
        },
        { ports: [PLANNER_METRICS_PORT, SYSTEM_PORT, ...open].map((port) => ({ port, protocol: 'TCP' })) },
      ],
    },
  };
}
