import { CpuArch } from './cpu-arch';
import { Precision } from './precision';

/** The GPUs that Stator has facts for. Any other GPU: `Gpu.custom`. */
export const GpuName = {
  A100_40GB: 'A100_40GB',
  A100: 'A100',
  L40S: 'L40S',
  H100: 'H100',
  H200: 'H200',
  B200: 'B200',
  GB200: 'GB200',
  B300: 'B300',
  GB300: 'GB300',
} as const;
export type GpuName = (typeof GpuName)[keyof typeof GpuName];

/** What sizing, scheduling and cost need to know of a GPU. */
export interface GpuSpec {
  /** Usable memory in MiB: what `nvidia-smi` reports, which is less than the figure on the box. */
  readonly memoryMib: number;
  /** Memory bandwidth, in bytes per second. */
  readonly hbmBytesPerSecond: number;
  /**
   * Dense matrix throughput by number format, in 10^12 operations per second (data sheets quote the double, for sparse matrices). A
   * format that is missing has no tensor cores; `mxfp4` holds the rate at which engines multiply MXFP4 weights with FP8 activations.
   */
  readonly denseTflops: Readonly<Partial<Record<Precision, number>>>;
  /** NVLink bandwidth of one GPU, both directions together, in bytes per second; 0 for a card without NVLink. */
  readonly nvlinkBytesPerSecond: number;
  /** GPUs that NVLink joins: those of one node, or of a rack; 1 for a card without NVLink. */
  readonly nvlinkDomain: number;
  /**
   * GPUs of one tray of a rack-scale system; a tray is a node.
   * @default - not a rack-scale system
   */
  readonly gpusPerTray?: number;
  /** Streaming multiprocessor version, for example 100 for `sm_100`. */
  readonly smVersion: number;
  /** Board power in watts; where vendors differ, the highest. */
  readonly powerWatts: number;
  /** Architecture of the CPU that the GPU comes with: `arm64` for Grace. */
  readonly cpuArch: CpuArch;
  /** Values that GPU feature discovery writes to the node label `nvidia.com/gpu.product`, the usual one first. */
  readonly productLabels: readonly string[];
  /**
   * Name of the system in AIConfigurator (AISimulate since Dynamo 1.5).
   * @default - unknown there
   */
  readonly aiconfiguratorSystem?: string;
  /**
   * Value of `hardware.gpuSku` in a DynamoGraphDeploymentRequest, as of Dynamo 1.6.
   * @default - the request's schema has no value for it
   */
  readonly dgdrSku?: string;
}

/** A GPU of the table, with the place its facts were taken from. */
interface GpuRow extends GpuSpec {
  readonly source: string;
}

/**
 * The facts of every GPU in `GpuName`. Where sources give a range, the lower bandwidth and throughput and the higher power stand here.
 * Hopper runs MXFP4 weights with weight-only kernels, at the BF16 rate; it has no kernels for NVFP4.
 */
export const GPU_SPECS: Readonly<Record<GpuName, GpuRow>> = {
  A100_40GB: {
    memoryMib: 40960,
    // 5120 bit at 1215 MHz, twice a cycle.
    hbmBytesPerSecond: 1.555e12,
    denseTflops: { [Precision.BF16]: 312 },
    nvlinkBytesPerSecond: 600e9,
    nvlinkDomain: 8,
    smVersion: 80,
    powerWatts: 400,
    cpuArch: CpuArch.AMD64,
    productLabels: ['NVIDIA-A100-SXM4-40GB'],
    // The enum of the request does not tell the two apart.
    dgdrSku: 'a100_sxm',
    source:
      'calculon-ai/calculon systems/a100_80g.json for what both share; RajBhope/gpu-runtime-predictor gpu_catalog.json for bandwidth and power, 2026-11',
  },
  A100: {
    memoryMib: 81920,
    // 5120 bit at 1593 MHz, twice a cycle.
    hbmBytesPerSecond: 2.039e12,
    denseTflops: { [Precision.BF16]: 312 },
    nvlinkBytesPerSecond: 600e9,
    nvlinkDomain: 8,
    smVersion: 80,
    // 400 to 500, as nvidia-smi shows it.
    powerWatts: 500,
    cpuArch: CpuArch.AMD64,
    productLabels: ['NVIDIA-A100-SXM4-80GB'],
    aiconfiguratorSystem: 'a100_sxm',
    dgdrSku: 'a100_sxm',
    source:
      'calculon-ai/calculon systems/a100_80g.json; memory, power and label from nvidia-smi and node labels in public repositories, 2026-11',
  },
  L40S: {
    memoryMib: 46068,
    hbmBytesPerSecond: 0.864e12,
    denseTflops: { [Precision.BF16]: 362.05, [Precision.FP8]: 733 },
    // PCIe only.
    nvlinkBytesPerSecond: 0,
    nvlinkDomain: 1,
    smVersion: 89,
    powerWatts: 350,
    cpuArch: CpuArch.AMD64,
    productLabels: ['NVIDIA-L40S'],
    aiconfiguratorSystem: 'l40s',
    dgdrSku: 'l40s',
    source: 'ai-dynamo/aiconfigurator systems/l40s.yaml; label from nodes in public repositories, 2026-11',
  },
  H100: {
    memoryMib: 81559,
    hbmBytesPerSecond: 3.35e12,
    denseTflops: { [Precision.BF16]: 989, [Precision.FP8]: 1979 },
    nvlinkBytesPerSecond: 900e9,
    nvlinkDomain: 8,
    smVersion: 90,
    powerWatts: 700,
    cpuArch: CpuArch.AMD64,
    productLabels: ['NVIDIA-H100-80GB-HBM3'],
    aiconfiguratorSystem: 'h100_sxm',
    dgdrSku: 'h100_sxm',
    source:
      'ai-dynamo/aiconfigurator systems, 2026-08; memory from nvidia-smi, the cards differ from 81559 to 81920 MiB; H100 SXM5 80 GB',
  },
  H200: {
    // Karpenter's table says 144384 MiB; nvidia-smi on the card says less.
    memoryMib: 143771,
    hbmBytesPerSecond: 4.8e12,
    denseTflops: { [Precision.BF16]: 989, [Precision.FP8]: 1979 },
    nvlinkBytesPerSecond: 900e9,
    nvlinkDomain: 8,
    smVersion: 90,
    powerWatts: 700,
    cpuArch: CpuArch.AMD64,
    productLabels: ['NVIDIA-H200'],
    aiconfiguratorSystem: 'h200_sxm',
    dgdrSku: 'h200_sxm',
    source:
      'ai-dynamo/aiconfigurator systems, 2026-08; memory from nvidia-smi; label from ai-dynamo/dynamo recipes, 2026-11',
  },
  B200: {
    memoryMib: 183359,
    // 7.7 to 8.0.
    hbmBytesPerSecond: 7.7e12,
    denseTflops: { [Precision.BF16]: 2250, [Precision.FP8]: 4500, [Precision.NVFP4]: 9000, [Precision.MXFP4]: 4500 },
    nvlinkBytesPerSecond: 1800e9,
    nvlinkDomain: 8,
    smVersion: 100,
    powerWatts: 1000,
    cpuArch: CpuArch.AMD64,
    productLabels: ['NVIDIA-B200'],
    aiconfiguratorSystem: 'b200_sxm',
    dgdrSku: 'b200_sxm',
    source: 'ai-dynamo/aiconfigurator systems, 2026-08; label from ai-dynamo/dynamo recipes, 2026-11',
  },
  GB200: {
    memoryMib: 189471,
    hbmBytesPerSecond: 8.0e12,
    denseTflops: { [Precision.BF16]: 2500, [Precision.FP8]: 5000, [Precision.NVFP4]: 10000, [Precision.MXFP4]: 5000 },
    nvlinkBytesPerSecond: 1800e9,
    nvlinkDomain: 72,
    gpusPerTray: 4,
    smVersion: 100,
    powerWatts: 1200,
    cpuArch: CpuArch.ARM64,
    productLabels: ['NVIDIA-GB200'],
    aiconfiguratorSystem: 'gb200',
    // 'gb200_sxm' until Dynamo 1.5, deprecated since 1.6.
    dgdrSku: 'gb200',
    source: 'ai-dynamo/aiconfigurator systems, 2026-08; label from ai-dynamo/dynamo recipes, 2026-11',
  },
  B300: {
    memoryMib: 275040,
    // 7.75 to 8.0; FP4 13500 to 14000; 1100 to 1400 W.
    hbmBytesPerSecond: 7.75e12,
    denseTflops: { [Precision.BF16]: 2250, [Precision.FP8]: 4500, [Precision.NVFP4]: 13500, [Precision.MXFP4]: 4500 },
    nvlinkBytesPerSecond: 1800e9,
    nvlinkDomain: 8,
    smVersion: 103,
    powerWatts: 1400,
    cpuArch: CpuArch.AMD64,
    // The liquid-cooled module is said to be 'NVIDIA-B300-SXM6-PC'; no node with that label was found.
    productLabels: ['NVIDIA-B300-SXM6-AC'],
    aiconfiguratorSystem: 'b300_sxm',
    // In the schema since Dynamo 1.6.
    dgdrSku: 'b300_sxm',
    source: 'ai-dynamo/aiconfigurator systems, 2026-08; label and memory from nodes on EKS (p6-b300), 2026-06',
  },
  GB300: {
    // From AIConfigurator only: no nvidia-smi output was found.
    memoryMib: 284208,
    hbmBytesPerSecond: 8.0e12,
    denseTflops: { [Precision.BF16]: 2500, [Precision.FP8]: 5000, [Precision.NVFP4]: 15000, [Precision.MXFP4]: 5000 },
    nvlinkBytesPerSecond: 1800e9,
    nvlinkDomain: 72,
    gpusPerTray: 4,
    smVersion: 103,
    powerWatts: 1400,
    cpuArch: CpuArch.ARM64,
    productLabels: ['NVIDIA-GB300'],
    aiconfiguratorSystem: 'gb300',
    source: 'ai-dynamo/aiconfigurator systems, 2026-08; label from ai-dynamo/dynamo recipes, 2026-11',
  },
};
