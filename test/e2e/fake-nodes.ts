import type { NodeGroup } from '../../constructs/hardware';
import type { JsonObject } from '../../constructs/manifests';
import type { Cluster } from './cluster';

/** Device class of channels into a multi-node NVLink domain. Source: NVIDIA/k8s-dra-driver-gpu. */
export const CHANNEL_CLASS = 'compute-domain-default-channel.nvidia.com';
const CHANNEL_DRIVER = 'compute-domain.nvidia.com';

/** Nodes as a cluster with that node group has them: labels, taints and what pods can request. kwok plays their kubelets. */
export function nodesOf(group: NodeGroup, count: number): readonly JsonObject[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `${group.name}-${index}`;
    const labels = {
      'nvidia.com/gpu.present': 'true',
      'nvidia.com/gpu.count': String(group.gpusPerNode),
      'nvidia.com/gpu.memory': String(group.gpu.memoryMib),
      'nvidia.com/gpu.product': group.gpu.productLabels[0] ?? 'unknown',
      ...(group.fabric.kind === 'mnnvl' ? { 'nvidia.com/gpu.clique': 'b5b1ea4e-0000-4000-8000-000000000001.1' } : {}),
      ...group.nodeSelector,
    };
    const taints = group.tolerations.map(({ key, value, effect }) => ({
      key,
      value: value ?? 'present',
      effect: effect ?? 'NoSchedule',
    }));
    return node(name, { arch: group.arch, labels, taints, allocatable: allocatable(group) });
  });
}

/** A node without GPUs, for frontends. */
export function systemNode(name: string): JsonObject {
  return node(name, { arch: 'amd64', labels: {}, taints: [], allocatable: { cpu: '64', memory: '256Gi' } });
}

/** What the NVIDIA DRA driver publishes on a node with multi-node NVLink: one channel. */
export function channelOf(name: string): JsonObject {
  return {
    apiVersion: 'resource.k8s.io/v1',
    kind: 'ResourceSlice',
    metadata: { name: `${name}-channel` },
    spec: {
      driver: CHANNEL_DRIVER,
      nodeName: name,
      pool: { name, generation: 1, resourceSliceCount: 1 },
      devices: [{ name: 'channel-0' }],
    },
  };
}

export const CHANNEL_DEVICE_CLASS: JsonObject = {
  apiVersion: 'resource.k8s.io/v1',
  kind: 'DeviceClass',
  metadata: { name: CHANNEL_CLASS },
  spec: { selectors: [{ cel: { expression: `device.driver == '${CHANNEL_DRIVER}'` } }] },
};

/** Adds nodes to a cluster and waits until pods can go there. */
export async function addNodes(cluster: Cluster, nodes: readonly JsonObject[]): Promise<void> {
  for (const each of nodes) {
    const { status, body } = await cluster.request('POST', '/api/v1/nodes', each);
    if (status >= 300) {
      throw new Error(`a node is refused: ${body['message']}`);
    }
  }
  await cluster.eventually('nodes ready', 30, async () => {
    const ready = await cluster.run([
      ...['get', 'nodes', '--output'],
      'jsonpath={range .items[*]}{.status.conditions[?(@.type=="Ready")].status}:{.spec.taints[*].key}{"\\n"}{end}',
    ]);
    const lines = ready.trim().split('\n');
    return lines.every((line) => line.startsWith('True') && !line.includes('not-ready')) ? true : undefined;
  });
}

function allocatable(group: NodeGroup): Readonly<Record<string, string>> {
  const fabric = Object.entries(group.fabric.nodeResources(group.gpusPerNode));
  return {
    cpu: `${Math.round(group.allocatable.cpu * 1000)}m`,
    memory: `${group.allocatable.memory.toKibibytes()}Ki`,
    'nvidia.com/gpu': String(group.gpusPerNode),
    ...Object.fromEntries(fabric.map(([name, count]) => [name, String(count)])),
  };
}

export interface NodeParts {
  readonly arch: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly JsonObject[];
  readonly allocatable: Readonly<Record<string, string>>;
}

/** A node that is ready as soon as kwok sees it. */
export function node(name: string, { arch, labels, taints, allocatable: offered }: NodeParts): JsonObject {
  const resources = { pods: '110', 'ephemeral-storage': '1Ti', ...offered };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      annotations: { 'kwok.x-k8s.io/node': 'fake' },
      labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': arch, ...labels },
    },
    spec: { taints },
    status: { capacity: resources, allocatable: resources },
  };
}
