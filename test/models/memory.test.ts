import { KvPrecision, Precision } from '../../constructs/hardware/precision';
import {
  type Checkpoint,
  DRIVER_RESERVED_MIB,
  type EngineMemory,
  estimateMemory,
  MemoryEngine,
  type MemoryEstimate,
  models,
  Parallelism,
  VllmMemory,
} from '../../constructs/models';
import { DEEPSEEK_V2_LITE, LLAMA_3_1_8B, QWEN3_0_6B, QWEN3_8B, QWEN3_14B, QWEN3_30B_A3B } from './measured-models';

const GIB = 2 ** 30;
const H100_GIB = 79.18;
const TP1 = Parallelism.tensor(1);
const TP2 = Parallelism.tensor(2);

const VLLM: EngineMemory = {
  kind: MemoryEngine.VLLM,
  memoryFraction: 0.9,
  maxBatchSize: 1024,
  maxBatchedTokens: 8192,
};

function estimate(checkpoint: Checkpoint, parallelism: Parallelism, engine: Partial<EngineMemory>, gpuGib = H100_GIB) {
  return estimateMemory({
    checkpoint,
    parallelism,
    kvPrecision: KvPrecision.BF16,
    gpuMemoryMib: gpuGib * 1024,
    engine: { ...VLLM, ...engine },
  });
}

interface Measured {
  readonly checkpoint: Checkpoint;
  readonly parallelism: Parallelism;
  readonly fraction: number;
  readonly weights: number;
  readonly activation: number;
  readonly nonTorch: number;
  readonly kv: number;
}

const GPT_OSS_20B = models.GPT_OSS_20B.at(Precision.MXFP4);
const GPT_OSS_120B = models.GPT_OSS_120B.at(Precision.MXFP4);
const LLAMA_70B = models.LLAMA_3_3_70B.at(Precision.FP8);
const QWEN3_32B = models.QWEN3_32B.at(Precision.BF16);

/** GiB per GPU, vLLM 0.11 on H100 (llm-d-planner docs/empirical-vllm-memory-results.md, 2026-04). */
const VLLM_0_11: readonly Measured[] = [
  row(GPT_OSS_20B, TP1, 0.9, 13.47, 7.38, 0.13, 50.28),
  row(GPT_OSS_120B, TP1, 0.95, 64.38, 7.38, 0.13, 3.33),
  row(LLAMA_3_1_8B, TP1, 0.9, 14.99, 4.76, 0.13, 51.38),
  row(LLAMA_70B, TP2, 0.9, 33.88, 4.84, 0.55, 32.0),
  row(QWEN3_0_6B, TP1, 0.9, 1.12, 5.56, 0.13, 64.45),
  row(QWEN3_32B, TP1, 0.9, 61.03, 5.64, 0.14, 4.45),
  row(QWEN3_32B, TP2, 0.9, 30.59, 5.64, 0.54, 34.49),
];

/** vLLM 0.15 on H100, 79.19 GiB (llm-d-planner accuracy/accuracy_report.md, 2026-04). */
const VLLM_0_15 = row(QWEN3_14B, TP1, 0.95, 27.52, 5.64, 0.13, 41.94);

/** vLLM 0.19 on H100, 79.19 GiB (the same report; KV cache left of the last three from the other figures of the row). */
const VLLM_0_19: readonly Measured[] = [
  row(LLAMA_3_1_8B, TP1, 0.95, 14.99, 1.89, 0.25, 58.11),
  row(LLAMA_3_1_8B, TP2, 0.95, 7.51, 1.89, 2.07, 63.76),
  row(LLAMA_3_1_8B, Parallelism.tensor(4), 0.95, 3.77, 1.89, 2.13, 67.44),
  row(QWEN3_8B, TP1, 0.95, 15.27, 2.21, 0.25, 57.5),
  row(LLAMA_70B, TP2, 0.95, 33.88, 1.96, 2.1, 37.29),
  row(QWEN3_30B_A3B, TP1, 0.95, 56.88, 2.68, 0.27, 15.4),
  row(DEEPSEEK_V2_LITE, TP1, 0.95, 29.43, 1.93, 0.26, 43.61),
];

function row(
  checkpoint: Checkpoint,
  parallelism: Parallelism,
  fraction: number,
  weights: number,
  activation: number,
  nonTorch: number,
  kv: number,
): Measured {
  return { checkpoint, parallelism, fraction, weights, activation, nonTorch, kv };
}

const name = ({ checkpoint, parallelism, fraction }: Measured) => `${checkpoint} ${parallelism} at ${fraction}`;

function expectMeasured(found: MemoryEstimate, measured: Measured) {
  expect(share(found.weightBytes, measured.weights)).toBeLessThan(0.01);
  expect(share(found.kvCacheBytes, measured.kv)).toBeLessThan(0.05);
  expect(found.fits).toBe(true);
}

const share = (bytes: number, gib: number) => Math.abs(bytes / GIB / gib - 1);

describe('estimateMemory against vLLM 0.11 on H100', () => {
  test.each(VLLM_0_11.map((measured) => [name(measured), measured] as const))('%s', (_, measured) => {
    const found = estimate(measured.checkpoint, measured.parallelism, { memoryFraction: measured.fraction });
    expectMeasured(found, measured);
    expect(share(found.activationBytes, measured.activation)).toBeLessThan(0.005);
    expect(Math.abs(found.nonTorchBytes / GIB - measured.nonTorch)).toBeLessThan(0.015);
    expect(Math.abs(found.kvCacheBytes / GIB - measured.kv)).toBeLessThan(0.1);
  });

  test('Llama-3.3-70B FP8 on one GPU leaves -1.44 GiB and does not fit', () => {
    const found = estimate(LLAMA_70B, TP1, {});
    expect(share(found.weightBytes, 67.72)).toBeLessThan(0.01);
    expect(Math.abs(found.kvCacheBytes / GIB + 1.44)).toBeLessThan(0.1);
    expect(found).toMatchObject({ fits: false, kvTokens: 0, kvTokensPerGpuGroup: 0 });
  });

  test('gpt-oss-120b on one GPU needs more than the default share', () => {
    expect(estimate(GPT_OSS_120B, TP1, { memoryFraction: 0.9 }).fits).toBe(false);
    expect(estimate(GPT_OSS_120B, TP1, { memoryFraction: 0.95 }).fits).toBe(true);
    // A smaller batch leaves the sampler less to profile.
    expect(estimate(GPT_OSS_120B, TP1, { memoryFraction: 0.9, maxBatchSize: 256 }).fits).toBe(true);
  });
});

test(`estimateMemory against vLLM 0.15: ${name(VLLM_0_15)}`, () => {
  expectMeasured(estimate(VLLM_0_15.checkpoint, TP1, { memoryFraction: 0.95 }, 79.19), VLLM_0_15);
});

describe('estimateMemory against vLLM 0.19 on H100', () => {
  const measured = VllmMemory.SINCE_0_17;

  test.each(VLLM_0_19.map((seen) => [name(seen), seen] as const))('%s', (_, seen) => {
    const found = estimate(seen.checkpoint, seen.parallelism, { memoryFraction: seen.fraction, measured }, 79.19);
    expectMeasured(found, seen);
    expect(share(found.activationBytes, seen.activation)).toBeLessThan(0.05);
    expect(Math.abs(found.nonTorchBytes / GIB - seen.nonTorch)).toBeLessThan(0.05);
  });

  test('the sampler of gpt-oss-20b keeps no expert buffers', () => {
    const found = estimate(GPT_OSS_20B, TP2, { measured }, 79.19);
    expect(share(found.activationBytes, 2.87)).toBeLessThan(0.005);
  });
});

describe('DeepSeek-R1 FP8 on one node of eight GPUs', () => {
  const r1 = models.DEEPSEEK_R1.at(Precision.FP8);
  const node = Parallelism.tensor(8);

  test('H100 does not hold it', () => {
    expect(estimate(r1, node, {}).fits).toBe(false);
  });

  test('H200 does', () => {
    const h200Gib = (143771 - DRIVER_RESERVED_MIB) / 1024;
    const found = estimate(r1, node, {}, h200Gib);
    expect(found.fits).toBe(true);
    expect(found.kvTokens).toBeGreaterThan(100_000);
  });
});

describe('division of the memory', () => {
  const ask = (kind: MemoryEngine) => estimate(LLAMA_3_1_8B, TP1, { kind, memoryFraction: 0.8 });

  test('vLLM takes weights and overheads from its share of the GPU', () => {
    const found = ask(MemoryEngine.VLLM);
    expect(found.usableBytes).toBeCloseTo(0.8 * found.gpuBytes, 0);
    expect(found.kvCacheBytes).toBeCloseTo(
      found.usableBytes - found.weightBytes - found.activationBytes - found.nonTorchBytes,
      0,
    );
  });

  test('SGLang takes the weights from its share, overheads stay outside', () => {
    const found = ask(MemoryEngine.SGLANG);
    expect(found.usableBytes).toBeCloseTo(0.8 * found.gpuBytes, 0);
    expect(found.kvCacheBytes).toBeCloseTo(found.usableBytes - found.weightBytes, 0);
  });

  test('TensorRT-LLM takes a share of what is free', () => {
    const found = ask(MemoryEngine.TRTLLM);
    const free = found.gpuBytes - found.weightBytes - found.activationBytes - found.nonTorchBytes;
    expect(found.kvCacheBytes).toBeCloseTo(0.8 * free, 0);
    expect(found.usableBytes).toBeLessThan(found.gpuBytes);
  });

  test('the overheads of SGLang and TensorRT-LLM have no sampler part', () => {
    const forward = ask(MemoryEngine.SGLANG).activationBytes;
    expect(ask(MemoryEngine.TRTLLM).activationBytes).toBe(forward);
    expect(forward).toBeLessThan(ask(MemoryEngine.VLLM).activationBytes);
  });

  test('every attention group adds its tokens', () => {
    const r1 = models.DEEPSEEK_R1.at(Precision.NVFP4);
    const found = estimate(r1, Parallelism.attentionDp(8), { kind: MemoryEngine.TRTLLM }, 178);
    expect(found.kvTokens).toBe(8 * found.kvTokensPerGpuGroup);
  });

  test('communication buffers follow the GPUs that exchange data', () => {
    const wide = Parallelism.of({ data: 16, expert: 16 });
    const nonTorch = (checkpoint: Checkpoint) => estimate(checkpoint, wide, {}, 141).nonTorchBytes / GIB;
    expect(nonTorch(models.DEEPSEEK_R1.at(Precision.FP8))).toBeCloseTo(0.55);
    expect(nonTorch(LLAMA_3_1_8B)).toBeCloseTo(0.13);
  });

  test('copies of experts take room beside each expert once: two more on each of sixteen GPUs', () => {
    const r1 = models.DEEPSEEK_R1.at(Precision.FP8);
    const wide = Parallelism.of({ data: 16, expert: 16 });
    const plain = estimate(r1, wide, {}, 141);
    const balanced = estimate(r1, wide, { redundantExperts: 32 }, 141);
    // 58 layers of experts, each with three FP8 matrices of 7168 x 2048 and their scales.
    const copies = 58 * 2 * 3 * 7168 * 2048;
    expect((balanced.weightBytes - plain.weightBytes) / copies).toBeCloseTo(1, 2);
    expect(balanced.kvTokens).toBeLessThan(plain.kvTokens);
  });

  test('speculative decoding adds the weights and the cache of the next-token layer', () => {
    const r1 = models.DEEPSEEK_R1.at(Precision.FP8);
    const plain = estimate(r1, Parallelism.tensor(8), {}, 141);
    const speculative = estimate(r1, Parallelism.tensor(8), { speculative: true }, 141);
    expect(speculative.weightBytes).toBeGreaterThan(plain.weightBytes);
    expect(speculative.kvTokens).toBeLessThan(plain.kvTokens);
  });
});

describe('activation peak', () => {
  const peak = (checkpoint: Checkpoint, engine: Partial<EngineMemory>, parallelism = TP1) =>
    estimate(checkpoint, parallelism, engine).activationBytes;

  test('a small batch leaves the forward pass, which follows tokens and not sequences', () => {
    const small = peak(QWEN3_32B, { maxBatchSize: 8 });
    expect(small).toBe(peak(QWEN3_32B, { maxBatchSize: 4 }));
    expect(small).toBeLessThan(peak(QWEN3_32B, { maxBatchSize: 1024 }));
    expect(small).toBeLessThan(peak(QWEN3_32B, { maxBatchSize: 8, maxBatchedTokens: 16384 }));
  });

  test('forward passes without sampler, as measured on the first stage of a pipeline (vLLM 0.19)', () => {
    const first = (checkpoint: Checkpoint, pipeline: number) =>
      peak(checkpoint, { maxBatchSize: 1 }, Parallelism.of({ pipeline }));
    expect(share(first(LLAMA_3_1_8B, 4), 1.05)).toBeLessThan(0.02);
    expect(share(first(QWEN3_8B, 3), 0.96)).toBeLessThan(0.02);
  });

  test('a batch has no more sequences than tokens', () => {
    const engine = { maxBatchSize: 4096, maxBatchedTokens: 512 };
    expect(peak(LLAMA_3_1_8B, engine)).toBe(peak(LLAMA_3_1_8B, { ...engine, maxBatchSize: 512 }));
  });
});

describe('refused questions', () => {
  test.each([
    ['gpuMemoryMib', () => estimate(LLAMA_3_1_8B, TP1, {}, 0)],
    ['engine.memoryFraction', () => estimate(LLAMA_3_1_8B, TP1, { memoryFraction: 90 })],
    ['engine.memoryFraction', () => estimate(LLAMA_3_1_8B, TP1, { memoryFraction: Number.NaN })],
    ['engine.maxBatchSize', () => estimate(LLAMA_3_1_8B, TP1, { maxBatchSize: 0 })],
    ['engine.maxBatchedTokens', () => estimate(LLAMA_3_1_8B, TP1, { maxBatchedTokens: 0.5 })],
    ['engine.kind', () => estimate(LLAMA_3_1_8B, TP1, { kind: 'llamacpp' as MemoryEngine })],
  ])("a wrong '%s'", (prop, ask) => {
    expect(ask).toThrow(new RegExp(`^'${prop}' must be .+, got `));
  });
});
