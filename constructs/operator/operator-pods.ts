import {
  at,
  type Mapping,
  mapping,
  mappings,
  type ObservedComponent,
  type ObservedGraph,
  roleTemplate,
  textMap,
} from '../observed';
import type { Release } from '../releases';
import { injectedInto } from './injected-containers';
import { componentEnv, componentType, discoversThroughKubernetes, type GraphPlace } from './injected-env';
import { type Launch, launch } from './launch';
import type { OperatorPod, PodPart } from './pod';
import { defaultPorts, defaultProbes } from './probes';

export interface OperatorPodsOptions {
  /** Kubernetes namespace, where the graph does not name its own. */
  readonly namespace: string;
  readonly release: Release;
}

const DEFAULT_SHARED_MEMORY = '8Gi';
const DEFAULT_GRACE_SECONDS = 60;
const SHARED_MEMORY = 'shared-memory';
const LABEL = 'nvidia.com/';

/**
 * The pods that the operator makes of a graph in `v1beta1`, as it was seen to do: all replicas, leaders and workers, with the
 * environment, ports, probes and volumes that it adds. Only what Kubernetes looks at is exact; what the engine alone reads (the ssh
 * set-up of TensorRT-LLM, say) is there in short.
 *
 * Source: ai-dynamo/dynamo deploy/operator internal/dynamo/graph.go and Grove v0.1.0-alpha.8, seen at run time.
 */
export function operatorPods(graph: ObservedGraph, options: OperatorPodsOptions): readonly OperatorPod[] {
  const namespace = graph.namespace ?? options.namespace;
  const place = { namespace, dynamoNamespace: `${namespace}-${graph.name}`.replaceAll('.', '-') };
  return graph.components.flatMap((component) => {
    const context = { graph, component, place, release: options.release };
    return Array.from({ length: component.replicas }, (_, replica) =>
      component.multinode
        ? workerPods(context, replica)
        : [pod(context, `${graph.name}-0-${component.name}-${replica}`)],
    ).flat();
  });
}

/** The component that pods are made of, and where. */
interface Context {
  readonly graph: ObservedGraph;
  readonly component: ObservedComponent;
  readonly place: GraphPlace;
  readonly release: Release;
}

function workerPods(context: Context, replica: number): readonly OperatorPod[] {
  const { graph, component, release } = context;
  const prefix = `${graph.name}-0-${component.name}-${replica}-${component.name}`;
  const leader = `$(GROVE_PCSG_NAME)-$(GROVE_PCSG_INDEX)-${component.name}-ldr-0.$(GROVE_HEADLESS_SERVICE)`;
  const injected = injectedInto(graph, component, release).map(({ name }) => name);
  return Array.from({ length: component.nodeCount }, (_, rank) => {
    const part = rank === 0 ? 'leader' : 'worker';
    const name = rank === 0 ? `${prefix}-ldr-0` : `${prefix}-wkr-${rank - 1}`;
    const role = ofRole(component, part);
    return pod(
      { ...context, component: role },
      name,
      part,
      launch(role, { part, rank, leader, graph: graph.name, injected }),
    );
  });
}

/** The component as its leader or its other pods have it, where each has a template of its own. */
function ofRole(component: ObservedComponent, role: 'leader' | 'worker'): ObservedComponent {
  const template = roleTemplate(component.written, role);
  if (template === undefined) {
    return component;
  }
  const spec = mapping(template['spec']) ?? {};
  const { main: _, ...rest } = component;
  const main = mappings(spec['containers']).find(({ name }) => name === 'main');
  const written = { ...component.written, podTemplate: template };
  return { ...rest, written, pod: spec, ...(main === undefined ? {} : { main }) };
}

const NOTHING: Launch = { main: {}, initContainers: [], volumes: [] };

function pod(context: Context, name: string, part: PodPart = 'single', start: Launch = NOTHING): OperatorPod {
  const template = mapping(context.component.written['podTemplate']) ?? {};
  return {
    name: name.toLowerCase(),
    component: context.component.name,
    part,
    labels: { ...textMap(at(template, 'metadata', 'labels')), ...labels(context) },
    annotations: textMap(at(template, 'metadata', 'annotations')),
    spec: podSpec(context, part, start),
  };
}

function podSpec(context: Context, part: PodPart, start: Launch): Mapping {
  const { graph, component } = context;
  const { pod: written } = component;
  const shared = sharedMemory(component);
  const main = mainContainer(context, part, start, shared.mounts);
  const initContainers = [...start.initContainers, ...mappings(written['initContainers'])];
  return {
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: DEFAULT_GRACE_SECONDS,
    serviceAccountName: `${graph.name}-k8s-service-discovery`,
    securityContext: { fsGroup: 1000 },
    ...written,
    ...(initContainers.length > 0 ? { initContainers } : {}),
    containers: mappings(written['containers']).map((each) => (each['name'] === 'main' ? main : each)),
    volumes: [...without(mappings(written['volumes']), shared.volumes, 'name'), ...start.volumes, ...shared.volumes],
  };
}

function sharedMemory(component: ObservedComponent): Readonly<Record<'volumes' | 'mounts', readonly Mapping[]>> {
  const sizeLimit = component.written['sharedMemorySize'] ?? DEFAULT_SHARED_MEMORY;
  return component.sharedMemoryBytes > 0
    ? {
        volumes: [{ name: SHARED_MEMORY, emptyDir: { medium: 'Memory', sizeLimit } }],
        mounts: [{ name: SHARED_MEMORY, mountPath: '/dev/shm' }],
      }
    : { volumes: [], mounts: [] };
}

/** Probes would ask the wrong process in the pods of a worker that only lend their GPUs to its leader. */
function mainContainer(context: Context, part: PodPart, start: Launch, mounts: readonly Mapping[]): Mapping {
  const { graph, component, place, release } = context;
  const { livenessProbe: _, readinessProbe: __, startupProbe: ___, ...unprobed } = component.main ?? {};
  const written: Mapping = part === 'worker' ? unprobed : { ...defaultProbes(component, release), ...component.main };
  const merged: Mapping = { ports: defaultPorts(component), ...written, ...start.main };
  return {
    ...merged,
    env: [...componentEnv(graph, component, place, release), ...rankEnv(part)],
    volumeMounts: [
      ...without(without(mappings(merged['volumeMounts']), mounts, 'name'), mounts, 'mountPath'),
      ...mounts,
    ],
  };
}

/** Shared memory takes the place of what the user has under its name or at its path. */
function without(items: readonly Mapping[], replacements: readonly Mapping[], key: string): readonly Mapping[] {
  return items.filter((item) => !replacements.some((replacement) => replacement[key] === item[key]));
}

/** What Grove tells a pod about its place, as far as commands refer to it. */
function rankEnv(part: PodPart): readonly Mapping[] {
  const names = ['GROVE_PCS_NAME', 'GROVE_PCS_INDEX', 'GROVE_PCLQ_NAME', 'GROVE_HEADLESS_SERVICE'];
  const group = ['GROVE_PCSG_NAME', 'GROVE_PCSG_INDEX', 'GROVE_PCSG_TEMPLATE_NUM_PODS'];
  return [...names, ...(part === 'single' ? [] : group)].map((name) => ({ name, value: name.toLowerCase() }));
}

function labels({ graph, component, place }: Context): Readonly<Record<string, string>> {
  const { role } = component;
  return {
    [`${LABEL}dynamo-graph-deployment-name`]: graph.name,
    [`${LABEL}dynamo-component`]: component.name,
    [`${LABEL}dynamo-component-type`]: componentType(component),
    ...(role === 'prefill' || role === 'decode' ? { [`${LABEL}dynamo-sub-component-type`]: role } : {}),
    [`${LABEL}dynamo-namespace`]: component.globalDynamoNamespace ? 'dynamo' : place.dynamoNamespace,
    // Pods with them are watched by the frontend's discovery through Kubernetes.
    ...(discoversThroughKubernetes(graph)
      ? { [`${LABEL}dynamo-discovery-backend`]: 'kubernetes', [`${LABEL}dynamo-discovery-enabled`]: 'true' }
      : {}),
    [`${LABEL}metrics-enabled`]: 'true',
  };
}
