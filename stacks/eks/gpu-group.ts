import { Size } from 'cdk8s';
import { InvalidValueError, requireWhole } from '../../constructs/findings';
import { AWS_MACHINES, type AwsMachine, type AwsMachineRow, type NodeGroup } from '../../constructs/hardware';
import { Capacity } from './capacity';
import { requireLabels } from './node-placement';

export interface GpuGroupProps {
  /**
   * The machines, made with `NodeGroup.aws` and with a number of `nodes`. Its name becomes part of the name in EKS; the labels that its
   * pods select are put on the machines, and the taints that they tolerate. Pools with the same node group run here.
   */
  readonly nodes: NodeGroup;
  /**
   * How the machines are bought.
   * @default Capacity.onDemand()
   */
  readonly capacity?: Capacity;
  /**
   * Bounds between which something else, for example an autoscaler, may choose the number of machines. It begins with that of `nodes`.
   * @default - always the number of `nodes`
   */
  readonly scaling?: { readonly min: number; readonly max: number };
  /**
   * Root volume of each machine. Images and the pods' own files are on the local disks.
   * @default 200 GiB
   */
  readonly rootVolume?: Size;
}

/** GPU machines that a cluster is to have. */
export class GpuGroup {
  public readonly nodeGroup: NodeGroup;
  public readonly machine: AwsMachine;
  /** Number of machines. */
  public readonly nodes: number;
  public readonly capacity: Capacity;
  public readonly scaling: { readonly min: number; readonly max: number } | undefined;
  public readonly rootVolume: Size;

  /** @throws InvalidValueError for machines that are not of AWS, not counted, not sold in this way, or with labels that nobody sets */
  public constructor(props: GpuGroupProps) {
    const { nodes: nodeGroup, capacity = Capacity.onDemand(), scaling } = props;
    if (nodeGroup.awsMachine === undefined) {
      throw new InvalidValueError('nodes', nodeGroup.name, 'a node group made with NodeGroup.aws');
    }
    if (nodeGroup.nodes === undefined) {
      const fix = `say how many: NodeGroup.aws('${nodeGroup.awsMachine}', { nodes: 2 })`;
      throw new InvalidValueError('nodes.nodes', undefined, 'a number of machines', fix);
    }
    requireLabels(nodeGroup, nodeGroup.awsMachine);
    capacity.requireFor(nodeGroup.awsMachine);
    if (scaling !== undefined) {
      requireWhole('scaling.min', scaling.min, 0, nodeGroup.nodes);
      requireWhole('scaling.max', scaling.max, nodeGroup.nodes);
    }
    this.nodeGroup = nodeGroup;
    this.machine = nodeGroup.awsMachine;
    this.nodes = nodeGroup.nodes;
    this.capacity = capacity;
    this.scaling = scaling;
    this.rootVolume = props.rootVolume ?? Size.gibibytes(200);
    Object.freeze(this);
  }

  public get name(): string {
    return this.nodeGroup.name;
  }

  /** What is known of the machines. */
  public get facts(): AwsMachineRow {
    return AWS_MACHINES[this.machine];
  }
}
