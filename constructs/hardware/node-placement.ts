import { CpuArch } from './cpu-arch';
import type { Gpu } from './gpu';

/** A toleration as Kubernetes has it. */
export interface Toleration {
  /** Key of the taint. */
  readonly key: string;
  /** `Exists` tolerates any value. */
  readonly operator: 'Exists' | 'Equal';
  /**
   * Value of the taint, for `Equal`.
   * @default - none
   */
  readonly value?: string;
  /**
   * Effect of the taint.
   * @default - all effects
   */
  readonly effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}

/** Labels of nodes with a GPU. Source: ai-dynamo/dynamo recipes and docs/kubernetes/installation-guide.md, 2026-08. */
export function usualSelector(gpu: Gpu, arch: CpuArch): Readonly<Record<string, string>> {
  const [product] = gpu.productLabels;
  return {
    ...(product === undefined ? { 'nvidia.com/gpu.present': 'true' } : { 'nvidia.com/gpu.product': product }),
    ...(arch === CpuArch.ARM64 ? { 'kubernetes.io/arch': arch } : {}),
  };
}

/** Taints of nodes with a GPU. Source: as for the labels. */
export function usualTolerations(arch: CpuArch): readonly Toleration[] {
  const gpu: Toleration = { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' };
  const cpu: Toleration = { key: 'kubernetes.io/arch', operator: 'Equal', value: arch, effect: 'NoSchedule' };
  return arch === CpuArch.ARM64 ? [gpu, cpu] : [gpu];
}
