import fc from 'fast-check';
import { KvPrecision } from '../../constructs/hardware/precision';
import {
  type Checkpoint,
  checkpointWeights,
  type EngineMemory,
  estimateMemory,
  MemoryEngine,
  models,
  Parallelism,
  type ParallelismSizes,
  VllmMemory,
  weightBytesPerGpu,
  weightsPerGpu,
} from '../../constructs/models';
import { DEEPSEEK_V2_LITE, LLAMA_3_1_8B, QWEN3_0_6B } from './measured-models';

const checkpoints: fc.Arbitrary<Checkpoint> = fc.constantFrom(
  ...Object.values(models).flatMap((model) => model.checkpoints),
  LLAMA_3_1_8B,
  QWEN3_0_6B,
  DEEPSEEK_V2_LITE,
);

const powerOfTwo = (max: number) => fc.integer({ min: 0, max }).map((exponent) => 2 ** exponent);

/** Sizes that `Parallelism.of` accepts, the odd ones among them. */
const sizes: fc.Arbitrary<Required<ParallelismSizes>> = fc
  .record({ tensor: powerOfTwo(6), data: powerOfTwo(6), pipeline: fc.integer({ min: 1, max: 9 }) })
  .chain(({ tensor, data, pipeline }) =>
    fc.record({
      tensor: fc.constant(tensor),
      data: fc.constant(data),
      pipeline: fc.constant(pipeline),
      expert: powerOfTwo(Math.log2(tensor * data)),
      attentionDp: powerOfTwo(Math.log2(tensor)),
    }),
  );

const parallelisms = sizes.map((size) => Parallelism.of(size));
const engines = fc.constantFrom(...Object.values(MemoryEngine));

const engineMemories: fc.Arbitrary<EngineMemory> = fc.record({
  kind: engines,
  memoryFraction: fc.double({ min: 0.01, max: 1, noNaN: true }),
  maxBatchSize: fc.integer({ min: 1, max: 8192 }),
  maxBatchedTokens: fc.integer({ min: 1, max: 65536 }),
  measured: fc.constantFrom(...Object.values(VllmMemory)),
  speculative: fc.boolean(),
});

test('weights on a GPU never grow when the tensor size doubles', () => {
  fc.assert(
    fc.property(checkpoints, sizes, engines, fc.boolean(), (checkpoint, size, engine, speculative) => {
      const bytes = (tensor: number) =>
        weightBytesPerGpu(checkpoint, Parallelism.of({ ...size, tensor }), engine, speculative);
      expect(bytes(2 * size.tensor)).toBeLessThanOrEqual(bytes(size.tensor));
    }),
  );
});

test('weights on a GPU never grow when experts are spread over twice as many GPUs', () => {
  fc.assert(
    fc.property(checkpoints, powerOfTwo(7), (checkpoint, size) => {
      for (const make of [Parallelism.attentionDp, Parallelism.tensorExpert]) {
        expect(weightBytesPerGpu(checkpoint, make(2 * size))).toBeLessThanOrEqual(
          weightBytesPerGpu(checkpoint, make(size)),
        );
      }
    }),
  );
});

test('all GPUs together hold at least the checkpoint, without the next-token layer that is not loaded', () => {
  fc.assert(
    fc.property(checkpoints, parallelisms, engines, (checkpoint, parallelism, engine) => {
      const loaded = weightsPerGpu(checkpoint, parallelism, engine).total * parallelism.gpus;
      const plain = checkpoint.sizeBytes - nextTokenBytes(checkpoint);
      expect(loaded).toBeGreaterThanOrEqual(plain);
    }),
  );
});

test('a finer KV cache never holds fewer tokens', () => {
  fc.assert(
    fc.property(checkpoints, parallelisms, engineMemories, (checkpoint, parallelism, engine) => {
      const tokens = (kvPrecision: KvPrecision) =>
        estimateMemory({ checkpoint, parallelism, kvPrecision, gpuMemoryMib: 143_000, engine }).kvTokens;
      expect(tokens(KvPrecision.FP8)).toBeGreaterThanOrEqual(tokens(KvPrecision.BF16));
    }),
  );
});

test('an estimate is finite, and holds tokens exactly when it fits', () => {
  fc.assert(
    fc.property(
      checkpoints,
      parallelisms,
      engineMemories,
      fc.integer({ min: 1, max: 300_000 }),
      (checkpoint, parallelism, engine, gpuMemoryMib) => {
        const { fits, ...numbers } = estimateMemory({
          checkpoint,
          parallelism,
          kvPrecision: KvPrecision.FP8,
          gpuMemoryMib,
          engine,
        });
        for (const value of Object.values(numbers)) {
          expect(Number.isFinite(value)).toBe(true);
        }
        expect(fits).toBe(numbers.kvTokens > 0);
        expect(numbers.weightBytes).toBeGreaterThan(0);
        expect(numbers.kvTokens).toBe(numbers.kvTokensPerGpuGroup * parallelism.attentionReplicas);
      },
    ),
  );
});

test('more memory never holds fewer tokens', () => {
  fc.assert(
    fc.property(checkpoints, parallelisms, engineMemories, (checkpoint, parallelism, engine) => {
      const tokens = (gpuMemoryMib: number) =>
        estimateMemory({ checkpoint, parallelism, kvPrecision: KvPrecision.BF16, gpuMemoryMib, engine }).kvTokens;
      expect(tokens(183_000)).toBeGreaterThanOrEqual(tokens(81_080));
    }),
  );
});

/** What the next-token layers and the scales of their matrices take on disk. */
function nextTokenBytes(checkpoint: Checkpoint): number {
  const { architecture } = checkpoint.model;
  const { precision, quantization } = checkpoint;
  const model = { architecture: { ...architecture, nextTokenLayers: 0 } };
  return checkpointWeights(checkpoint).total - checkpointWeights({ model, precision, quantization }).total;
}
