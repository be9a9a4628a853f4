import { App, Chart } from 'cdk8s';
import { type Blueprint, CATALOG, instantiate } from '../../blueprints';
import {
  AggregatedPool,
  checkApp,
  Engine,
  Fabric,
  Frontend,
  InferenceGraph,
  models,
  NodeGroup,
  Parallelism,
  Precision,
} from '../../constructs';
import type { NodeTotalsDescription } from '../../constructs/description';
import type { OperatorPod } from '../../constructs/operator';
import { Cluster } from './cluster';
import { figure } from './figures';
import { gpusOf, groupsOf, place, podsOf } from './placement';
import { describeWriting } from './suite';

/** A graph of the blueprint that takes at least two machines, so that one fewer can be declared. */
function onSeveralMachines(blueprint: Blueprint, parameters: Readonly<Record<string, unknown>> = {}): InferenceGraph {
  const { decodeWorkers, workers } = blueprint.parameters.properties;
  for (let count = 1; count <= 64; count++) {
    const more = { ...(decodeWorkers ? { decodeWorkers: count } : {}), ...(workers ? { workers: count } : {}) };
    const { graph } = instantiate(blueprint, { parameters: { ...more, ...parameters } });
    if (totals(graph).every(({ needed }) => needed >= 2)) {
      return graph;
    }
  }
  throw new Error(`${blueprint.name} never takes two machines`);
}

const totals = (graph: InferenceGraph): readonly NodeTotalsDescription[] => graph.describe().totals.nodes;

const neededBy = (graph: InferenceGraph) => (group: NodeGroup) =>
  totals(graph).find(({ nodeGroup }) => nodeGroup === group.name)?.needed ?? 0;

const errorsOf = (graph: InferenceGraph, code: string) =>
  checkApp(graph.node.root).findings.filter((finding) => finding.code === code);

/** Names of the node groups that pods of a component may stand on. */
function expectOwnNodes(
  graph: InferenceGraph,
  pods: readonly OperatorPod[],
  placed: ReadonlyMap<string, string>,
): void {
  // Pods without GPUs select nothing: any machine without a taint takes them.
  const withGpus = graph.pools.filter(({ gpusPerNode }) => gpusPerNode > 0);
  const groupOf = new Map(withGpus.map(({ node, props }) => [node.id, props.nodes.name]));
  for (const { name, component } of pods) {
    const node = placed.get(name)?.replace(/-\d+$/, '') ?? 'none';
    expect([name, groupOf.has(component) ? [groupOf.get(component)] : ['system', 'cpu']]).toEqual([
      name,
      expect.arrayContaining([node]),
    ]);
  }
}

describeWriting('the scheduler', () => {
  const cluster = Cluster.newest;

  describe.each(CATALOG.map((blueprint, index) => [blueprint.name, blueprint, index] as const))(
    '%s',
    (name, blueprint, index) => {
      const graph = onSeveralMachines(blueprint);
      const namespace = `placed-${index}`;
      const pods = podsOf(graph, namespace);

      test('has as many pods as the description says, with all of its GPUs', () => {
        const { frontends, routers, pools, planner, totals: all } = graph.describe();
        const workers = pools.reduce((sum, pool) => sum + pool.workers * pool.nodesPerWorker, 0);
        const others = [...frontends, ...routers].reduce(
          (sum, { replicas }) => sum + replicas,
          planner === undefined ? 0 : 1,
        );
        expect(pods).toHaveLength(workers + others);
        expect(pods.reduce((sum, pod) => sum + gpusOf(pod), 0)).toBe(all.gpus);
      });

      test('places every pod on the machines that Stator counts', async () => {
        const { placed, pending } = await place(cluster, graph, namespace, pods, neededBy(graph));
        expect([...pending]).toEqual([]);
        expectOwnNodes(graph, pods, placed);
        figure(
          `${name}: ${placed.size} pods placed on ${totals(graph)
            .map(({ needed }) => needed)
            .join(' + ')} machines`,
        );
      });

      // Not every blueprint asks how many machines there are.
      if ('nodes' in blueprint.parameters.properties) {
        test('leaves on one machine fewer what Stator refuses beforehand', async () => {
          const fewer = totals(graph).map(({ needed }) => needed - 1);
          const short = onSeveralMachines(blueprint, { nodes: fewer[0] });
          expect(errorsOf(short, 'DYN105').map(({ severity }) => severity)).toEqual(['error']);
          const { pending } = await place(
            cluster,
            graph,
            `short-${index}`,
            podsOf(graph, `short-${index}`),
            (group) => neededBy(graph)(group) - 1,
          );
          const left = pods.filter((pod) => pending.has(pod.name));
          expect(left).toHaveLength(withoutPlace(graph));
          expect(left.every((pod) => gpusOf(pod) > 0)).toBe(true);
          for (const why of pending.values()) {
            expect(why).toMatch(/Insufficient|cannot allocate all claims/);
          }
        });
      }
    },
  );

  let machines = 0;
  describe.each(MACHINES().map((group) => [`${group.name} with ${group.fabric.kind}`, group] as const))(
    '%s',
    (_, group) => {
      test.each([group.gpusPerNode, 1])('is filled by pods of %i GPUs, to the last', async (gpus) => {
        const graph = filled(group, gpus);
        const count = totals(graph)[0]?.needed ?? 0;
        const namespace = `${group.name}-${++machines}`;
        const { placed, pending } = await place(cluster, graph, namespace, podsOf(graph, namespace), () => count);
        expect([...pending]).toEqual([]);
        expect(new Set(placed.values()).size).toBe(count + 1);
      });
    },
  );

  test('strands large pods behind small ones, as the warning of DYN105 says', async () => {
    const group = NodeGroup.h200Sxm({ nodes: 2 });
    const graph = filled(group, 2, 2);
    new AggregatedPool(graph, 'large', { nodes: group, parallelism: Parallelism.tensor(8) });
    expect(errorsOf(graph, 'DYN105').map(({ severity }) => severity)).toEqual(['warning']);
    const pods = [...podsOf(graph, 'stranded')].reverse();
    const { pending } = await place(cluster, graph, 'stranded', pods, () => 2);
    expect([...pending.keys()]).toEqual([expect.stringContaining('large')]);
    expect(totals(graph)[0]?.stranded).toBe(pending.size);
  });
});

/** Pods without a place when each group has a machine less than it needs: equal pods, as many to a machine as fit. */
function withoutPlace(graph: InferenceGraph): number {
  return groupsOf(graph).reduce((sum, group) => {
    const nodes = neededBy(graph)(group) - 1;
    const pools = graph.pools.filter(({ props }) => props.nodes.name === group.name);
    const free = Array.from({ length: nodes }, () => group.gpusPerNode);
    const sizes = pools.flatMap(({ workers, nodesPerWorker, gpusPerNode }) =>
      new Array<number>(workers * nodesPerWorker).fill(gpusPerNode),
    );
    return sum + sizes.sort((a, b) => b - a).filter((size) => !take(free, size)).length;
  }, 0);
}

function take(free: number[], size: number): boolean {
  const index = free.findIndex((left) => left >= size);
  if (index >= 0) {
    free[index] = (free[index] ?? 0) - size;
  }
  return index >= 0;
}

function filled(group: NodeGroup, gpus: number, workers = group.gpusPerNode / gpus): InferenceGraph {
  const chart = new Chart(new App(), 'machine', { disableResourceNameHashes: true });
  const model = models.QWEN3_32B.at(Precision.FP8);
  const graph = new InferenceGraph(chart, 'filled', { model, engine: Engine.vllm() });
  new Frontend(graph, 'frontend');
  new AggregatedPool(graph, 'worker', { nodes: group, parallelism: Parallelism.tensor(gpus), workers });
  return graph;
}

function MACHINES(): readonly NodeGroup[] {
  const efa = Fabric.efa({ devicesPerNode: 32 });
  return [
    NodeGroup.h100Sxm({ fabric: efa }),
    NodeGroup.h200Sxm(),
    NodeGroup.h200Sxm({ fabric: Fabric.infiniband({ perGpu: 1 }) }),
    NodeGroup.b200Hgx({ fabric: Fabric.tcp() }),
    NodeGroup.b200Hgx({ fabric: Fabric.efa({ devicesPerNode: 8 }) }),
    NodeGroup.b300Hgx(),
    NodeGroup.gb200Nvl72(),
    NodeGroup.gb200Nvl72({ fabric: Fabric.roce({ networks: ['rdma-0', 'rdma-1', 'rdma-2', 'rdma-3'] }) }),
    NodeGroup.gb300Nvl72(),
  ];
}
