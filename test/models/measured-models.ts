import { Precision } from '../../constructs/hardware/precision';
import { type Architecture, type Checkpoint, Model, models } from '../../constructs/models';

/** Models that were measured; figures of those without a row in the tables are from their config.json on Hugging Face. */

export const LLAMA_3_1_8B = models.LLAMA_3_1_8B.at(Precision.BF16);

export const QWEN3_0_6B = models.QWEN3_0_6B.at(Precision.BF16);

export const QWEN3_8B = bf16('Qwen/Qwen3-8B', {
  layers: 36,
  hiddenSize: 4096,
  vocabSize: 151936,
  maxContext: 40960,
  attention: { kind: 'grouped-query', queryHeads: 32, kvHeads: 8, headDim: 128, queryKeyNorm: true },
  denseIntermediateSize: 12288,
});

export const QWEN3_14B = bf16('Qwen/Qwen3-14B', {
  layers: 40,
  hiddenSize: 5120,
  vocabSize: 151936,
  maxContext: 40960,
  attention: { kind: 'grouped-query', queryHeads: 40, kvHeads: 8, headDim: 128, queryKeyNorm: true },
  denseIntermediateSize: 17408,
});

export const QWEN3_30B_A3B = bf16('Qwen/Qwen3-30B-A3B', {
  layers: 48,
  hiddenSize: 2048,
  vocabSize: 151936,
  maxContext: 40960,
  attention: { kind: 'grouped-query', queryHeads: 32, kvHeads: 4, headDim: 128, queryKeyNorm: true },
  experts: { count: 128, perToken: 8, intermediateSize: 768 },
});

export const DEEPSEEK_V2_LITE = bf16('deepseek-ai/DeepSeek-V2-Lite-Chat', {
  layers: 27,
  hiddenSize: 2048,
  vocabSize: 102400,
  maxContext: 163840,
  attention: { kind: 'latent', heads: 16, kvRank: 512, nopeDim: 128, ropeDim: 64, valueDim: 128 },
  denseIntermediateSize: 10944,
  experts: { count: 64, perToken: 6, intermediateSize: 1408, shared: 2, denseLayers: 1 },
});

function bf16(repository: string, architecture: Architecture): Checkpoint {
  const checkpoints = [{ precision: Precision.BF16, repository }];
  return Model.custom({ id: repository, architecture, checkpoints }).at(Precision.BF16);
}
