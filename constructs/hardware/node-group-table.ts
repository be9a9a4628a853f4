import { Fabric } from './fabric';
import { Gpu } from './gpu';

/** The usual machines, one for each GPU that Stator knows. */
export const MachineName = {
  H100_SXM: 'H100_SXM',
  H200_SXM: 'H200_SXM',
  B200_HGX: 'B200_HGX',
  GB200_NVL72: 'GB200_NVL72',
  B300_HGX: 'B300_HGX',
  GB300_NVL72: 'GB300_NVL72',
} as const;
export type MachineName = (typeof MachineName)[keyof typeof MachineName];

/** Defaults of a node group of these machines. */
interface MachineRow {
  /** Name of the node group. */
  readonly name: string;
  readonly gpu: Gpu;
  readonly gpusPerNode: number;
  /** CPU cores that pods can request. */
  readonly cpu: number;
  /** Memory that pods can request, in MiB. */
  readonly memoryMib: number;
  readonly fabric: Fabric;
  readonly source: string;
}

/** 192 vCPU less what EKS reserves for the kubelet (550 millicores). */
const CPU_OF_192 = 191.45;

/** The defaults of every machine in `MachineName`. Memory and CPU are those of the smallest AWS machine with the GPU. */
export const MACHINES: Readonly<Record<MachineName, MachineRow>> = {
  H100_SXM: {
    name: 'h100-sxm',
    gpu: Gpu.H100,
    gpusPerNode: 8,
    cpu: CPU_OF_192,
    memoryMib: 1938410,
    fabric: Fabric.infiniband(),
    source: 'aws/karpenter-provider-aws instance-types.md (p5.48xlarge), 2026-08',
  },
  H200_SXM: {
    name: 'h200-sxm',
    gpu: Gpu.H200,
    gpusPerNode: 8,
    cpu: CPU_OF_192,
    memoryMib: 1937332,
    fabric: Fabric.infiniband(),
    source: 'aws/karpenter-provider-aws instance-types.md (p5en.48xlarge), 2026-08',
  },
  B200_HGX: {
    name: 'b200-hgx',
    gpu: Gpu.B200,
    gpusPerNode: 8,
    cpu: CPU_OF_192,
    memoryMib: 1937332,
    fabric: Fabric.infiniband(),
    source: 'aws/karpenter-provider-aws instance-types.md (p6-b200.48xlarge), 2026-08',
  },
  GB200_NVL72: {
    name: 'gb200-nvl72',
    gpu: Gpu.GB200,
    gpusPerNode: 4,
    // Derived: 144 cores and 960 GiB less 4 cores and 80 GiB, as no list of allocatable resources has the machine.
    cpu: 140,
    memoryMib: 880 * 1024,
    fabric: Fabric.mnnvl(),
    source: 'awsdocs/amazon-ec2-user-guide accelerated computing (p6e-gb200.36xlarge), 2026; allocatable derived',
  },
  B300_HGX: {
    name: 'b300-hgx',
    gpu: Gpu.B300,
    gpusPerNode: 8,
    cpu: CPU_OF_192,
    memoryMib: 3877198,
    fabric: Fabric.infiniband(),
    source: 'aws/karpenter-provider-aws instance-types.md (p6-b300.48xlarge), 2026-08',
  },
  GB300_NVL72: {
    name: 'gb300-nvl72',
    gpu: Gpu.GB300,
    gpusPerNode: 4,
    // Derived as for GB200; the size of p6e-gb300 could not be confirmed, a4x-maxgpu-4g has 144 cores and 960 GiB.
    cpu: 140,
    memoryMib: 880 * 1024,
    fabric: Fabric.mnnvl(),
    source: 'NVIDIA/aicr kwok/profiles/gke (a4x-maxgpu-4g-metal), 2026-08; allocatable derived',
  },
};
