import type { Precision } from '../hardware/precision';
import type { CheckpointRow } from './checkpoint-facts';
import { HYBRID_CHECKPOINT_FACTS } from './hybrid-checkpoints';
import type { ModelId } from './model-id';
import { Quantization } from './quantization';

/** Each model's checkpoints: the keys of a row are the precisions that `models.X.at(...)` accepts. */
export const CHECKPOINT_FACTS = {
  DEEPSEEK_R1: {
    fp8: {
      repository: 'deepseek-ai/DeepSeek-R1',
      quantization: Quantization.FP8_BLOCK,
      source: 'config.json: fp8 e4m3, weight_block_size 128 x 128; 688,586,727,753 bytes of safetensors, 2026-05',
    },
    nvfp4: {
      repository: 'nvidia/DeepSeek-R1-FP4',
      servedName: 'deepseek-ai/DeepSeek-R1',
      quantization: Quantization.NVFP4_MLP,
      source:
        'hf_quant_config.json excludes self_attn, mlp.gate, lm_head and layer 61 (MTP); 396.8e9 elements, 2026-05',
    },
  },
  DEEPSEEK_V3: {
    fp8: {
      repository: 'deepseek-ai/DeepSeek-V3',
      quantization: Quantization.FP8_BLOCK,
      source: 'config.json: fp8 e4m3, weight_block_size 128 x 128, 2026-05',
    },
    // Quantized from the release of March 2025, so it is served under that name.
    nvfp4: {
      repository: 'nvidia/DeepSeek-V3-0324-FP4',
      servedName: 'deepseek-ai/DeepSeek-V3-0324',
      quantization: Quantization.NVFP4_MLP,
      source: 'hf_quant_config.json (ModelOpt 0.27) excludes self_attn, mlp.gate, lm_head and layer 61 (MTP), 2026-05',
    },
  },
  DEEPSEEK_V3_2: {
    fp8: {
      repository: 'deepseek-ai/DeepSeek-V3.2',
      quantization: Quantization.FP8_BLOCK,
      source: 'config.json: fp8 e4m3, weight_block_size 128 x 128, 2026-05',
    },
    nvfp4: {
      repository: 'nvidia/DeepSeek-V3.2-NVFP4',
      servedName: 'deepseek-ai/DeepSeek-V3.2',
      quantization: Quantization.NVFP4_MLP,
      source:
        'config.json and hf_quant_config.json (NVFP4, KV cache FP8), 2026-05; the list of excluded modules was not found, taken to be that of nvidia/DeepSeek-R1-FP4',
    },
  },
  DEEPSEEK_V4_FLASH: {
    mxfp4: {
      repository: 'deepseek-ai/DeepSeek-V4-Flash',
      quantization: Quantization.MXFP4_FP8,
      source: 'config.json: expert_dtype fp4, all else fp8 e4m3 in blocks of 128 x 128, 2026-05',
    },
    nvfp4: {
      repository: 'nvidia/DeepSeek-V4-Flash-NVFP4',
      servedName: 'deepseek-ai/DeepSeek-V4-Flash',
      quantization: Quantization.NVFP4_FP8,
      source: 'hf_quant_config.json MIXED_PRECISION beside fp8 blocks of 128 x 128: experts NVFP4, 2026-05',
    },
    fp8: {
      repository: 'sgl-project/DeepSeek-V4-Flash-FP8',
      servedName: 'deepseek-ai/DeepSeek-V4-Flash',
      quantization: Quantization.FP8_BLOCK,
      source: 'config.json: fp8, 2026-05; made for Hopper',
    },
  },
  DEEPSEEK_V4_PRO: {
    mxfp4: {
      repository: 'deepseek-ai/DeepSeek-V4-Pro',
      quantization: Quantization.MXFP4_FP8,
      source: 'config.json: expert_dtype fp4, all else fp8 e4m3 in blocks of 128 x 128, 2026-05',
    },
    nvfp4: {
      repository: 'nvidia/DeepSeek-V4-Pro-NVFP4',
      servedName: 'deepseek-ai/DeepSeek-V4-Pro',
      quantization: Quantization.NVFP4_FP8,
      source: 'hf_quant_config.json MIXED_PRECISION beside fp8 blocks of 128 x 128: experts NVFP4, 2026-05',
    },
    fp8: {
      repository: 'sgl-project/DeepSeek-V4-Pro-FP8',
      servedName: 'deepseek-ai/DeepSeek-V4-Pro',
      quantization: Quantization.FP8_BLOCK,
      source: 'config.json: fp8, 2026-05; made for Hopper',
    },
  },
  GLM_5: {
    bf16: {
      repository: 'zai-org/GLM-5',
      quantization: Quantization.BF16,
      source: 'config.json: bfloat16, 2026-05',
    },
    fp8: {
      repository: 'zai-org/GLM-5-FP8',
      quantization: Quantization.FP8_BLOCK,
      source: 'config.json: fp8 e4m3, weight_block_size 128 x 128, 2026-05',
    },
    nvfp4: {
      repository: 'nvidia/GLM-5-NVFP4',
      servedName: 'zai-org/GLM-5',
      quantization: Quantization.NVFP4_MLP,
      source:
        'config.json and hf_quant_config.json (NVFP4, KV cache FP8), 2026-05; attention taken to stay BF16, as in nvidia/DeepSeek-R1-FP4',
    },
  },
  GLM_5_2: {
    bf16: {
      repository: 'zai-org/GLM-5.2',
      quantization: Quantization.BF16,
      source: 'config.json: bfloat16, 2026-05',
    },
    fp8: {
      repository: 'zai-org/GLM-5.2-FP8',
      quantization: Quantization.FP8_BLOCK,
      source: 'config.json: fp8 e4m3, weight_block_size 128 x 128, 2026-05',
    },
    nvfp4: {
      repository: 'nvidia/GLM-5.2-NVFP4',
      servedName: 'zai-org/GLM-5.2',
      quantization: Quantization.NVFP4_MLP,
      source:
        'config.json and hf_quant_config.json (NVFP4, KV cache FP8), 2026-05; attention taken to stay BF16, as in nvidia/DeepSeek-R1-FP4',
    },
  },
  GPT_OSS_20B: {
    mxfp4: {
      repository: 'openai/gpt-oss-20b',
      // Two more copies of the weights, for other software (ai-dynamo/dynamo recipes/gpt-oss-120b/model-cache).
      exclude: ['original/*', 'metal/*'],
      quantization: Quantization.MXFP4_EXPERTS,
      source: 'config.json: mxfp4, self_attn, router, embed_tokens and lm_head not converted, 2026-05',
    },
  },
  GPT_OSS_120B: {
    mxfp4: {
      repository: 'openai/gpt-oss-120b',
      // Two more copies of the weights, for other software (ai-dynamo/dynamo recipes/gpt-oss-120b/model-cache).
      exclude: ['original/*', 'metal/*'],
      revision: 'b5c939de8f754692c1647ca79fbf85e8c1e70f8a',
      quantization: Quantization.MXFP4_EXPERTS,
      source: 'config.json: mxfp4, experts only; revision as pinned by ai-dynamo/dynamo recipes/gpt-oss-120b, 2026-05',
    },
  },
  KIMI_K2_5: {
    nvfp4: {
      repository: 'nvidia/Kimi-K2.5-NVFP4',
      servedName: 'moonshotai/Kimi-K2.5',
      quantization: Quantization.NVFP4_EXPERTS,
      source:
        'config.json and hf_quant_config.json (NVFP4, KV cache FP8), 2026-05; all but routed experts taken to stay BF16 (the larger reading)',
    },
  },
  KIMI_K2_5_TEXT: {
    nvfp4: {
      repository: 'baseten-admin/Kimi-2.5-text-nvfp4-v3',
      quantization: Quantization.NVFP4_EXPERTS,
      source:
        'ai-dynamo/dynamo recipes/kimi-k2.5/trtllm/agg/baseten, 2026-05; quantization taken to be that of nvidia/Kimi-K2.5-NVFP4',
    },
  },
  KIMI_K2_6: {
    nvfp4: {
      repository: 'nvidia/Kimi-K2.6-NVFP4',
      servedName: 'moonshotai/Kimi-K2.6',
      quantization: Quantization.NVFP4_EXPERTS,
      source:
        'config.json and hf_quant_config.json (NVFP4, KV cache FP8), 2026-05; all but routed experts taken to stay BF16 (the larger reading)',
    },
  },
  ...HYBRID_CHECKPOINT_FACTS,
  QWEN3_0_6B: {
    bf16: {
      repository: 'Qwen/Qwen3-0.6B',
      quantization: Quantization.BF16,
      source: 'config.json: bfloat16, 2026-05',
    },
  },
  QWEN3_32B: {
    bf16: {
      repository: 'Qwen/Qwen3-32B',
      quantization: Quantization.BF16,
      source: 'config.json: bfloat16, 2026-05',
    },
    fp8: {
      repository: 'Qwen/Qwen3-32B-FP8',
      quantization: Quantization.FP8_BLOCK,
      source: 'config.json: fp8 e4m3, weight_block_size 128 x 128, 2026-05',
    },
  },
  QWEN3_235B_A22B: {
    bf16: {
      repository: 'Qwen/Qwen3-235B-A22B',
      quantization: Quantization.BF16,
      source: 'config.json: bfloat16, 2026-05',
    },
    fp8: {
      repository: 'Qwen/Qwen3-235B-A22B-FP8',
      quantization: Quantization.FP8_BLOCK,
      source: 'config.json: fp8 e4m3, weight_block_size 128 x 128, 2026-05',
    },
    nvfp4: {
      repository: 'nvidia/Qwen3-235B-A22B-NVFP4',
      servedName: 'Qwen/Qwen3-235B-A22B',
      quantization: Quantization.NVFP4,
      source: '133.0e9 elements listed: attention is quantized too (as in nvidia/Qwen3-30B-A3B-NVFP4), 2026-05',
    },
  },
  QWEN3_VL_30B_A3B: {
    bf16: {
      repository: 'Qwen/Qwen3-VL-30B-A3B-Instruct',
      quantization: Quantization.BF16,
      source: 'repository of the original, 2026-05',
    },
    fp8: {
      repository: 'Qwen/Qwen3-VL-30B-A3B-Instruct-FP8',
      quantization: Quantization.FP8_BLOCK,
      source: 'ai-dynamo/dynamo recipes/qwen3-vl-30b, 2026-05; blocks of 128 x 128 as in Qwen3-30B-A3B-FP8',
    },
  },
  LLAMA_3_1_8B: {
    bf16: {
      repository: 'meta-llama/Llama-3.1-8B-Instruct',
      gated: true,
      quantization: Quantization.BF16,
      source: 'config.json: bfloat16, 2026-05',
    },
  },
  LLAMA_3_3_70B: {
    bf16: {
      repository: 'meta-llama/Llama-3.3-70B-Instruct',
      gated: true,
      quantization: Quantization.BF16,
      source: 'config.json: bfloat16, 2026-05',
    },
    fp8: {
      repository: 'RedHatAI/Llama-3.3-70B-Instruct-FP8-dynamic',
      revision: 'ddb4128556dfcff99e0c41aee159ea6c3e655dcd',
      quantization: Quantization.FP8_CHANNEL,
      source: 'compressed-tensors, FP8 per channel, lm_head BF16; revision as pinned by recipes/llama-3-70b, 2026-05',
    },
  },
} as const satisfies Record<ModelId, Readonly<Partial<Record<Precision, CheckpointRow>>>>;
