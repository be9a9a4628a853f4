import { AwsMachine } from './aws-machine';
import { AWS_MACHINES } from './aws-machine-table';
import { allocatableOf } from './cloud-machine-table';
import { Fabric } from './fabric';
import { Gpu } from './gpu';

/** The usual machines, one for each GPU that Stator knows. */
export const MachineName = {
  A100_SXM: 'A100_SXM',
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

/** The defaults of every machine in `MachineName`. Where AWS has a machine with the GPU, CPU and memory are as there. */
export const MACHINES: Readonly<Record<MachineName, MachineRow>> = {
  A100_SXM: {
    name: 'a100-sxm',
    gpu: Gpu.A100,
    gpusPerNode: 8,
    // Standard_ND96amsr_A100_v4 has 96 and 1900.
    ...allocatableOf({ vcpus: 96, memoryGib: 1900 }),
    fabric: Fabric.infiniband(),
    source: 'Azure documentation of ND A100 v4 sizes as copied in public repositories, read 2026-11',
  },
  H100_SXM: like(AwsMachine.P5_48XLARGE, { name: 'h100-sxm', fabric: Fabric.infiniband() }),
  // Of the two machines with H200 the one with less memory.
  H200_SXM: like(AwsMachine.P5EN_48XLARGE, { name: 'h200-sxm', fabric: Fabric.infiniband() }),
  B200_HGX: like(AwsMachine.P6_B200_48XLARGE, { name: 'b200-hgx', fabric: Fabric.infiniband() }),
  GB200_NVL72: like(AwsMachine.P6E_GB200_36XLARGE, { name: 'gb200-nvl72', fabric: Fabric.mnnvl() }),
  B300_HGX: like(AwsMachine.P6_B300_48XLARGE, { name: 'b300-hgx', fabric: Fabric.infiniband() }),
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

function like(machine: AwsMachine, { name, fabric }: Pick<MachineRow, 'name' | 'fabric'>): MachineRow {
  const { gpu, gpusPerNode, allocatable, source } = AWS_MACHINES[machine];
  const { cpu, memoryMib } = allocatable;
  return { name, gpu, gpusPerNode, cpu, memoryMib, fabric, source: `${machine}: ${source}` };
}
