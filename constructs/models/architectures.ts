import type { Architecture, LatentAttention } from './architecture';
import { HYBRID_MODEL_FACTS } from './hybrid-architectures';
import type { ModelFacts } from './model-facts';
import type { ModelId } from './model-id';

const DEEPSEEK_V3_ATTENTION: LatentAttention = {
  kind: 'latent',
  heads: 128,
  queryRank: 1536,
  kvRank: 512,
  nopeDim: 128,
  ropeDim: 64,
  valueDim: 128,
};

/** DeepSeek-V3 and -R1 differ in their weights only. */
const DEEPSEEK_V3_ARCHITECTURE: Architecture = {
  layers: 61,
  hiddenSize: 7168,
  vocabSize: 129280,
  maxContext: 163840,
  attention: DEEPSEEK_V3_ATTENTION,
  denseIntermediateSize: 18432,
  experts: { count: 256, perToken: 8, intermediateSize: 2048, shared: 1, denseLayers: 3, scoreCorrection: true },
  nextTokenLayers: 1,
  repeatsVocabulary: true,
};

const GLM_5_ATTENTION: LatentAttention = {
  kind: 'latent',
  heads: 64,
  queryRank: 2048,
  kvRank: 512,
  nopeDim: 192,
  ropeDim: 64,
  valueDim: 256,
};

const GLM_5_ARCHITECTURE = {
  layers: 78,
  hiddenSize: 6144,
  vocabSize: 154880,
  denseIntermediateSize: 12288,
  experts: { count: 256, perToken: 8, intermediateSize: 2048, shared: 1, denseLayers: 3, scoreCorrection: true },
  nextTokenLayers: 1,
};

const KIMI_K2_ARCHITECTURE: Architecture = {
  ...DEEPSEEK_V3_ARCHITECTURE,
  vocabSize: 163840,
  maxContext: 262144,
  attention: { ...DEEPSEEK_V3_ATTENTION, heads: 64 },
  experts: { count: 384, perToken: 8, intermediateSize: 2048, shared: 1, denseLayers: 1, scoreCorrection: true },
  nextTokenLayers: 0,
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
  DEEPSEEK_V3_2: {
    displayName: 'DeepSeek-V3.2',
    architecture: {
      ...DEEPSEEK_V3_ARCHITECTURE,
      attention: { ...DEEPSEEK_V3_ATTENTION, indexer: { heads: 64, headDim: 128 } },
    },
    source:
      'huggingface.co/deepseek-ai/DeepSeek-V3.2 config.json, 2026-05; index_n_heads 64 and index_head_dim 128 from torchtitan_npu deepseek_v32 args.py, 2026',
  },
  DEEPSEEK_V4_FLASH: {
    displayName: 'DeepSeek-V4-Flash',
    architecture: {
      layers: 43,
      hiddenSize: 4096,
      vocabSize: 129280,
      maxContext: 1048576,
      attention: {
        kind: 'compressed',
        heads: 64,
        headDim: 512,
        ropeDim: 64,
        queryRank: 1024,
        outputGroups: 8,
        outputRank: 1024,
        window: 128,
        sparse: { layers: 21, ratio: 4, indexer: { heads: 64, headDim: 128 } },
        dense: { layers: 20, ratio: 128 },
      },
      experts: { count: 256, perToken: 6, intermediateSize: 2048, shared: 1, scoreCorrection: true },
      nextTokenLayers: 1,
    },
    source:
      'huggingface.co/deepseek-ai/DeepSeek-V4-Flash config.json, 2026-05: compress_ratios 0, 0, then 4 and 128 in turn; tensors as in huggingface/transformers models/deepseek_v4; hyper-connections and hash tables (below 0.2 %) are left out',
  },
  DEEPSEEK_V4_PRO: {
    displayName: 'DeepSeek-V4-Pro',
    architecture: {
      layers: 61,
      hiddenSize: 7168,
      vocabSize: 129280,
      maxContext: 1048576,
      attention: {
        kind: 'compressed',
        heads: 128,
        headDim: 512,
        ropeDim: 64,
        queryRank: 1536,
        outputGroups: 16,
        outputRank: 1024,
        window: 128,
        sparse: { layers: 30, ratio: 4, indexer: { heads: 64, headDim: 128 } },
        dense: { layers: 31, ratio: 128 },
      },
      experts: { count: 384, perToken: 6, intermediateSize: 3072, shared: 1, scoreCorrection: true },
      nextTokenLayers: 1,
    },
    source:
      'huggingface.co/deepseek-ai/DeepSeek-V4-Pro config.json, 2026-05: compress_ratios 128, 128, then 4 and 128 in turn; tensors as in huggingface/transformers models/deepseek_v4; hyper-connections and hash tables (below 0.2 %) are left out',
  },
  GLM_5: {
    displayName: 'GLM-5',
    architecture: {
      ...GLM_5_ARCHITECTURE,
      maxContext: 202752,
      attention: { ...GLM_5_ATTENTION, indexer: { heads: 32, headDim: 128 } },
    },
    source: 'huggingface.co/zai-org/GLM-5 config.json (index_n_heads 32, index_head_dim 128), 2026-05',
  },
  GLM_5_2: {
    displayName: 'GLM-5.2',
    architecture: {
      ...GLM_5_ARCHITECTURE,
      maxContext: 1048576,
      attention: { ...GLM_5_ATTENTION, indexer: { heads: 32, headDim: 128, layers: 21 } },
    },
    source:
      'huggingface.co/zai-org/GLM-5.2 config.json, 2026-05: index_topk_freq 4 after 3 layers, 21 of 78 layers have an index; 1,506,659,919,872 bytes of BF16 weights',
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
  KIMI_K2_5: {
    displayName: 'Kimi-K2.5',
    architecture: { ...KIMI_K2_ARCHITECTURE, encoderParameters: 400_000_000 },
    source:
      'huggingface.co/moonshotai/Kimi-K2.5 config.json, 2026-05; size of the vision encoder (MoonViT, 400M) from its model card',
  },
  KIMI_K2_5_TEXT: {
    displayName: 'Kimi-K2.5 (text)',
    architecture: KIMI_K2_ARCHITECTURE,
    source:
      'huggingface.co/moonshotai/Kimi-K2.5 config.json without vision; no config.json of baseten-admin/Kimi-2.5-text-nvfp4-v3 was found, 2026-05',
  },
  KIMI_K2_6: {
    displayName: 'Kimi-K2.6',
    architecture: { ...KIMI_K2_ARCHITECTURE, encoderParameters: 400_000_000 },
    source: 'huggingface.co/nvidia/Kimi-K2.6-NVFP4 config.json, 2026-05; vision encoder taken to be that of Kimi-K2.5',
  },
  ...HYBRID_MODEL_FACTS,
  QWEN3_0_6B: {
    displayName: 'Qwen3-0.6B',
    architecture: {
      layers: 28,
      hiddenSize: 1024,
      vocabSize: 151936,
      maxContext: 40960,
      attention: { kind: 'grouped-query', queryHeads: 16, kvHeads: 8, headDim: 128, queryKeyNorm: true },
      denseIntermediateSize: 3072,
      tiedEmbeddings: true,
    },
    source: 'huggingface.co/Qwen/Qwen3-0.6B config.json, 2026-05',
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
  QWEN3_VL_30B_A3B: {
    displayName: 'Qwen3-VL-30B-A3B-Instruct',
    architecture: {
      layers: 48,
      hiddenSize: 2048,
      vocabSize: 151936,
      maxContext: 262144,
      attention: { kind: 'grouped-query', queryHeads: 32, kvHeads: 4, headDim: 128, queryKeyNorm: true },
      experts: { count: 128, perToken: 8, intermediateSize: 768 },
      encoderParameters: 538_631_408,
    },
    source:
      'huggingface.co/Qwen/Qwen3-VL-30B-A3B-Instruct config.json, 2026-05; encoder counted from vision_config (27 layers of 1152, three deepstack mergers)',
  },
  LLAMA_3_1_8B: {
    displayName: 'Llama-3.1-8B-Instruct',
    architecture: {
      layers: 32,
      hiddenSize: 4096,
      vocabSize: 128256,
      maxContext: 131072,
      attention: { kind: 'grouped-query', queryHeads: 32, kvHeads: 8, headDim: 128 },
      denseIntermediateSize: 14336,
    },
    source: 'huggingface.co/meta-llama/Llama-3.1-8B-Instruct config.json, 2026-05',
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
