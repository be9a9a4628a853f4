import { Size } from 'cdk8s';
import { Fabric, Gpu, InvalidValueError, type NodeGroup } from '../../constructs';
import type { ObservedComponent } from '../../constructs/observed';
import { Call, type Code, type CodeObject, Snippet, toCode } from '../code';
import { printFlat } from '../print/literal';
import type { NodesProgram } from '../program';
import type { Machine } from './machines';

/** Node groups of the pools of a graph, and the variable that each pool takes. */
export interface RecognisedNodes {
  readonly groups: readonly NodesProgram[];
  readonly variableOf: ReadonlyMap<string, string>;
  /** GPUs per node that each pool counts with. */
  readonly perNode: ReadonlyMap<string, number>;
}

export interface NodesInput {
  readonly pools: readonly ObservedComponent[];
  readonly machineOf: (pool: ObservedComponent) => Machine;
  readonly because: string;
  /** Names of claim templates of compute domains. */
  readonly channels: readonly string[];
  /** Starts the names of variables and node groups, where there are several graphs. */
  readonly prefix: string;
}

const EFA = 'vpc.amazonaws.com/efa';
const RDMA = /^(?:rdma\/|nvidia\.com\/(?:hostdev|ib|roce)|openshift\.io\/)/;

/** Pools that ask for the same of a machine stand on one node group. */
export function recogniseNodes({ pools, machineOf, because, channels, prefix }: NodesInput): RecognisedNodes {
  const kinds = new Map<
    string,
    { readonly machine: Machine; readonly fabric: Call; readonly pools: ObservedComponent[]; readonly perNode: number }
  >();
  for (const pool of pools) {
    const machine = machineOf(pool);
    const perNode = gpusPerNode(pool, machine.group);
    const fabric = fabricOf(pool, perNode, machine.group, channels);
    const key = `${machine.id} ${perNode} ${printFlat(fabric)}`;
    const kind = kinds.get(key) ?? { machine, fabric, perNode, pools: [] };
    kind.pools.push(pool);
    kinds.set(key, kind);
  }
  const several = kinds.size > 1 || prefix !== '';
  const variables = new Map<string, string>();
  const perNodes = new Map<string, number>();
  const groups = [...kinds.values()].map(({ machine, fabric, pools: own, perNode }): NodesProgram => {
    const variable = several ? variableName(`${prefix}-${kinds.size > 1 ? (own[0]?.name ?? '') : ''}-nodes`) : 'nodes';
    for (const pool of own) {
      variables.set(pool.name, variable);
      perNodes.set(pool.name, perNode);
    }
    const name = several
      ? dnsName(`${machine.group.name}-${kinds.size > 1 ? (own[0]?.name ?? '') : prefix}`)
      : undefined;
    return {
      variable,
      code: nodeGroup(machine, perNode, fabric, name),
      comment: because,
    };
  });
  return { groups, variableOf: variables, perNode: perNodes };
}

/** Workers that span nodes take whole ones. */
function gpusPerNode({ gpus, multinode }: ObservedComponent, group: NodeGroup): number {
  return gpus > group.gpusPerNode || (multinode && gpus > 0) ? gpus : group.gpusPerNode;
}

/** The fabric that a pool's devices speak for, where the machine can have it. */
function fabricOf(pool: ObservedComponent, perNode: number, group: NodeGroup, channels: readonly string[]): Call {
  const { gpus, extendedResources } = pool;
  const [resource = '', count = 0] =
    Object.entries(extendedResources).find(([name]) => name === EFA || RDMA.test(name)) ?? [];
  const linked = pool.podClaims.some(({ template }) => template !== undefined && channels.includes(template));
  if (resource === EFA) {
    return firstFitting(group, gpus, perNode, 'efa', { devicesPerNode: (count * perNode) / gpus });
  }
  if (resource !== '') {
    const amount = gpus > 0 && count % gpus === 0 ? { perGpu: count / gpus } : { perPod: count };
    return firstFitting(group, gpus, perNode, 'infiniband', {
      ...(resource === 'rdma/ib' ? {} : { resource }),
      ...amount,
    });
  }
  return linked && group.gpu.nvlinkDomain > perNode ? code('mnnvl') : code('tcp');
}

function code(name: string, ...args: readonly Code[]): Call {
  return new Call(`Fabric.${name}`, args, ['Fabric']);
}

/** Devices are kept as they are wherever the machine or its fabric would not have them. */
function firstFitting(
  group: NodeGroup,
  gpus: number,
  gpusPerNode: number,
  ...[name, options]:
    | ['efa', Parameters<typeof Fabric.efa>[0]]
    | ['infiniband', Parameters<typeof Fabric.infiniband>[0]]
): Call {
  try {
    const fabric = name === 'efa' ? Fabric.efa(options) : Fabric.infiniband(options);
    group.with({ fabric }).fabric.forPod({ gpus, gpusPerNode });
    return code(name, toCode(options));
  } catch (error) {
    if (error instanceof InvalidValueError) {
      return code('tcp');
    }
    throw error;
  }
}

function nodeGroup(machine: Machine, perNode: number, fabric: Call, name: string | undefined): Code {
  const { group } = machine;
  const options: CodeObject = { ...(name === undefined ? {} : { name }), fabric };
  if (perNode === group.gpusPerNode) {
    return machine.code(options);
  }
  const share = perNode / group.gpusPerNode;
  const gibibytes = Math.floor(group.allocatable.memory.toGibibytes({ rounding: 0 }) * share);
  const props: CodeObject = {
    name: name ?? dnsName(`${group.name}-${perNode}`),
    gpu: new Snippet(`Gpu.${gpuKey(group.gpu)}`, ['Gpu']),
    gpusPerNode: perNode,
    fabric,
    allocatable: { cpu: Math.floor(group.allocatable.cpu * share), memory: sizeCode(Size.gibibytes(gibibytes)) },
  };
  return new Call('NodeGroup.of', [props], ['NodeGroup']);
}

/** Name of the constant of a GPU. */
function gpuKey(gpu: Gpu): string {
  return Object.entries(Gpu).find(([, value]) => value === gpu)?.[0] ?? '';
}

/** `Size.gibibytes(80)`, in the largest unit without a fraction. */
export function sizeCode(size: Size): Snippet {
  const kibibytes = size.toKibibytes();
  for (const [unit, name] of [
    [2 ** 20, 'gibibytes'],
    [2 ** 10, 'mebibytes'],
  ] as const) {
    if (kibibytes % unit === 0) {
      return new Snippet(`Size.${name}(${kibibytes / unit})`, ['Size']);
    }
  }
  return new Snippet(`Size.kibibytes(${kibibytes})`, ['Size']);
}

/** A name for a constant: `decodeNodes`. */
export function variableName(text: string): string {
  const words = text.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const name = words
    .map((word, index) => (index === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1))
    .join('');
  return /^[A-Za-z_]/.test(name) ? name : `_${name}`;
}

/** A name of lower-case letters, digits and inner hyphens. */
export function dnsName(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 63)
    .replace(/^-+|-+$/g, '');
}
