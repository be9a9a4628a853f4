import { InvalidValueError, requireWhole } from '../findings';
import { CpuArch } from './cpu-arch';
import { GPU_SPECS, GpuName, type GpuSpec } from './gpu-table';
import { Precision } from './precision';

/**
 * A GPU: one that Stator knows, or any other described by its facts.
 *
 * ```ts
 * Gpu.GB200.memoryMib; // 189471
 * Gpu.custom('H20', { ...facts });
 * ```
 */
export class Gpu {
  /** No GPU at all: for machines that run mock engines. */
  public static readonly NONE = new Gpu('none', {
    memoryMib: 0,
    hbmBytesPerSecond: 0,
    denseTflops: {},
    nvlinkBytesPerSecond: 0,
    nvlinkDomain: 0,
    smVersion: 0,
    powerWatts: 0,
    cpuArch: CpuArch.AMD64,
    productLabels: [],
  });
  /** A100 SXM4 with 40 GB. */
  public static readonly A100_40GB = Gpu.fromTable(GpuName.A100_40GB);
  /** A100 SXM4 with 80 GB. */
  public static readonly A100 = Gpu.fromTable(GpuName.A100);
  /** L40S with 48 GB, without NVLink. */
  public static readonly L40S = Gpu.fromTable(GpuName.L40S);
  /** H100 SXM5 with 80 GB. */
  public static readonly H100 = Gpu.fromTable(GpuName.H100);
  /** H200 SXM5 with 141 GB. */
  public static readonly H200 = Gpu.fromTable(GpuName.H200);
  /** B200 on an HGX board, with x86 CPUs. */
  public static readonly B200 = Gpu.fromTable(GpuName.B200);
  /** B200 with a Grace CPU, 72 to an NVLink domain. */
  public static readonly GB200 = Gpu.fromTable(GpuName.GB200);
  /** B300 on an HGX board, with x86 CPUs. */
  public static readonly B300 = Gpu.fromTable(GpuName.B300);
  /** B300 with a Grace CPU, 72 to an NVLink domain. */
  public static readonly GB300 = Gpu.fromTable(GpuName.GB300);

  /**
   * @param name how tables and messages call it, for example `H20`
   * @throws InvalidValueError for values out of range
   */
  public static custom(name: string, spec: GpuSpec): Gpu {
    requireSpec(name, spec);
    return new Gpu(name, spec);
  }

  private static fromTable(name: GpuName): Gpu {
    return new Gpu(name, GPU_SPECS[name]);
  }

  /** Usable memory in MiB, as `nvidia-smi` reports it. */
  public readonly memoryMib: number;
  /** Memory bandwidth, in bytes per second. */
  public readonly hbmBytesPerSecond: number;
  /** Dense matrix throughput by number format, in 10^12 operations per second. A missing format has no tensor cores. */
  public readonly denseTflops: Readonly<Partial<Record<Precision, number>>>;
  /** NVLink bandwidth of one GPU, both directions together, in bytes per second. */
  public readonly nvlinkBytesPerSecond: number;
  /** GPUs that NVLink joins: those of one node, or of a rack. */
  public readonly nvlinkDomain: number;
  /** GPUs of one tray of a rack-scale system; `undefined` for others. */
  public readonly gpusPerTray: number | undefined;
  /** Streaming multiprocessor version, for example 100 for `sm_100`. */
  public readonly smVersion: number;
  /** Board power in watts. */
  public readonly powerWatts: number;
  /** Architecture of the CPU that the GPU comes with. */
  public readonly cpuArch: CpuArch;
  /** Values of the node label `nvidia.com/gpu.product`, the usual one first. */
  public readonly productLabels: readonly string[];
  /** Name of the system in AIConfigurator; `undefined` if it has none. */
  public readonly aiconfiguratorSystem: string | undefined;
  /** Value of `hardware.gpuSku` in a DynamoGraphDeploymentRequest; `undefined` if the schema has none. */
  public readonly dgdrSku: string | undefined;

  private constructor(
    /** For example `GB200`. */
    public readonly name: string,
    spec: GpuSpec,
  ) {
    this.memoryMib = spec.memoryMib;
    this.hbmBytesPerSecond = spec.hbmBytesPerSecond;
    this.denseTflops = Object.freeze({ ...spec.denseTflops });
    this.nvlinkBytesPerSecond = spec.nvlinkBytesPerSecond;
    this.nvlinkDomain = spec.nvlinkDomain;
    this.gpusPerTray = spec.gpusPerTray;
    this.smVersion = spec.smVersion;
    this.powerWatts = spec.powerWatts;
    this.cpuArch = spec.cpuArch;
    this.productLabels = Object.freeze([...spec.productLabels]);
    this.aiconfiguratorSystem = spec.aiconfiguratorSystem;
    this.dgdrSku = spec.dgdrSku;
    Object.freeze(this);
  }

  /** Whether the GPU has tensor cores for a number format. */
  public supports(precision: Precision): boolean {
    return this.denseTflops[precision] !== undefined;
  }

  /**
   * Whether engines can serve weights in a number format on this GPU. That is more than `supports`: MXFP4 and FP8 weights run everywhere,
   * with weight-only kernels where there are no tensor cores for them (ai-dynamo/dynamo recipes/gpt-oss-120b has variants for H200,
   * recipes/qwen3-32b-fp8 for A100). Where there is no GPU, nothing is computed, and any format does.
   */
  public serves(precision: Precision): boolean {
    return this.supports(precision) || WEIGHT_ONLY.some((format) => format === precision) || this.memoryMib === 0;
  }

  /** The name. */
  public toString(): string {
    return this.name;
  }
}

const WEIGHT_ONLY = [Precision.MXFP4, Precision.FP8] as const;

function requireSpec(name: string, spec: GpuSpec): void {
  if (name.trim() === '') {
    throw new InvalidValueError('name', name, 'a name that is not empty');
  }
  requireWhole('memoryMib', spec.memoryMib, 1);
  requireWhole('nvlinkDomain', spec.nvlinkDomain, 1);
  requireWhole('smVersion', spec.smVersion, 10);
  if (spec.gpusPerTray !== undefined) {
    requireWhole('gpusPerTray', spec.gpusPerTray, 1, spec.nvlinkDomain);
  }
  for (const prop of ['hbmBytesPerSecond', 'powerWatts'] as const) {
    requirePositive(prop, spec[prop]);
  }
  // Cards without NVLink have none of its bandwidth.
  if (spec.nvlinkBytesPerSecond !== 0) {
    requirePositive('nvlinkBytesPerSecond', spec.nvlinkBytesPerSecond);
  }
  for (const [precision, tflops] of Object.entries(spec.denseTflops)) {
    requirePositive(`denseTflops.${precision}`, tflops);
  }
}

function requirePositive(prop: string, value: number): void {
  if (!(Number.isFinite(value) && value > 0)) {
    throw new InvalidValueError(prop, value, 'a number above 0');
  }
}
