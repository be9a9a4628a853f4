import { CpuArch } from './cpu-arch';
import { Gpu } from './gpu';

/** The machines of AKS with GPUs that Stator has facts for. */
export const AksMachine = {
  /** Eight A100 with 80 GB. */
  ND96AMSR_A100_V4: 'Standard_ND96amsr_A100_v4',
  /** Eight H100. */
  ND96ISR_H100_V5: 'Standard_ND96isr_H100_v5',
  /** Eight H200. */
  ND96ISR_H200_V5: 'Standard_ND96isr_H200_v5',
  /** Four GB200: a tray of an NVL72 rack. */
  ND128ISR_GB200_V6: 'Standard_ND128isr_NDR_GB200_v6',
  /** Four GB300: a tray of an NVL72 rack. */
  ND128ISR_GB300_V6: 'Standard_ND128isr_GB300_v6',
} as const;
export type AksMachine = (typeof AksMachine)[keyof typeof AksMachine];

/** The machines of GKE with GPUs that Stator has facts for. */
export const GkeMachine = {
  /** Eight H100, with GPUDirect-TCPX: no RDMA. */
  A3_HIGHGPU_8G: 'a3-highgpu-8g',
  /** Four GB200: a tray of an NVL72 rack. */
  A4X_HIGHGPU_4G: 'a4x-highgpu-4g',
  /** Four GB300: a tray of an NVL72 rack. */
  A4X_MAXGPU_4G_METAL: 'a4x-maxgpu-4g-metal',
} as const;
export type GkeMachine = (typeof GkeMachine)[keyof typeof GkeMachine];

/** What is known of a cloud's machine. */
export interface CloudMachineRow {
  readonly gpu: Gpu;
  readonly gpusPerNode: number;
  readonly arch: CpuArch;
  readonly vcpus: number;
  /** Memory of the machine, in GiB. */
  readonly memoryGib: number;
  readonly source: string;
}

/** A machine of AKS; its pods have to be told which adapters carry data. */
export interface AksMachineRow extends CloudMachineRow {
  /**
   * Adapters of the compute fabric, with their ports.
   * @default - no source names them
   */
  readonly netDevices?: readonly string[];
}

const H100 = { gpu: Gpu.H100, gpusPerNode: 8, arch: CpuArch.AMD64 } as const;
const GB200 = { gpu: Gpu.GB200, gpusPerNode: 4, arch: CpuArch.ARM64 } as const;
const GB300 = { gpu: Gpu.GB300, gpusPerNode: 4, arch: CpuArch.ARM64 } as const;
const AZURE_SIZES = 'microsoft/aspire AksNodeVmSizes.cs (list of Azure VM sizes), 2026-05';
const GOOGLE_ARM = 'Google Cloud documentation "Arm VMs on Compute", read 2026-11';

/** The facts of every machine in `AksMachine`. */
export const AKS_MACHINES: Readonly<Record<AksMachine, AksMachineRow>> = {
  Standard_ND96amsr_A100_v4: {
    gpu: Gpu.A100,
    gpusPerNode: 8,
    arch: CpuArch.AMD64,
    vcpus: 96,
    memoryGib: 1900,
    source: 'Azure documentation of ND A100 v4 sizes as copied in public repositories, read 2026-11',
  },
  Standard_ND96isr_H100_v5: {
    ...H100,
    vcpus: 96,
    memoryGib: 1900,
    netDevices: ['mlx5_0:1', 'mlx5_1:1', 'mlx5_2:1', 'mlx5_3:1'],
    source: `${AZURE_SIZES}; adapters from ai-dynamo/dynamo recipes/addons/providers/aks-ib.yaml, 2026-08`,
  },
  Standard_ND96isr_H200_v5: {
    gpu: Gpu.H200,
    gpusPerNode: 8,
    arch: CpuArch.AMD64,
    vcpus: 96,
    memoryGib: 1850,
    source: AZURE_SIZES,
  },
  Standard_ND128isr_NDR_GB200_v6: {
    ...GB200,
    vcpus: 128,
    // A press report says 900.
    memoryGib: 864,
    source: AZURE_SIZES,
  },
  Standard_ND128isr_GB300_v6: {
    ...GB300,
    vcpus: 128,
    memoryGib: 864,
    source: AZURE_SIZES,
  },
};

/** The facts of every machine in `GkeMachine`. */
export const GKE_MACHINES: Readonly<Record<GkeMachine, CloudMachineRow>> = {
  'a3-highgpu-8g': {
    ...H100,
    vcpus: 208,
    memoryGib: 1872,
    source: 'Google Cloud documentation "Accelerator-optimized machine family", read 2026-11',
  },
  'a4x-highgpu-4g': { ...GB200, vcpus: 140, memoryGib: 884, source: GOOGLE_ARM },
  'a4x-maxgpu-4g-metal': { ...GB300, vcpus: 144, memoryGib: 960, source: GOOGLE_ARM },
};

/**
 * Share of a machine that its system keeps: kubelet, drivers, agents. An estimate, a little above what AWS machines and the GKE profile
 * of NVIDIA/aicr keep, as no list says it for these machines.
 */
const KEPT = { cpu: 0.03, memory: 0.08 } as const;

/** What pods can request of a machine for which only its size is known. */
export function allocatableOf({ vcpus, memoryGib }: Pick<CloudMachineRow, 'vcpus' | 'memoryGib'>): {
  readonly cpu: number;
  readonly memoryMib: number;
} {
  return { cpu: Math.floor(vcpus * (1 - KEPT.cpu)), memoryMib: Math.floor(memoryGib * (1 - KEPT.memory)) * 1024 };
}
