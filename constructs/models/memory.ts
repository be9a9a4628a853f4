import { InvalidValueError, requireWhole } from '../findings';
import { KvPrecision } from '../hardware/precision';
import { activationBytes, forwardPassBytes, type LargestBatch } from './activation';
import type { Checkpoint } from './checkpoint';
import { MemoryEngine, VLLM_OVERHEAD, VllmMemory } from './engine-facts';
import { kvBytesPerSequencePerGpu, kvBytesPerTokenPerGpu } from './kv-cache';
import { requireMember } from './membership';
import type { Parallelism } from './parallelism';
import { weightBytesPerGpu } from './weights';

/** How an engine is told to divide the memory of a GPU. */
export interface EngineMemory extends LargestBatch {
  readonly kind: MemoryEngine;
  /** `--gpu-memory-utilization` (vLLM), `--mem-fraction-static` (SGLang), `free_gpu_memory_fraction` (TensorRT-LLM). */
  readonly memoryFraction: number;
  /**
   * Which versions' overhead is reckoned with.
   * @default VllmMemory.UNTIL_0_16: the larger one for hundreds of sequences (for a few on several GPUs, SINCE_0_17 is larger)
   */
  readonly measured?: VllmMemory;
  /**
   * Whether next-token-prediction layers are loaded, for speculative decoding.
   * @default false
   */
  readonly speculative?: boolean;
  /**
   * Copies of experts in each layer, for balancing the load of expert-parallel GPUs.
   * @default 0
   */
  readonly redundantExperts?: number;
}

/** What is to fit on the GPUs of one worker. */
export interface MemoryQuestion {
  readonly checkpoint: Checkpoint;
  readonly parallelism: Parallelism;
  readonly kvPrecision: KvPrecision;
  /** Memory of one GPU as PyTorch sees it: what nvidia-smi reports less what the driver keeps. */
  readonly gpuMemoryMib: number;
  readonly engine: EngineMemory;
}

/** Memory of the fullest GPU of a worker. */
export interface MemoryEstimate {
  /** The whole memory. */
  readonly gpuBytes: number;
  /** What the engine may use for `weightBytes` and KV cache, with vLLM and TensorRT-LLM also for the overheads. */
  readonly usableBytes: number;
  readonly weightBytes: number;
  readonly activationBytes: number;
  /** CUDA context and communication buffers. */
  readonly nonTorchBytes: number;
  /** What is left for the KV cache; negative when the worker cannot start. */
  readonly kvCacheBytes: number;
  /** Tokens that the GPUs of one attention group hold together. */
  readonly kvTokensPerGpuGroup: number;
  /** Tokens of the whole worker: all attention groups. */
  readonly kvTokens: number;
  /** KV tokens whose room each sequence takes besides its own: recurrent state, or a window kept as it is. */
  readonly tokensPerSequence: number;
  /** Whether anything is left for the KV cache; compare `kvTokens` with what the workload needs. */
  readonly fits: boolean;
}

/**
 * Whether a worker fits on its GPUs, and how many tokens its KV cache then holds.
 *
 * - vLLM: the fraction of the GPU less weights, activation peak and memory outside of PyTorch.
 * - SGLang: the fraction of the GPU less weights; the overheads live in the rest.
 * - TensorRT-LLM: the fraction of what weights and overheads leave free.
 *
 * Overheads were measured with vLLM only. For SGLang and TensorRT-LLM the forward-pass part of vLLM's stands in as an estimate,
 * without the sampler. CUDA graphs are not counted: they are captured after the KV cache is sized.
 */
export function estimateMemory(question: MemoryQuestion): MemoryEstimate {
  const { checkpoint, parallelism, kvPrecision, engine } = question;
  requireQuestion(question);
  const { architecture } = checkpoint.model;
  const overhead = VLLM_OVERHEAD[engine.measured ?? VllmMemory.UNTIL_0_16];
  const gpuBytes = question.gpuMemoryMib * 2 ** 20;
  const weightBytes = weightBytesPerGpu(
    checkpoint,
    parallelism,
    engine.kind,
    engine.speculative,
    engine.redundantExperts,
  );
  const activation =
    engine.kind === MemoryEngine.VLLM
      ? activationBytes(checkpoint, parallelism, engine, overhead)
      : forwardPassBytes(checkpoint, parallelism, engine);
  const exchanging = parallelism.tensor * (architecture.experts === undefined ? 1 : parallelism.data);
  const nonTorchBytes = overhead.nonTorch.reduce((bytes, row) => (row.gpus <= exchanging ? row.bytes : bytes), 0);
  const overheads = activation + nonTorchBytes;
  const { usableBytes, kvCacheBytes } = divide(engine, gpuBytes, weightBytes, overheads);
  const perToken = kvBytesPerTokenPerGpu(architecture, kvPrecision, parallelism, engine.speculative);
  const kvTokensPerGpuGroup = Math.max(0, Math.floor(kvCacheBytes / perToken));
  return Object.freeze({
    gpuBytes,
    usableBytes,
    weightBytes,
    activationBytes: activation,
    nonTorchBytes,
    kvCacheBytes,
    kvTokensPerGpuGroup,
    kvTokens: kvTokensPerGpuGroup * parallelism.attentionReplicas,
    tokensPerSequence: Math.ceil(kvBytesPerSequencePerGpu(architecture, kvPrecision, parallelism) / perToken),
    fits: kvTokensPerGpuGroup > 0,
  });
}

function divide(
  { kind, memoryFraction }: EngineMemory,
  gpuBytes: number,
  weightBytes: number,
  overheads: number,
): Pick<MemoryEstimate, 'usableBytes' | 'kvCacheBytes'> {
  const share = memoryFraction * gpuBytes;
  switch (kind) {
    case MemoryEngine.VLLM:
      return { usableBytes: share, kvCacheBytes: share - weightBytes - overheads };
    case MemoryEngine.SGLANG:
      return { usableBytes: share, kvCacheBytes: share - weightBytes };
    case MemoryEngine.TRTLLM: {
      const free = gpuBytes - weightBytes - overheads;
      const kvCacheBytes = free > 0 ? memoryFraction * free : free;
      return { usableBytes: weightBytes + overheads + kvCacheBytes, kvCacheBytes };
    }
  }
}

function requireQuestion({ gpuMemoryMib, kvPrecision, engine }: MemoryQuestion): void {
  if (!Number.isFinite(gpuMemoryMib) || gpuMemoryMib <= 0) {
    throw new InvalidValueError('gpuMemoryMib', gpuMemoryMib, 'a number of MiB above 0');
  }
  if (!(engine.memoryFraction > 0 && engine.memoryFraction <= 1)) {
    throw new InvalidValueError('engine.memoryFraction', engine.memoryFraction, 'a share above 0 and at most 1');
  }
  requireWhole('engine.maxBatchSize', engine.maxBatchSize, 1);
  requireWhole('engine.maxBatchedTokens', engine.maxBatchedTokens, 1);
  requireMember('engine.kind', engine.kind, MemoryEngine);
  requireMember('engine.measured', engine.measured ?? VllmMemory.UNTIL_0_16, VllmMemory);
  requireMember('kvPrecision', kvPrecision, KvPrecision);
}
