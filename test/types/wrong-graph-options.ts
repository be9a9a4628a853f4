/** Options of graphs and pools that must not compile. See `wrong-programs.test.ts`. */
import type {
  GpuMemoryService,
  GraphOptions,
  KvTransferPolicy,
  PodTemplatePatch,
  PoolOptions,
  PoolUpdates,
  WorkerSnapshot,
} from '../../constructs';

export function wrongGraphOptions(): readonly unknown[] {
  // @ts-expect-error two sources of topology
  const both: KvTransferPolicy = { nodeLabel: 'zone', clusterTopology: 'racks', domain: 'rack' };
  // @ts-expect-error no source of topology
  const none: KvTransferPolicy = { domain: 'rack' };
  // @ts-expect-error a weight where nothing is preferred
  const weighed: KvTransferPolicy = { nodeLabel: 'zone', domain: 'zone', enforcement: 'required', weight: 1 };
  // @ts-expect-error a preference without a weight
  const unweighed: KvTransferPolicy = { nodeLabel: 'zone', domain: 'zone', enforcement: 'preferred' };
  // @ts-expect-error a domain that no topology has by convention
  const domain: GraphOptions = { topology: { cluster: 'racks', packDomain: 'shelf' } };
  // @ts-expect-error an order of what happens at once
  const restart: GraphOptions = { restart: { id: '1', strategy: 'parallel', order: ['frontend'] } };
  // @ts-expect-error limits for an update that takes all pods down
  const updates: PoolUpdates = { strategy: 'recreate', maxSurge: 1 };
  // @ts-expect-error a share without a sign of percent
  const share: PoolUpdates = { maxSurge: '25' };
  // @ts-expect-error containers that share memory with pods of its own
  const clients: GpuMemoryService = { mode: 'inter-pod', clientContainers: ['tool'] };
  // @ts-expect-error a snapshot that is taken and restored
  const snapshot: WorkerSnapshot = { restore: 'warm', automatic: {} };
  // @ts-expect-error apart from a role that no pool has
  const placement: PoolOptions = { placement: { apartFrom: ['frontend'] } };
  // @ts-expect-error a number where the pod has a text
  const patch: PodTemplatePatch = { spec: { serviceAccountName: 5 } };
  return [both, none, weighed, unweighed, domain, restart, updates, share, clients, snapshot, placement, patch];
}
