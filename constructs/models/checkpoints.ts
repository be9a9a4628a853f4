import type { Precision } from '../hardware/precision';
import type { ModelId } from './model-id';
import { Quantization } from './quantization';

/** A published checkpoint. */
export interface CheckpointFacts {
  /** Hugging Face repository. */
  readonly repository: string;
  /**
   * Name under which the API serves the model.
   * @default - the repository
   */
  readonly servedName?: string;
  /**
   * Whether the repository asks for an accepted licence, and so for a token.
   * @default false
   */
  readonly gated?: boolean;
  /**
   * Commit of the repository.
   * @default - its main branch
   */
  readonly revision?: string;
  /**
   * Files of the repository that no engine reads, as patterns for `hf download --exclude`.
   * @default - none
   */
  readonly exclude?: readonly string[];
  readonly quantization: Quantization;
}

/** A checkpoint of the tables, with the place its facts were taken from. */
interface CheckpointRow extends CheckpointFacts {
  readonly source: string;
}

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
