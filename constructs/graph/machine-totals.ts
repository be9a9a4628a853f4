import type { NodeGroupDescription, NodeTotalsDescription, PoolDescription, TotalsDescription } from '../description';
import { type Amounts, leastMachines, machinesFor, strandedPods } from './placement';

/** What of a pool says how many machines it takes. */
type Placed = Pick<
  PoolDescription,
  'name' | 'workers' | 'nodesPerWorker' | 'gpusPerNode' | 'nodeGroup' | 'pod' | 'keptApartFrom'
>;

/** Machines that the pods of the pools take, and whether they can take them in any order. */
export function totals(pools: readonly PoolDescription[]): TotalsDescription {
  const groups = new Map(pools.map(({ nodeGroup }) => [nodeGroup.name, nodeGroup]));
  return {
    workers: pools.reduce((sum, pool) => sum + pool.workers, 0),
    gpus: pools.reduce((sum, pool) => sum + pool.gpus, 0),
    nodes: [...groups.values()].map((group) =>
      groupTotals(
        group,
        pools.filter(({ nodeGroup }) => nodeGroup.name === group.name),
      ),
    ),
  };
}

/** Machines that a pool takes when it has its node group to itself. */
export function poolMachines(pool: Placed): number {
  return machinesFor(podAmounts(pool), machineAmounts([pool], pool.nodeGroup));
}

function groupTotals(group: NodeGroupDescription, pools: readonly PoolDescription[]): NodeTotalsDescription {
  const machine = machineAmounts(pools, group);
  const pods = pools.flatMap(podAmounts);
  const least = (some: readonly Placed[]) => leastMachines(some.flatMap(podAmounts), machine);
  const pairs = pools.flatMap((one) => pools.filter((other) => areApart(one, other)).map((other) => [one, other]));
  return {
    nodeGroup: group.name,
    needed: sharing(pools).reduce((sum, some) => sum + machinesFor(some.flatMap(podAmounts), machine), 0),
    ...(group.nodes === undefined
      ? {}
      : {
          declared: group.nodes,
          least: Math.max(least(pools), ...pairs.map((pair) => pair.reduce((sum, pool) => sum + least([pool]), 0))),
          stranded: strandedPods(pods, machine, group.nodes),
        }),
  };
}

/** Pools whose pods may share machines, together. */
function sharing(pools: readonly PoolDescription[]): readonly (readonly PoolDescription[])[] {
  const sets: PoolDescription[][] = [];
  for (const pool of pools) {
    const set = sets.find((members) => !members.some((member) => areApart(pool, member)));
    if (set === undefined) {
      sets.push([pool]);
    } else {
      set.push(pool);
    }
  }
  return sets;
}

/** Kubernetes holds to what one of the two says. */
function areApart(one: Placed, other: Placed): boolean {
  const says = (pool: Placed, name: string) => pool.keptApartFrom?.includes(name) === true;
  return one.name !== other.name && (says(one, other.name) || says(other, one.name));
}

/** What each pod of a pool asks of its machine. */
function podAmounts(pool: Placed): readonly Amounts[] {
  const { workers, nodesPerWorker, gpusPerNode, pod } = pool;
  const amounts = {
    cpu: pod.cpu,
    memory: pod.memoryBytes,
    ...gpuAmount(gpusPerNode),
    ...pod.resources,
    ...placeAmount(pool),
  };
  return new Array<Amounts>(workers * nodesPerWorker).fill(amounts);
}

function machineAmounts(pools: readonly Placed[], group: NodeGroupDescription): Amounts {
  return {
    cpu: group.allocatableCpu,
    memory: group.allocatableMemoryBytes,
    ...gpuAmount(group.gpusPerNode),
    ...group.resources,
    ...Object.assign({}, ...pools.map(placeAmount)),
  };
}

function gpuAmount(gpus: number): Amounts {
  return gpus === 0 ? {} : { 'nvidia.com/gpu': gpus };
}

/** A pool whose pods are kept off each other's machines has one place on each. */
function placeAmount({ name, keptApartFrom }: Placed): Amounts {
  return keptApartFrom?.includes(name) === true ? { [`place of ${name}`]: 1 } : {};
}
