import type { GraphDescription, NodeGroupDescription, PoolDescription } from '../../constructs/description';
import { type Finding, formatFinding } from '../../constructs/findings';
import { FabricKind } from '../../constructs/hardware';
import { ProgramError } from '../pulumi/user-error';
import { fitFinding } from './fit-codes';
import type { GpuGroup } from './gpu-group';
import { obstacles } from './node-placement';

/** The groups of a cluster and where they stand. */
export interface FitProps {
  readonly graphs: readonly GraphDescription[];
  readonly groups: readonly GpuGroup[];
  /** Zone of groups that name none. */
  readonly gpuZone: string;
}

/** Thrown when a cluster cannot hold its graphs. */
export class GraphsDoNotFitError extends ProgramError {
  public constructor(public readonly findings: readonly Finding[]) {
    super(
      `the cluster cannot hold its graphs:\n${findings.map((finding) => `- ${formatFinding(finding)}`).join('\n')}`,
    );
    this.name = 'GraphsDoNotFitError';
  }
}

/** @throws GraphsDoNotFitError with everything that is wrong */
export function requireFit(props: FitProps): void {
  const findings = fitFindings(props);
  if (findings.length > 0) {
    throw new GraphsDoNotFitError(findings);
  }
}

/** Everything for which the groups of a cluster cannot hold graphs. */
export function fitFindings(props: FitProps): readonly Finding[] {
  const { graphs, groups } = props;
  return [
    ...groups.flatMap(wholeUltraServer),
    ...graphs.flatMap((graph) => [
      ...knownOrchestrator(graph),
      ...graph.pools.flatMap((pool) => poolFindings(pool, props)),
      ...oneZone(graph, props),
      ...domainInUltraServer(graph, props),
    ]),
    ...enoughMachines(props),
  ];
}

/** The groups on whose machines the scheduler may put a pod. A name means nothing to it. */
function groupsFor(nodes: NodeGroupDescription, props: FitProps): readonly GpuGroup[] {
  return ofKind(nodes, props.groups).filter((group) => obstacles(nodes, group, zoneOf(group, props)).length === 0);
}

function ofKind(nodes: NodeGroupDescription, groups: readonly GpuGroup[]): readonly GpuGroup[] {
  return groups.filter(
    ({ nodeGroup }) =>
      nodeGroup.gpu.name === nodes.gpu && nodeGroup.gpusPerNode === nodes.gpusPerNode && nodeGroup.arch === nodes.arch,
  );
}

function zoneOf({ capacity }: GpuGroup, { gpuZone }: FitProps): string {
  return capacity.zone ?? gpuZone;
}

function poolFindings(pool: PoolDescription, props: FitProps): readonly Finding[] {
  const { groups } = props;
  const { nodeGroup: nodes, path } = pool;
  const equal = ofKind(nodes, groups);
  if (equal.length === 0) {
    const there = groups.map(({ name, machine }) => `${name} (${machine})`).join(', ');
    const wants = `${nodes.gpusPerNode} x ${nodes.gpu} on ${nodes.arch}`;
    return [
      fitFinding(
        'EKS001',
        path,
        `no group has the machines of node group '${nodes.name}' (${wants}); there are ${there || 'none'}`,
        `add a group of machines with ${wants}`,
      ),
    ];
  }
  const candidates = groupsFor(nodes, props);
  if (candidates.length === 0) {
    const why = equal.map(
      (group) => `group '${group.name}' ${obstacles(nodes, group, zoneOf(group, props)).join(', ')}`,
    );
    return [
      fitFinding(
        'EKS009',
        path,
        `pods of node group '${nodes.name}' cannot run on machines of their kind: ${why.join('; ')}`,
        'give the pool and the group one node group, so that labels and taints are the same',
      ),
    ];
  }
  return candidates.flatMap((group) => [...offersFabric(pool, group), ...holdsPod(pool, group)]);
}

function offersFabric({ pod, path, nodeGroup }: PoolDescription, group: GpuGroup): readonly Finding[] {
  const offered = group.nodeGroup.fabric.nodeResources(group.nodeGroup.gpusPerNode);
  const missing = Object.entries(pod.resources).filter(([name, count]) => (offered[name] ?? 0) < count);
  if (missing.length > 0) {
    const wants = missing.map(([name, count]) => `${count} ${name}`).join(', ');
    const has = Object.entries(offered).map(([name, count]) => `${count} ${name}`);
    return [
      fitFinding(
        'EKS006',
        path,
        `a pod asks for ${wants}, and a machine of group '${group.name}' (${group.machine}) offers ${has.join(', ') || 'none'}`,
        `give the pool the fabric of the machine: nodes: NodeGroup.aws('${group.machine}')`,
      ),
    ];
  }
  if (nodeGroup.fabric === FabricKind.MNNVL && group.facts.ultraServers === undefined) {
    return [
      fitFinding(
        'EKS006',
        path,
        `the pool sends KV cache over NVLink between nodes, which ${group.machine} of group '${group.name}' has not`,
        `give the pool the fabric of the machine: nodes: NodeGroup.aws('${group.machine}')`,
      ),
    ];
  }
  return [];
}

function holdsPod({ pod, path }: PoolDescription, group: GpuGroup): readonly Finding[] {
  const { cpu, memory } = group.nodeGroup.allocatable;
  const memoryBytes = memory.toKibibytes() * 1024;
  if (pod.cpu <= cpu && pod.memoryBytes <= memoryBytes) {
    return [];
  }
  const gib = (bytes: number) => Math.round(bytes / 2 ** 30);
  return [
    fitFinding(
      'EKS007',
      path,
      `a pod asks for ${pod.cpu} cores and ${gib(pod.memoryBytes)} GiB, and pods of ${group.machine} can have ${cpu} cores and ${gib(memoryBytes)} GiB`,
      'lower the CPU and memory of the pool, or take larger machines',
    ),
  ];
}

function wholeUltraServer({ name, machine, nodes, facts, nodeGroup }: GpuGroup): readonly Finding[] {
  const { ultraServers } = facts;
  if (ultraServers === undefined || ultraServers.some(({ instances }) => instances === nodes)) {
    return [];
  }
  const sizes = ultraServers.map(({ instances, name: server }) => `${instances} (${server})`).join(' or ');
  return [
    fitFinding(
      'EKS004',
      nodeGroup.name,
      `group '${name}' has ${nodes} machines of type ${machine}, and an UltraServer has ${sizes}`,
      'make each UltraServer a group of its own, with all its machines',
    ),
  ];
}

function domainInUltraServer(graph: GraphDescription, props: FitProps): readonly Finding[] {
  const domain = graph.computeDomain;
  const candidates = graph.pools
    .filter(({ nodeGroup }) => nodeGroup.fabric === FabricKind.MNNVL)
    .flatMap(({ nodeGroup }) => groupsFor(nodeGroup, props))
    .filter(({ facts }) => facts.ultraServers !== undefined);
  if (domain === undefined || candidates.length === 0 || candidates.some(({ nodes }) => nodes >= domain.nodes)) {
    return [];
  }
  const largest = Math.max(...candidates.map(({ nodes }) => nodes));
  return [
    fitFinding(
      'EKS005',
      graph.path,
      `ComputeDomain '${domain.name}' joins ${domain.nodes} machines, and the largest UltraServer has ${largest}`,
      'take fewer or smaller workers, or a larger UltraServer',
    ),
  ];
}

function oneZone(graph: GraphDescription, props: FitProps): readonly Finding[] {
  const found = new Map(
    graph.pools
      .filter(({ nodeGroup }) => nodeGroup.fabric !== FabricKind.TCP)
      .flatMap(({ nodeGroup }) => groupsFor(nodeGroup, props))
      .map((group) => [group.name, zoneOf(group, props)]),
  );
  if (new Set(found.values()).size <= 1) {
    return [];
  }
  const places = [...found].map(([name, zone]) => `'${name}' in ${zone}`).join(', ');
  return [
    fitFinding(
      'EKS003',
      graph.path,
      `pods of the graph may run on groups of different zones: ${places}; its workers would not reach each other`,
      "keep the groups of a graph in one zone, or bind its pools to one: nodeSelector: { 'topology.kubernetes.io/zone': ... }",
    ),
  ];
}

/**
 * Groups are shared, so for each set of groups that some pools are bound to, everything that can run nowhere else has to fit into it.
 */
function enoughMachines(props: FitProps): readonly Finding[] {
  const needs = props.graphs.flatMap((graph) =>
    graph.totals.nodes.flatMap(({ nodeGroup: name, needed }) => {
      const nodes = graph.pools.find(({ nodeGroup }) => nodeGroup.name === name)?.nodeGroup;
      const candidates = nodes === undefined ? [] : groupsFor(nodes, props);
      return candidates.length === 0 ? [] : [{ graph, needed, candidates }];
    }),
  );
  const sets = new Map(needs.map(({ candidates }) => [candidates.map(({ name }) => name).join(', '), candidates]));
  return [...sets].flatMap(([names, set]) => {
    const bound = needs.filter(({ candidates }) => candidates.every((group) => set.includes(group)));
    const needed = bound.reduce((sum, need) => sum + need.needed, 0);
    const there = set.reduce((sum, { nodes }) => sum + nodes, 0);
    if (needed <= there) {
      return [];
    }
    const each = bound.map(({ graph, needed: count }) => `${graph.name} ${count}`).join(', ');
    return [
      fitFinding(
        'EKS002',
        bound.map(({ graph }) => graph.path).join(', '),
        `graphs need ${needed} machines (${each}) of ${set.length === 1 ? 'group' : 'groups'} ${names}, which ${set.length === 1 ? 'has' : 'have'} ${there}`,
        `raise the number of machines to ${needed}, or take fewer workers`,
      ),
    ];
  });
}

function knownOrchestrator(graph: GraphDescription): readonly Finding[] {
  if (graph.orchestrator !== 'lws') {
    return [];
  }
  return [
    fitFinding(
      'EKS008',
      graph.path,
      'pods of the graph are started by LeaderWorkerSet and Volcano, and the cluster has Grove and the KAI scheduler',
      "leave the graph's orchestrator to its default",
    ),
  ];
}
