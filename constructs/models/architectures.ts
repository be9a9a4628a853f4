import type { Architecture } from './architecture';
import type { ModelId } from './model-id';

/** Name and shape of a model, with the place the figures were taken from. */
export interface ModelFacts {
  readonly displayName: string;
  readonly architecture: Architecture;
  readonly source: string;
}

/** DeepSeek-V3 and -R1 differ in their weights only. */
const DEEPSEEK_V3_ARCHITECTURE: Architecture = {
  layers: 61,
  hiddenSize: 7168,
  vocabSize: 129280,
  maxContext: 163840,
  attention: {
    kind: 'latent',
    heads: 128,
    queryRank: 1536,
    kvRank: 512,
    nopeDim: 128,
    ropeDim: 64,
    valueDim: 128,
  },
  denseIntermediateSize: 18432,
  experts: { count: 256, perToken: 8, intermediateSize: 2048, shared: 1, denseLayers: 3, scoreCorrection: true },
  nextTokenLayers: 1,
};

/** The facts of every model in `ModelId`. */
export const MODEL_FACTS: Readonly<Record<ModelId, ModelFacts>> = {
  DEEPSEEK_R1: {
    displayName: 'DeepSeek-R1',
    architecture: DEEPSEEK_V3_ARCHITECTURE,
    source: 'huggingface.co/deepseek-ai/DeepSeek-R1 config.json, 2026-05',
  },
  DEEPSEEK_V3: {
    displayName: 'DeepSeek-V3',
    architecture: DEEPSEEK_V3_ARCHITECTURE,
    source: 'huggingface.co/deepseek-ai/DeepSeek-V3 config.json, 2026-05',
  },
  GPT_OSS_20B: {
    displayName: 'gpt-oss-20b',
    architecture: {
      layers: 24,
      hiddenSize: 2880,
      vocabSize: 201088,
      maxContext: 131072,
      attention: {
        kind: 'grouped-query',
        queryHeads: 64,
        kvHeads: 8,
        headDim: 64,
        inputBias: true,
        outputBias: true,
        sinks: true,
        slidingWindow: { tokens: 128, layers: 12 },
      },
      experts: { count: 32, perToken: 4, intermediateSize: 2880, bias: true },
    },
    source: 'huggingface.co/openai/gpt-oss-20b config.json, 2026-05',
  },
  GPT_OSS_120B: {
    displayName: 'gpt-oss-120b',
    architecture: {
      layers: 36,
      hiddenSize: 2880,
      vocabSize: 201088,
      maxContext: 131072,
      attention: {
        kind: 'grouped-query',
        queryHeads: 64,
        kvHeads: 8,
        headDim: 64,
        inputBias: true,
        outputBias: true,
        sinks: true,
        slidingWindow: { tokens: 128, layers: 18 },
      },
      experts: { count: 128, perToken: 4, intermediateSize: 2880, bias: true },
    },
    source: 'huggingface.co/openai/gpt-oss-120b config.json, 2026-05',
  },
  QWEN3_32B: {
    displayName: 'Qwen3-32B',
    architecture: {
      layers: 64,
      hiddenSize: 5120,
      vocabSize: 151936,
      maxContext: 40960,
      attention: { kind: 'grouped-query', queryHeads: 64, kvHeads: 8, headDim: 128, queryKeyNorm: true },
      denseIntermediateSize: 25600,
    },
    source: 'huggingface.co/Qwen/Qwen3-32B config.json, 2026-05',
  },
  QWEN3_235B_A22B: {
    displayName: 'Qwen3-235B-A22B',
    architecture: {
      layers: 94,
      hiddenSize: 4096,
      vocabSize: 151936,
      maxContext: 40960,
      attention: { kind: 'grouped-query', queryHeads: 64, kvHeads: 4, headDim: 128, queryKeyNorm: true },
      experts: { count: 128, perToken: 8, intermediateSize: 1536 },
    },
    source: 'huggingface.co/Qwen/Qwen3-235B-A22B config.json, 2026-05',
  },
  LLAMA_3_3_70B: {
    displayName: 'Llama-3.3-70B-Instruct',
    architecture: {
      layers: 80,
      hiddenSize: 8192,
      vocabSize: 128256,
      maxContext: 131072,
      attention: { kind: 'grouped-query', queryHeads: 64, kvHeads: 8, headDim: 128 },
      denseIntermediateSize: 28672,
    },
    source: 'huggingface.co/meta-llama/Llama-3.3-70B-Instruct config.json (shape of Llama-3.1-70B), 2026-05',
  },
};
