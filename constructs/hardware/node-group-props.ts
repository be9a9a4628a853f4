import type { Size } from 'cdk8s';
import type { CpuArch } from './cpu-arch';
import type { Fabric } from './fabric';
import type { Gpu } from './gpu';
import type { Toleration } from './node-placement';

/** What the pods of a node can request together. */
export interface Allocatable {
  /** CPU cores. */
  readonly cpu: number;
  /** Host memory. */
  readonly memory: Size;
}

/** What differs between one group of known machines and another. */
export interface NodeGroupOptions {
  /**
   * Name for tables and messages: lower-case letters, digits and hyphens, at most 63.
   * @default - that of the machine, for example `gb200-nvl72` or `p5-48xlarge`
   */
  readonly name?: string;
  /**
   * Number of machines.
   * @default - not said: nothing is checked against it
   */
  readonly nodes?: number;
  /**
   * What carries KV cache between the nodes.
   * @default - `Fabric.mnnvl()` for NVL72, all EFA devices for other AWS machines, `Fabric.infiniband()` for the rest
   */
  readonly fabric?: Fabric;
  /**
   * What the pods of a node can request.
   * @default - as on the AWS machine, or one with this GPU
   */
  readonly allocatable?: Allocatable;
  /**
   * Further node labels that pods select; they win over the usual ones.
   * @default {}
   */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /**
   * Further tolerations.
   * @default []
   */
  readonly tolerations?: readonly Toleration[];
}

/** Everything about a node group. */
export interface NodeGroupProps {
  /** Name for tables and messages: lower-case letters, digits and hyphens, at most 63. */
  readonly name: string;
  /** GPU of the nodes. */
  readonly gpu: Gpu;
  /** GPUs of each node, at least 1. */
  readonly gpusPerNode: number;
  /**
   * CPU architecture of the nodes.
   * @default - that of the GPU's usual CPU
   */
  readonly arch?: CpuArch;
  /** What carries KV cache between the nodes. */
  readonly fabric: Fabric;
  /** What the pods of a node can request. */
  readonly allocatable: Allocatable;
  /**
   * Node labels that pods select. Give `{}` for none.
   * @default - the GPU's product label (or `nvidia.com/gpu.present` if it is not known), and the architecture on arm64
   */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /**
   * Taints that pods tolerate. Give `[]` for none.
   * @default - the taint `nvidia.com/gpu`, and `kubernetes.io/arch` on arm64
   */
  readonly tolerations?: readonly Toleration[];
  /**
   * Number of machines.
   * @default - not said: nothing is checked against it
   */
  readonly nodes?: number;
}

/** Options of `NodeGroup.cpu`. */
export interface CpuNodeGroupOptions extends Omit<NodeGroupOptions, 'fabric' | 'allocatable'> {
  /** What the pods of a node can request. */
  readonly allocatable: Allocatable;
  /**
   * CPU architecture of the nodes.
   * @default 'amd64'
   */
  readonly arch?: CpuArch;
}

/** Options of `NodeGroup.aks`. */
export interface AksNodeGroupOptions extends NodeGroupOptions {
  /**
   * The agent pool. Prefill and decode have to be in one: InfiniBand connects the machines of a pool, each pool with a partition key of
   * its own. Source: ai-dynamo/dynamo recipes/addons/providers/aks-ib.yaml, 2026-08.
   */
  readonly agentPool: string;
}
