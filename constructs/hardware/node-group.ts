import { Size } from 'cdk8s';
import { InvalidValueError, requireWhole } from '../findings';
import { requireAwsFabric, usualAwsFabric } from './aws-fabric';
import type { AwsMachine } from './aws-machine';
import { AWS_MACHINES } from './aws-machine-table';
import { aksMachine, gkeMachine } from './cloud-machine';
import type { AksMachine, GkeMachine } from './cloud-machine-table';
import { CpuArch } from './cpu-arch';
import { Fabric } from './fabric';
import { FabricKind } from './fabric-kind';
import { Gpu } from './gpu';
import type {
  AksNodeGroupOptions,
  Allocatable,
  CpuNodeGroupOptions,
  NodeGroupOptions,
  NodeGroupProps,
} from './node-group-props';
import { MACHINES, MachineName } from './node-group-table';
import { type Toleration, usualSelector, usualTolerations } from './node-placement';

/**
 * A set of equal machines.
 *
 * ```ts
 * NodeGroup.gb200Nvl72({ nodes: 9 });
 * NodeGroup.aws(AwsMachine.P5EN_48XLARGE, { nodes: 4 });
 * NodeGroup.h200Sxm({ fabric: Fabric.infiniband({ perGpu: 1 }), nodeSelector: { pool: 'inference' } });
 * ```
 */
export class NodeGroup {
  /** Eight A100 SXM with 80 GB and x86 CPUs. */
  public static a100Sxm(options: NodeGroupOptions = {}): NodeGroup {
    return NodeGroup.ofMachine(MachineName.A100_SXM, options);
  }

  /** Eight H100 SXM and x86 CPUs. */
  public static h100Sxm(options: NodeGroupOptions = {}): NodeGroup {
    return NodeGroup.ofMachine(MachineName.H100_SXM, options);
  }

  /** Eight H200 SXM and x86 CPUs. */
  public static h200Sxm(options: NodeGroupOptions = {}): NodeGroup {
    return NodeGroup.ofMachine(MachineName.H200_SXM, options);
  }

  /** Eight B200 and x86 CPUs. */
  public static b200Hgx(options: NodeGroupOptions = {}): NodeGroup {
    return NodeGroup.ofMachine(MachineName.B200_HGX, options);
  }

  /** Trays of GB200 NVL72 racks: four GB200 each, 18 to a rack. */
  public static gb200Nvl72(options: NodeGroupOptions = {}): NodeGroup {
    return NodeGroup.ofMachine(MachineName.GB200_NVL72, options);
  }

  /** Eight B300 and x86 CPUs. */
  public static b300Hgx(options: NodeGroupOptions = {}): NodeGroup {
    return NodeGroup.ofMachine(MachineName.B300_HGX, options);
  }

  /** Trays of GB300 NVL72 racks: four GB300 each, 18 to a rack. */
  public static gb300Nvl72(options: NodeGroupOptions = {}): NodeGroup {
    return NodeGroup.ofMachine(MachineName.GB300_NVL72, options);
  }

  /**
   * Machines of AWS, with EFA; those of UltraServers with NVLink between them. Pods select the instance type.
   *
   * @throws InvalidValueError for a fabric that the machine cannot have: InfiniBand, RoCE, or more EFA devices than it takes
   */
  public static aws(machine: AwsMachine, options: NodeGroupOptions = {}): NodeGroup {
    const { gpu, gpusPerNode, arch, allocatable } = AWS_MACHINES[machine];
    const props: NodeGroupProps = {
      name: machine.replaceAll('.', '-'),
      gpu,
      gpusPerNode,
      arch,
      fabric: usualAwsFabric(machine),
      allocatable: { cpu: allocatable.cpu, memory: Size.mebibytes(allocatable.memoryMib) },
      nodeSelector: { ...usualSelector(gpu, arch), 'node.kubernetes.io/instance-type': machine },
    };
    return new NodeGroup(props, machine).with(options);
  }

  /**
   * Machines of AKS in an agent pool. Pods select the pool.
   *
   * @throws InvalidValueError without `fabric` for a machine whose InfiniBand adapters no source names
   */
  public static aks(machine: AksMachine, options: AksNodeGroupOptions): NodeGroup {
    const { agentPool, ...rest } = options;
    return NodeGroup.of(aksMachine(machine, agentPool, rest.fabric)).with(rest);
  }

  /** Machines of GKE, with the fabric that Google attaches to them. Pods select the machine's accelerator. */
  public static gke(machine: GkeMachine, options: NodeGroupOptions = {}): NodeGroup {
    return NodeGroup.of(gkeMachine(machine)).with(options);
  }

  /** Machines without GPUs, for graphs with mock engines. */
  public static cpu(options: CpuNodeGroupOptions): NodeGroup {
    const { arch = CpuArch.AMD64, allocatable, ...rest } = options;
    const props: NodeGroupProps = {
      name: 'cpu',
      gpu: Gpu.NONE,
      gpusPerNode: 0,
      arch,
      fabric: Fabric.tcp(),
      allocatable,
      nodeSelector: arch === CpuArch.ARM64 ? { 'kubernetes.io/arch': arch } : {},
      tolerations: [],
    };
    return NodeGroup.of(props).with(rest);
  }

  /** Any machines. */
  public static of(props: NodeGroupProps): NodeGroup {
    return new NodeGroup(props);
  }

  private static ofMachine(machine: MachineName, options: NodeGroupOptions): NodeGroup {
    const { name, gpu, gpusPerNode, cpu, memoryMib, fabric } = MACHINES[machine];
    const usual = NodeGroup.of({
      name,
      gpu,
      gpusPerNode,
      fabric,
      allocatable: { cpu, memory: Size.mebibytes(memoryMib) },
    });
    return usual.with(options);
  }

  /** Name for tables and messages. */
  public readonly name: string;
  /** GPU of the nodes. */
  public readonly gpu: Gpu;
  /** GPUs of each node. */
  public readonly gpusPerNode: number;
  /** CPU architecture. */
  public readonly arch: CpuArch;
  /** What carries KV cache between the nodes. */
  public readonly fabric: Fabric;
  /** What the pods of a node can request together. */
  public readonly allocatable: Allocatable;
  /** Node labels that pods select. */
  public readonly nodeSelector: Readonly<Record<string, string>>;
  /** Taints that pods tolerate. */
  public readonly tolerations: readonly Toleration[];
  /** Number of machines; `undefined` if the user did not say. */
  public readonly nodes: number | undefined;
  /** AWS instance type of the machines; `undefined` if the user did not say. */
  public readonly awsMachine: AwsMachine | undefined;

  private constructor(props: NodeGroupProps, awsMachine?: AwsMachine) {
    this.name = props.name;
    this.gpu = props.gpu;
    this.gpusPerNode = props.gpusPerNode;
    this.arch = props.arch ?? props.gpu.cpuArch;
    this.fabric = props.fabric;
    this.allocatable = Object.freeze({ ...props.allocatable });
    this.nodeSelector = Object.freeze({ ...(props.nodeSelector ?? usualSelector(props.gpu, this.arch)) });
    this.tolerations = Object.freeze([...(props.tolerations ?? usualTolerations(this.arch))]);
    this.nodes = props.nodes;
    this.awsMachine = awsMachine;
    requireNodeGroup(this);
    Object.freeze(this);
  }

  /** Memory that pods can request for each GPU of a node (all of it without GPUs): host memory, not that of the GPU. */
  public get memoryPerGpu(): Size {
    return Size.kibibytes(Math.floor(this.allocatable.memory.toKibibytes() / Math.max(1, this.gpusPerNode)));
  }

  /** Whether this is the same set of machines: alike in everything but, perhaps, how often it was written down. */
  public equals(other: NodeGroup): boolean {
    return this === other || this.identity() === other.identity();
  }

  /** A copy with some things changed. Labels and tolerations are added to those there are. */
  public with(options: NodeGroupOptions): NodeGroup {
    const nodes = options.nodes ?? this.nodes;
    const props: NodeGroupProps = {
      name: options.name ?? this.name,
      gpu: this.gpu,
      gpusPerNode: this.gpusPerNode,
      arch: this.arch,
      fabric: options.fabric ?? this.fabric,
      allocatable: options.allocatable ?? this.allocatable,
      nodeSelector: { ...this.nodeSelector, ...options.nodeSelector },
      tolerations: [...this.tolerations, ...(options.tolerations ?? [])],
      ...(nodes === undefined ? {} : { nodes }),
    };
    return new NodeGroup(props, this.awsMachine);
  }

  private identity(): string {
    const { name, gpu, gpusPerNode, arch, fabric, allocatable, nodeSelector, tolerations, nodes, awsMachine } = this;
    const memory = allocatable.memory.toKibibytes();
    const share = fabric.forPod({ gpus: gpusPerNode, gpusPerNode });
    return JSON.stringify([
      ...[name, gpu.name, gpusPerNode, arch, fabric.kind, share, fabric.nodeResources(gpusPerNode)],
      ...[allocatable.cpu, memory, Object.entries(nodeSelector).sort(), tolerations, nodes, awsMachine],
    ]);
  }

  /** The name. */
  public toString(): string {
    return this.name;
  }
}

function requireNodeGroup(group: NodeGroup): void {
  const { name, gpu, gpusPerNode, arch, fabric, allocatable, nodes, awsMachine } = group;
  if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name)) {
    throw new InvalidValueError('name', name, 'lower-case letters, digits and inner hyphens, at most 63 characters');
  }
  requireWhole('gpusPerNode', gpusPerNode, gpu === Gpu.NONE ? 0 : 1);
  if (nodes !== undefined) {
    requireWhole('nodes', nodes, 1);
  }
  if (gpu.cpuArch === CpuArch.ARM64 && arch !== CpuArch.ARM64) {
    throw new InvalidValueError('arch', arch, `'arm64', as ${gpu.name} comes with Grace CPUs`);
  }
  if (fabric.kind === FabricKind.MNNVL && gpu.nvlinkDomain <= gpusPerNode) {
    throw new InvalidValueError(
      'fabric',
      fabric.kind,
      `another fabric, as the NVLink of ${gpu.name} does not leave the node`,
    );
  }
  if (awsMachine !== undefined) {
    requireAwsFabric(awsMachine, fabric);
  }
  if (!(Number.isFinite(allocatable.cpu) && allocatable.cpu > 0)) {
    throw new InvalidValueError('allocatable.cpu', allocatable.cpu, 'a number of cores above 0');
  }
  if (allocatable.memory.toKibibytes() <= 0) {
    throw new InvalidValueError('allocatable.memory', allocatable.memory.asString(), 'a size above 0');
  }
}
