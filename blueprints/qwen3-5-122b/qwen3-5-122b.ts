import { Size } from 'cdk8s';
import { models, type PodTemplatePatch, Precision, Release, type VllmFlags } from '../../constructs';
import type { GpuChoice } from '../machines';

/** The recipes are for 1.3. Source: ai-dynamo/dynamo recipes/qwen3.5-122b, 2026-08. */
export const SINCE = Release.V1_3;

/** As the recipes ask for. */
export const SHARED_MEMORY = Size.gibibytes(20);

const FLAGS: VllmFlags = {
  disableHybridKvCacheManager: false,
  dynReasoningParser: 'qwen3',
  dynToolCallParser: 'qwen3_coder',
  enableMultimodal: true,
  enablePrefixCaching: true,
  mambaSsmCacheDtype: 'float16',
};

/** Where FlashInfer puts kernels for NVFP4 that it fetches at the first start; the recipes found the image's own folder read-only. */
const KERNELS = '/usr/local/lib/python3.12/dist-packages/flashinfer_cubin/cubins/flashinfer';
const KERNEL_FOLDER: PodTemplatePatch = {
  spec: {
    containers: [{ name: 'main', volumeMounts: [{ name: 'flashinfer-cubins', mountPath: KERNELS }] }],
    volumes: [{ name: 'flashinfer-cubins', emptyDir: {} }],
  },
};

/** What follows from the GPU: NVFP4 where it has units for it, else FP8. */
export function onGpu(gpu: GpuChoice) {
  return gpu === 'b200'
    ? {
        model: models.QWEN3_5_122B_A10B.at(Precision.NVFP4),
        flags: { ...FLAGS, moeBackend: 'flashinfer_trtllm' },
        pool: { podTemplate: KERNEL_FOLDER },
      }
    : { model: models.QWEN3_5_122B_A10B.at(Precision.FP8), flags: { ...FLAGS, moeBackend: 'triton' }, pool: {} };
}
