import { appDocuments, type InferenceGraph } from '../../constructs';
import type { NodeGroup } from '../../constructs/hardware';
import { isJsonObject, type Json, type JsonObject } from '../../constructs/manifests';
import { at, kindOf, mappings, Observation, text } from '../../constructs/observed';
import { type OperatorPod, operatorPods } from '../../constructs/operator';
import type { Cluster } from './cluster';
import { addNodes, CHANNEL_CLASS, CHANNEL_DEVICE_CLASS, channelOf, nodesOf, systemNode } from './fake-nodes';

/** Where the scheduler put the pods of a graph. */
export interface Placement {
  /** Name of the pod to name of its node. */
  readonly placed: ReadonlyMap<string, string>;
  /** Name of the pod to what the scheduler says. */
  readonly pending: ReadonlyMap<string, string>;
}

/** The node groups of a graph, each once. */
export function groupsOf(graph: InferenceGraph): readonly NodeGroup[] {
  return [...new Map(graph.pools.map(({ props }) => [props.nodes.name, props.nodes])).values()];
}

/** The pods that the operator makes of a graph; those with most GPUs first, as gang schedulers place them. */
export function podsOf(graph: InferenceGraph, namespace: string): readonly OperatorPod[] {
  const documents = appDocuments(graph.node.root).map((document) =>
    document.source === graph.deployment.node.path
      ? { ...document, value: { ...document.value, spec: scaled(graph, document.value['spec']) } }
      : document,
  );
  const { graphs } = Observation.of(documents);
  const pods = graphs.flatMap((observed) => operatorPods(observed, { namespace, release: graph.release }));
  return [...pods].sort((a, b) => gpusOf(b) - gpusOf(a));
}

/** A graph leaves the workers of some pools to its planner: here they are as many as the planner keeps at least. */
function scaled(graph: InferenceGraph, spec: Json | undefined): JsonObject {
  const workers = new Map(graph.describe().pools.map((pool) => [pool.name, pool.workers]));
  const components = mappings(at(spec, 'components')).map((component) => ({
    ...component,
    replicas: component['replicas'] ?? workers.get(String(component['name'])) ?? 1,
  }));
  return JSON.parse(JSON.stringify({ ...(isJsonObject(spec) ? spec : {}), components }));
}

export function gpusOf({ spec }: OperatorPod): number {
  const containers = mappings(spec['containers']);
  return containers.reduce((sum, each) => sum + Number(at(each, 'resources', 'limits', 'nvidia.com/gpu') ?? 0), 0);
}

/**
 * Lets the scheduler place pods of a graph on nodes of its groups, in an empty cluster.
 *
 * @param machines nodes of a group
 * @param made what those nodes are
 */
export async function place(
  cluster: Cluster,
  graph: InferenceGraph,
  namespace: string,
  pods: readonly OperatorPod[],
  machines: (group: NodeGroup) => number,
  made = nodesOf,
): Promise<Placement> {
  try {
    const nodes = groupsOf(graph).flatMap((group) => made(group, machines(group)));
    await addNodes(cluster, [systemNode('system-0'), systemNode('system-1'), ...nodes]);
    await create(
      cluster,
      surroundings(
        graph,
        namespace,
        nodes.map((node) => String(at(node, 'metadata', 'name'))),
      ),
    );
    await claimsBound(cluster, namespace);
    for (const pod of pods) {
      await create(cluster, [podObject(pod, namespace)]);
    }
    return await settled(cluster, namespace, pods.length);
  } finally {
    await clear(cluster, namespace);
  }
}

/** A pod whose claim has no volume yet loses its turn, and then the order of the pods is no longer ours. */
async function claimsBound(cluster: Cluster, namespace: string): Promise<void> {
  await cluster.eventually('claims bound', 30, async () => {
    const { body } = await cluster.request('GET', `/api/v1/namespaces/${namespace}/persistentvolumeclaims`);
    return mappings(body['items']).every((claim) => at(claim, 'status', 'phase') === 'Bound') ? true : undefined;
  });
}

/** What pods refer to: the accounts that the operator makes, the claims of the graph with volumes, channels into the compute domain. */
function surroundings(graph: InferenceGraph, namespace: string, nodes: readonly string[]): readonly JsonObject[] {
  const documents = appDocuments(graph.node.root);
  const claims = documents.filter((document) => kindOf(document) === 'PersistentVolumeClaim');
  const external = graph.cache?.external === true ? [claimOf(graph.cache.claimName)] : [];
  const { claimTemplate } = graph.computeDomainNames;
  const channels =
    graph.computeDomain === undefined
      ? []
      : [CHANNEL_DEVICE_CLASS, ...nodes.map(channelOf), channelTemplate(claimTemplate)];
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    ...[`${graph.name}-k8s-service-discovery`, 'planner-serviceaccount'].map((name) => ({
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name },
    })),
    ...[...claims.map(({ value }) => value), ...external].flatMap((claim) => [
      volumeFor(claim, namespace),
      { ...claim, metadata: { name: nameOf(claim) } },
    ]),
    ...channels,
  ];
}

/** What the controller of compute domains makes of one. */
function channelTemplate(name: string): JsonObject {
  const requests = [{ name: 'channel', exactly: { deviceClassName: CHANNEL_CLASS } }];
  return {
    apiVersion: 'resource.k8s.io/v1',
    kind: 'ResourceClaimTemplate',
    metadata: { name },
    spec: { spec: { devices: { requests } } },
  };
}

function claimOf(name: string): JsonObject {
  const spec = { accessModes: ['ReadWriteMany'], resources: { requests: { storage: '1Ti' } } };
  return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name }, spec };
}

function nameOf(object: JsonObject): string {
  return text(at(object, 'metadata', 'name')) ?? '';
}

function volumeFor(claim: JsonObject, namespace: string): JsonObject {
  const name = nameOf(claim);
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: `${namespace}-${name}` },
    spec: {
      accessModes: ['ReadWriteMany'],
      capacity: { storage: '100Ti' },
      claimRef: { namespace, name },
      nfs: { server: 'nfs.example.com', path: '/' },
      storageClassName: text(at(claim, 'spec', 'storageClassName')) ?? '',
    },
  };
}

function podObject({ name, labels, annotations, spec }: OperatorPod, namespace: string): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels, annotations },
    spec: JSON.parse(JSON.stringify(spec)),
  };
}

async function settled(cluster: Cluster, namespace: string, count: number): Promise<Placement> {
  return cluster.eventually(`${count} pods of ${namespace} looked at by the scheduler`, 60, async () => {
    const { body } = await cluster.request('GET', `/api/v1/namespaces/${namespace}/pods`);
    const placed = new Map<string, string>();
    const pending = new Map<string, string>();
    for (const pod of mappings(body['items'])) {
      const name = String(at(pod, 'metadata', 'name'));
      const node = text(at(pod, 'spec', 'nodeName'));
      const [refused] = mappings(at(pod, 'status', 'conditions')).filter(({ reason }) => reason === 'Unschedulable');
      if (node !== undefined && at(pod, 'status', 'phase') === 'Running') {
        placed.set(name, node);
      } else if (refused !== undefined && !String(refused['message']).includes('to be created')) {
        pending.set(name, String(refused['message']));
      }
    }
    return placed.size + pending.size === count ? { placed, pending } : undefined;
  });
}

const COLLECTIONS: Readonly<Record<string, { readonly path: string; readonly namespaced: boolean }>> = {
  Namespace: { path: '/api/v1/namespaces', namespaced: false },
  PersistentVolume: { path: '/api/v1/persistentvolumes', namespaced: false },
  DeviceClass: { path: '/apis/resource.k8s.io/v1/deviceclasses', namespaced: false },
  ResourceSlice: { path: '/apis/resource.k8s.io/v1/resourceslices', namespaced: false },
  ServiceAccount: { path: 'serviceaccounts', namespaced: true },
  PersistentVolumeClaim: { path: 'persistentvolumeclaims', namespaced: true },
  Pod: { path: 'pods', namespaced: true },
  ResourceClaimTemplate: { path: 'resourceclaimtemplates', namespaced: true },
};

async function create(cluster: Cluster, objects: readonly JsonObject[]): Promise<void> {
  let namespace = 'default';
  for (const object of objects) {
    const kind = String(object['kind']);
    namespace =
      kind === 'Namespace'
        ? String(at(object, 'metadata', 'name'))
        : (text(at(object, 'metadata', 'namespace')) ?? namespace);
    const collection = COLLECTIONS[kind];
    const version = String(object['apiVersion']);
    const root = version === 'v1' ? '/api/v1' : `/apis/${version}`;
    const path =
      collection?.namespaced === true ? `${root}/namespaces/${namespace}/${collection.path}` : collection?.path;
    const { status, body } = await cluster.request('POST', path ?? '', object);
    if (status >= 300 && status !== 409) {
      throw new Error(`${kind} ${at(object, 'metadata', 'name')} is refused: ${body['message']}`);
    }
  }
}

async function clear(cluster: Cluster, namespace: string): Promise<void> {
  const now = '?gracePeriodSeconds=0&propagationPolicy=Background';
  await cluster.request('DELETE', `/api/v1/namespaces/${namespace}/pods${now}`);
  await cluster.request('DELETE', `/api/v1/namespaces/${namespace}`);
  for (const path of ['/api/v1/nodes', '/apis/resource.k8s.io/v1/resourceslices', '/api/v1/persistentvolumes']) {
    await cluster.request('DELETE', `${path}${now}`);
  }
  await cluster.eventually('no nodes left', 30, async () => {
    const { body } = await cluster.request('GET', '/api/v1/nodes');
    return mappings(body['items']).length === 0 ? true : undefined;
  });
}

/** The account that the operator makes is not there; any will do. */
export function withoutAccount(spec: unknown): unknown {
  return JSON.parse(JSON.stringify(spec, (key, value) => (key === 'serviceAccountName' ? undefined : value)));
}
