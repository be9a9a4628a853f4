import { at, type Mapping, mappings, type ObservedComponent, type ObservedGraph } from '../observed';
import type { Release } from '../releases';

/** Kubernetes namespace and Dynamo namespace of a graph. */
export interface GraphPlace {
  readonly namespace: string;
  /** The graph's place in Dynamo's own naming: components find each other there. */
  readonly dynamoNamespace: string;
}

/** Container port of the system server: metrics, health, metadata. */
export const SYSTEM_PORT = 9090;
export const HTTP_PORT = 8000;
export const NIXL_PORT = 19090;
export const PLANNER_PORT = 9085;

/**
 * Environment of a component's main container: what the operator adds, under the graph's and the component's own entries of the same
 * name, in the order of the names.
 *
 * Source: ai-dynamo/dynamo deploy/operator internal/dynamo (component_*.go, graph.go), seen at run time with chart 1.2.
 */
export function componentEnv(
  graph: ObservedGraph,
  component: ObservedComponent,
  place: GraphPlace,
  release: Release,
): readonly Mapping[] {
  const entries = new Map<string, Mapping>();
  const written = [...mappings(at(graph.document.value, 'spec', 'env')), ...mappings(component.main?.['env'])];
  for (const entry of [...injected(graph, component, place, release), ...written]) {
    entries.set(String(entry['name']), entry);
  }
  return [...entries.values()].sort((a, b) => (String(a['name']) < String(b['name']) ? -1 : 1));
}

function injected(
  graph: ObservedGraph,
  component: ObservedComponent,
  { namespace, dynamoNamespace }: GraphPlace,
  release: Release,
): readonly Mapping[] {
  return [
    ...literals({
      CONTAINER_NAME: 'main',
      DYN_COMPONENT: componentType(component),
      ...(discoversThroughKubernetes(graph) ? { DYN_DISCOVERY_BACKEND: 'kubernetes' } : {}),
      DYN_NAMESPACE: dynamoNamespace,
      DYN_PARENT_DGD_K8S_NAME: graph.name,
      DYN_PARENT_DGD_K8S_NAMESPACE: namespace,
      ...perType(component, dynamoNamespace, release),
    }),
    ...fields({ POD_NAME: 'metadata.name', POD_NAMESPACE: 'metadata.namespace', POD_UID: 'metadata.uid' }),
  ];
}

/** Whether the operator sets a graph up for discovery through Kubernetes: always, unless the graph asks for etcd. */
export function discoversThroughKubernetes({ annotations }: ObservedGraph): boolean {
  return annotations['nvidia.com/dynamo-discovery-backend']?.trim() !== 'etcd';
}

/** v1beta1 `prefill` and `decode` stay workers, with a sub-component type beside it. */
export function componentType({ role, runsEngine }: ObservedComponent): string {
  return runsEngine ? 'worker' : role;
}

function perType(
  component: ObservedComponent,
  dynamoNamespace: string,
  release: Release,
): Readonly<Record<string, string>> {
  if (component.runsEngine) {
    return {
      DYN_FORWARDPASS_METRIC_PORT: '20380',
      DYN_HEALTH_CHECK_ENABLED: String(release.canaryHealthChecks),
      DYN_SYSTEM_ENABLED: 'true',
      DYN_SYSTEM_PORT: String(SYSTEM_PORT),
      DYN_SYSTEM_USE_ENDPOINT_HEALTH_STATUS: '["generate"]',
      NIXL_TELEMETRY_ENABLE: 'n',
      NIXL_TELEMETRY_EXPORTER: 'prometheus',
      NIXL_TELEMETRY_PROMETHEUS_PORT: String(NIXL_PORT),
    };
  }
  switch (component.role) {
    case 'frontend':
      return {
        DYNAMO_PORT: String(HTTP_PORT),
        DYN_HTTP_PORT: String(HTTP_PORT),
        DYN_NAMESPACE_PREFIX: dynamoNamespace,
      };
    case 'planner':
      return { DYN_SYSTEM_PORT: String(SYSTEM_PORT), PLANNER_PROMETHEUS_PORT: String(PLANNER_PORT) };
    default:
      return {};
  }
}

function literals(values: Readonly<Record<string, string>>): readonly Mapping[] {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}

function fields(paths: Readonly<Record<string, string>>): readonly Mapping[] {
  return Object.entries(paths).map(([name, fieldPath]) => ({ name, valueFrom: { fieldRef: { fieldPath } } }));
}
