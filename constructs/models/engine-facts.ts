import { Precision } from '../hardware/precision';
import type { ExpertPadding } from './tensor';

/** The engines whose way of dividing GPU memory is known here. */
export const MemoryEngine = { TRTLLM: 'trtllm', VLLM: 'vllm', SGLANG: 'sglang' } as const;
export type MemoryEngine = (typeof MemoryEngine)[keyof typeof MemoryEngine];

/**
 * To which multiples an engine pads the expert matrices of a precision; a missing row means no padding.
 *
 * vLLM: weights measured on H100 (13.47 GiB gpt-oss-20b, 64.38 GiB gpt-oss-120b: vLLM 0.11, llm-d-planner, 2026-04) agree
 * with rows of 2880 values stored as 3072; the intermediate size of a GPU is rounded to two blocks of 32 (vllm
 * quantization/mxfp4.py, 2025-12). SGLang uses the same kernels. TensorRT-LLM: the packed gate and up matrices of gpt-oss-120b
 * have the shape (128, 1472, 5888) on H100 (NVIDIA/TensorRT-LLM pull request 16125, 2026-07).
 */
export const EXPERT_PADDING: Readonly<Record<MemoryEngine, Readonly<Partial<Record<Precision, ExpertPadding>>>>> = {
  vllm: { [Precision.MXFP4]: { intermediate: 64, columns: 256 } },
  sglang: { [Precision.MXFP4]: { intermediate: 64, columns: 256 } },
  trtllm: { [Precision.MXFP4]: { intermediate: 128, columns: 128 } },
};

/** Memory that an engine takes for itself, as measured with certain versions. */
export interface MemoryOverhead {
  /** Bytes per entry of the logits while the sampler is profiled with the largest batch. */
  readonly bytesPerLogit: number;
  /** Peak that does not depend on model or batch. */
  readonly fixedBytes: number;
  /** Precisions whose expert kernels keep their buffers while the sampler runs. */
  readonly keptExpertBuffers: readonly Precision[];
  /** Memory outside of PyTorch by the number of GPUs that exchange data; the last row holds for more (extrapolated). */
  readonly nonTorch: readonly NonTorchMemory[];
  readonly source: string;
}

export interface NonTorchMemory {
  readonly gpus: number;
  readonly bytes: number;
}

const GIB = 2 ** 30;

/** Versions of vLLM with the same overhead. */
export const VllmMemory = {
  /** Up to 0.16. */
  UNTIL_0_16: 'until-0.16',
  /** From 0.17: the sampler needs less, communication buffers more. */
  SINCE_0_17: 'since-0.17',
} as const;
export type VllmMemory = (typeof VllmMemory)[keyof typeof VllmMemory];

/** Overheads fitted to measurements on H100; the form of the formula (see `activationBytes`) is inferred from them. */
export const VLLM_OVERHEAD: Readonly<Record<VllmMemory, MemoryOverhead>> = {
  'until-0.16': {
    bytesPerLogit: 38,
    fixedBytes: 0.047 * GIB,
    keptExpertBuffers: [],
    nonTorch: [
      { gpus: 1, bytes: 0.13 * GIB },
      { gpus: 2, bytes: 0.55 * GIB },
    ],
    source: 'llm-d-planner docs/empirical-vllm-memory-results.md (vLLM 0.11, 2026-04); same peak in 0.15 and 0.16',
  },
  'since-0.17': {
    bytesPerLogit: 14.4,
    fixedBytes: 0.058 * GIB,
    // Seen with BF16 (Qwen3-30B-A3B, DeepSeek-V2-Lite) and not with MXFP4 (gpt-oss-20b); FP8 and NVFP4 are taken to be like BF16.
    keptExpertBuffers: [Precision.BF16, Precision.FP8, Precision.NVFP4],
    nonTorch: [
      { gpus: 1, bytes: 0.25 * GIB },
      { gpus: 2, bytes: 2.08 * GIB },
      { gpus: 4, bytes: 2.17 * GIB },
    ],
    source: 'llm-d-planner accuracy/accuracy_report.md (vLLM 0.19, 2026-04)',
  },
};

/** Bytes per token of a forward pass: 6 for each intermediate value on the GPU, 8 for each hidden value (`activationBytes`). */
export const FORWARD_PASS = {
  bytesPerIntermediate: 6,
  bytesPerHidden: 8,
  /** Hidden state and residual that a pipeline stage receives. */
  bytesPerReceivedHidden: 4,
  fixedBytes: 16 * 2 ** 20,
  source:
    'fitted to peaks without sampler: Llama-3.1-8B PP2 and PP4, Qwen3-8B PP3, CodeLlama-7b, granite-3.1-8b (vLLM 0.19)',
} as const;

/**
 * What the driver keeps of an H100: nvidia-smi reports 81559 MiB, PyTorch 79.18 GiB (vLLM 0.11 log, llm-d-planner, 2026-04).
 * `estimateMemory` takes the memory that PyTorch sees.
 */
export const DRIVER_RESERVED_MIB = 479;
