import type { ModelFacts } from './model-facts';
import type { ModelId } from './model-id';

/** The models whose layers keep a recurrent state in part. */
export type HybridModelId = Extract<
  ModelId,
  'NEMOTRON_3_NANO_OMNI' | 'NEMOTRON_3_SUPER' | 'NEMOTRON_3_ULTRA' | 'QWEN3_5_122B_A10B'
>;

/** Their facts. */
export const HYBRID_MODEL_FACTS: Readonly<Record<HybridModelId, ModelFacts>> = {
  NEMOTRON_3_NANO_OMNI: {
    displayName: 'Nemotron-3-Nano-Omni-30B-A3B',
    architecture: {
      layers: 52,
      hiddenSize: 2688,
      vocabSize: 131072,
      maxContext: 262144,
      attention: { kind: 'grouped-query', queryHeads: 32, kvHeads: 2, headDim: 128 },
      hybrid: {
        attentionLayers: 6,
        recurrentLayers: 23,
        recurrence: { kind: 'mamba2', heads: 64, headDim: 64, stateSize: 128, groups: 8, convolution: 4 },
      },
      experts: {
        count: 128,
        perToken: 6,
        intermediateSize: 1856,
        shared: 1,
        sharedIntermediateSize: 3712,
        gated: false,
        scoreCorrection: true,
      },
      encoderParameters: 1_420_000_000,
    },
    source:
      'config.json of the text backbone NVIDIA-Nemotron-3-Nano-30B-A3B, 2026-05; encoders (C-RADIOv4-H, Parakeet): the 33.0e9 parameters of the omni repository less those of the backbone',
  },
  NEMOTRON_3_SUPER: {
    displayName: 'Nemotron-3-Super-120B-A12B',
    architecture: {
      layers: 88,
      hiddenSize: 4096,
      vocabSize: 131072,
      maxContext: 262144,
      attention: { kind: 'grouped-query', queryHeads: 32, kvHeads: 2, headDim: 128 },
      hybrid: {
        attentionLayers: 8,
        recurrentLayers: 40,
        recurrence: { kind: 'mamba2', heads: 128, headDim: 64, stateSize: 128, groups: 8, convolution: 4 },
      },
      experts: {
        count: 512,
        perToken: 22,
        intermediateSize: 2688,
        shared: 1,
        sharedIntermediateSize: 5376,
        latentSize: 1024,
        gated: false,
        scoreCorrection: true,
      },
      nextTokenLayers: 1,
    },
    source:
      'huggingface.co/nvidia/NVIDIA-Nemotron-3-Super-120B-A12B-FP8 config.json, 2026-05; moe_latent_size 1024; 123.61e9 parameters with the next-token layer',
  },
  NEMOTRON_3_ULTRA: {
    displayName: 'Nemotron-3-Ultra-550B-A55B',
    architecture: {
      layers: 108,
      hiddenSize: 8192,
      vocabSize: 131072,
      maxContext: 262144,
      attention: { kind: 'grouped-query', queryHeads: 64, kvHeads: 2, headDim: 128 },
      hybrid: {
        attentionLayers: 12,
        recurrentLayers: 48,
        recurrence: { kind: 'mamba2', heads: 256, headDim: 64, stateSize: 128, groups: 8, convolution: 4 },
      },
      experts: {
        count: 512,
        perToken: 22,
        intermediateSize: 5120,
        shared: 1,
        sharedIntermediateSize: 10240,
        latentSize: 2048,
        gated: false,
        scoreCorrection: true,
      },
      nextTokenLayers: 1,
    },
    source:
      'huggingface.co/nvidia/NVIDIA-Nemotron-3-Ultra-550B-A55B-BF16 config.json, 2026-05; layers_block_type has 48 mamba, 48 moe and 12 attention layers, moe_latent_size 2048',
  },
  QWEN3_5_122B_A10B: {
    displayName: 'Qwen3.5-122B-A10B',
    architecture: {
      layers: 48,
      hiddenSize: 3072,
      vocabSize: 248320,
      maxContext: 262144,
      attention: {
        kind: 'grouped-query',
        queryHeads: 32,
        kvHeads: 2,
        headDim: 256,
        queryKeyNorm: true,
        outputGate: true,
      },
      hybrid: {
        attentionLayers: 12,
        recurrentLayers: 36,
        recurrence: {
          kind: 'gated-delta-net',
          keyHeads: 16,
          valueHeads: 64,
          keyDim: 128,
          valueDim: 128,
          convolution: 4,
        },
      },
      experts: { count: 256, perToken: 8, intermediateSize: 1024, shared: 1, sharedGate: true },
      nextTokenLayers: 1,
      encoderParameters: 451_290_864,
    },
    source:
      'huggingface.co/Qwen/Qwen3.5-122B-A10B config.json, 2026-05; head dimensions and convolution of the delta net as in all Qwen3.5 (128, 4); encoder counted from vision_config (27 layers of 1152)',
  },
};
