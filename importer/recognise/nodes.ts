import { Size } from 'cdk8s';
import type { NodeGroup } from '../../constructs';
import type { ObservedComponent } from '../../constructs/observed';
import { type Code, type CodeObject, Snippet } from '../code';
import { printCode } from '../print/literal';
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
  readonly machine: Machine;
  readonly because: string;
  /** Names of claim templates of compute domains. */
  readonly channels: readonly string[];
  /** Starts the names of variables and node groups, where there are several graphs. */
  readonly prefix: string;
}

const EFA = 'vpc.amazonaws.com/efa';
const RDMA = /^(?:rdma\/|nvidia\.com\/(?:hostdev|ib|roce)|openshift\.io\/)/;

/** Pools that ask for the same of a machine stand on one node group. */
export function recogniseNodes({ pools, machine, because, channels, prefix }: NodesInput): RecognisedNodes {
  const kinds = new Map<
    string,
    { readonly code: (name: string | undefined) => Code; readonly pools: ObservedComponent[]; readonly perNode: number }
  >();
  for (const pool of pools) {
    const perNode = gpusPerNode(pool, machine.group);
    const fabric = fabricOf(pool, perNode, machine.group, channels);
    const key = `${perNode} ${fabric.text}`;
    const kind = kinds.get(key) ?? { perNode, pools: [], code: (name) => nodeGroup(machine, perNode, fabric, name) };
    kind.pools.push(pool);
    kinds.set(key, kind);
  }
  const several = kinds.size > 1 || prefix !== '';
  const variables = new Map<string, string>();
  const perNodes = new Map<string, number>();
  const groups = [...kinds.values()].map(({ code, pools: own, perNode }): NodesProgram => {
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
      code: code(name),
      comment: `Assumed from ${because}; manifests do not say which machines they run on.`,
    };
  });
  return { groups, variableOf: variables, perNode: perNodes };
}

/** Workers that span nodes take whole ones. */
function gpusPerNode({ gpus, multinode }: ObservedComponent, group: NodeGroup): number {
  return gpus > group.gpusPerNode || (multinode && gpus > 0) ? gpus : group.gpusPerNode;
}

function fabricOf(pool: ObservedComponent, perNode: number, group: NodeGroup, channels: readonly string[]): Snippet {
  const fabric = (call: string) => new Snippet(`Fabric.${call}`, ['Fabric']);
  const { gpus, extendedResources } = pool;
  const efa = extendedResources[EFA];
  if (efa !== undefined && gpus > 0 && (efa * perNode) % gpus === 0) {
    return fabric(`efa({ devicesPerNode: ${(efa * perNode) / gpus} })`);
  }
  const [resource, count] = Object.entries(extendedResources).find(([name]) => RDMA.test(name)) ?? [];
  if (resource !== undefined && count !== undefined && Number.isInteger(count) && count >= 1) {
    const amount = gpus > 0 && count % gpus === 0 ? { perGpu: count / gpus } : { perPod: count };
    return fabric(`infiniband(${printCode({ ...(resource === 'rdma/ib' ? {} : { resource }), ...amount }, 0, 0)})`);
  }
  const linked = pool.podClaims.some(({ template }) => template !== undefined && channels.includes(template));
  return fabric(linked && group.gpu.nvlinkDomain > perNode ? 'mnnvl()' : 'tcp()');
}

function nodeGroup(machine: Machine, perNode: number, fabric: Snippet, name: string | undefined): Code {
  const { group } = machine;
  const options: CodeObject = { ...(name === undefined ? {} : { name }), fabric };
  if (perNode === group.gpusPerNode) {
    return machine.code(options);
  }
  const share = perNode / group.gpusPerNode;
  const gibibytes = Math.floor(group.allocatable.memory.toGibibytes({ rounding: 0 }) * share);
  const props: CodeObject = {
    name: name ?? dnsName(`${group.name}-${perNode}`),
    gpu: new Snippet(`Gpu.${group.gpu.name.replaceAll(/[^A-Za-z0-9]/g, '_').toUpperCase()}`, ['Gpu']),
    gpusPerNode: perNode,
    fabric,
    allocatable: {
      cpu: Math.floor(group.allocatable.cpu * share),
      memory: sizeCode(Size.gibibytes(gibibytes)),
    },
  };
  return new Snippet(`NodeGroup.of(${printCode(props, 21, 0, 2)})`, ['NodeGroup', 'Fabric', 'Gpu', 'Size']);
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
