import { CATALOG, findBlueprint, instantiate } from '../../blueprints';
import type { InferenceGraph } from '../../constructs';
import { AWS_MACHINES, AwsMachine, efaInterfaces, NodeGroup } from '../../constructs/hardware';
import type { JsonObject } from '../../constructs/manifests';
import { Capacity } from '../../stacks/eks/capacity';
import { fitFindings } from '../../stacks/eks/fit';
import { GpuGroup } from '../../stacks/eks/gpu-group';
import { kubeletLabels, nodeLabels, nodeTaints } from '../../stacks/eks/node-placement';
import { Cluster } from './cluster';
import { node } from './fake-nodes';
import { groupsOf, place, podsOf } from './placement';
import { describeWriting } from './suite';

const ZONE = 'us-east-1a';
const EFFECTS = { NO_SCHEDULE: 'NoSchedule', PREFER_NO_SCHEDULE: 'PreferNoSchedule', NO_EXECUTE: 'NoExecute' } as const;

/**
 * Machines as a node group of stacks/eks brings them up: the labels and taints that it gives to EKS, the labels of the kubelet, and as
 * many EFA devices as its launch template has interfaces for.
 */
function machinesOf({ machine, nodeGroup, nodes }: GpuGroup): readonly JsonObject[] {
  const { arch, gpusPerNode, allocatable } = AWS_MACHINES[machine];
  const efa = efaInterfaces(machine).filter(({ interfaceType }) => interfaceType === 'efa-only').length;
  return Array.from({ length: nodes }, (_, index) =>
    node(`${nodeGroup.name}-${index}`, {
      arch,
      labels: { ...nodeLabels(nodeGroup), ...kubeletLabels(machine, ZONE) },
      taints: nodeTaints(nodeGroup).map(({ key, value, effect }) => ({
        key,
        value: value ?? '',
        effect: EFFECTS[effect],
      })),
      allocatable: {
        cpu: `${Math.round(allocatable.cpu * 1000)}m`,
        memory: `${allocatable.memoryMib}Mi`,
        pods: String(allocatable.pods ?? 110),
        'nvidia.com/gpu': String(gpusPerNode),
        'vpc.amazonaws.com/efa': String(efa),
      },
    }),
  );
}

function groupFor(machine: AwsMachine, nodes: number): GpuGroup {
  const { ultraServers } = AWS_MACHINES[machine];
  const capacity =
    ultraServers === undefined ? Capacity.onDemand() : Capacity.capacityBlock({ reservationId: 'cr-0', zone: ZONE });
  return new GpuGroup({ nodes: NodeGroup.aws(machine, { nodes }), capacity });
}

/** Every machine with the first blueprint of each engine that lists it. */
const CASES = Object.values(AwsMachine).flatMap((machine) => {
  const listing = CATALOG.filter(({ parameters }) => JSON.stringify(parameters).includes(`"${machine}"`));
  const first = ['trtllm', 'vllm', 'sglang'].map((engine) => listing.find(({ name }) => name.includes(engine)));
  return first.flatMap((blueprint) => (blueprint === undefined ? [] : [[blueprint.name, machine, blueprint] as const]));
});

describeWriting('a node group of stacks/eks', () => {
  const needed = (graph: InferenceGraph) => graph.describe().totals.nodes.reduce((sum, each) => sum + each.needed, 0);

  it('is tried with every machine but those that no blueprint asks for', () => {
    const tried = new Set(CASES.map(([, machine]) => machine));
    expect(Object.values(AwsMachine).filter((machine) => !tried.has(machine))).toEqual([
      'p5.4xlarge',
      'p6-b300.48xlarge',
    ]);
  });

  it.each(CASES)('takes the pods of %s on %s', async (name, machine, blueprint) => {
    const { graph } = instantiate(blueprint, { parameters: { machine } });
    const namespace = `${machine.replaceAll('.', '-')}-${CATALOG.indexOf(blueprint)}`;
    const pods = podsOf(graph, namespace);
    expect(groupsOf(graph)).toHaveLength(1);
    const group = groupFor(machine, needed(graph));
    const { placed, pending } = await place(
      Cluster.newest,
      graph,
      namespace,
      pods,
      () => group.nodes,
      () => machinesOf(group),
    );
    expect([name, ...pending]).toEqual([name]);
    const workers = [...placed.values()].filter((on) => on.startsWith(group.name));
    expect(new Set(workers).size).toBe(group.nodes);
  });

  it('of another type with the same GPUs takes none of them, as EKS009 says', async () => {
    const { graph } = instantiate(findBlueprint('deepseek-r1-h200-sglang'), {
      parameters: { machine: 'p5en.48xlarge' },
    });
    const group = groupFor('p5e.48xlarge', needed(graph));
    const [finding] = fitFindings({ graphs: [graph.describe()], groups: [group], gpuZone: ZONE });
    expect(finding?.code).toBe('EKS009');
    const pods = podsOf(graph, 'p5e');
    const { pending } = await place(
      Cluster.newest,
      graph,
      'p5e',
      pods,
      () => group.nodes,
      () => machinesOf(group),
    );
    expect(pending.size).toBe(
      graph.pools.reduce((sum, { workers, nodesPerWorker }) => sum + workers * nodesPerWorker, 0),
    );
    expect([...pending.values()].filter((why) => !why.includes("didn't match Pod's node affinity/selector"))).toEqual(
      [],
    );
  });
});
