import type { Precision } from '../hardware/precision';
import type { CheckpointRow } from './checkpoint-facts';
import type { HybridModelId } from './hybrid-architectures';
import { Quantization } from './quantization';

/** The checkpoints of the models whose layers keep a recurrent state in part. */
export const HYBRID_CHECKPOINT_FACTS = {
  NEMOTRON_3_NANO_OMNI: {
    bf16: {
      repository: 'nvidia/Nemotron-3-Nano-Omni-30B-A3B-Reasoning-BF16',
      quantization: Quantization.BF16,
      source: 'model card: BF16, 62 GB, 2026-05',
    },
    fp8: {
      repository: 'nvidia/Nemotron-3-Nano-Omni-30B-A3B-Reasoning-FP8',
      quantization: Quantization.FP8_HYBRID,
      source: 'model card: FP8, 33 GB, 2026-05',
    },
    nvfp4: {
      repository: 'nvidia/Nemotron-3-Nano-Omni-30B-A3B-Reasoning-NVFP4',
      quantization: Quantization.NVFP4_HYBRID,
      source: 'model card: NVFP4, 21 GB, 2026-05; recurrent layers and shared experts in FP8 follows from the size',
    },
  },
  NEMOTRON_3_SUPER: {
    bf16: {
      repository: 'nvidia/NVIDIA-Nemotron-3-Super-120B-A12B-BF16',
      quantization: Quantization.BF16,
      source: 'repository name, 2026-05',
    },
    fp8: {
      repository: 'nvidia/NVIDIA-Nemotron-3-Super-120B-A12B-FP8',
      quantization: Quantization.FP8_HYBRID,
      source: 'hf_quant_config.json (FP8, KV cache FP8), 2026-05; attention and next-token layer taken to stay BF16',
    },
    nvfp4: {
      repository: 'nvidia/NVIDIA-Nemotron-3-Super-120B-A12B-NVFP4',
      quantization: Quantization.NVFP4_HYBRID,
      source:
        'hf_quant_config.json (NVFP4, KV cache FP8), 67.2e9 stored weights without scales: only routed experts are packed, 2026-05',
    },
  },
  NEMOTRON_3_ULTRA: {
    bf16: {
      repository: 'nvidia/NVIDIA-Nemotron-3-Ultra-550B-A55B-BF16',
      quantization: Quantization.BF16,
      source: 'config.json, 2026-05',
    },
    fp8: {
      repository: 'nvidia/NVIDIA-Nemotron-3-Ultra-550B-A55B-FP8',
      quantization: Quantization.FP8_HYBRID,
      source: 'hf_quant_config.json (FP8, KV cache FP8), 2026-05; parts as in Nemotron-3-Super',
    },
    nvfp4: {
      repository: 'nvidia/NVIDIA-Nemotron-3-Ultra-550B-A55B-NVFP4',
      quantization: Quantization.NVFP4_HYBRID,
      source: 'hf_quant_config.json (NVFP4, KV cache FP8), 2026-05; parts as in Nemotron-3-Super',
    },
  },
  QWEN3_5_122B_A10B: {
    bf16: {
      repository: 'Qwen/Qwen3.5-122B-A10B',
      quantization: Quantization.BF16,
      source: 'config.json, 2026-05',
    },
    fp8: {
      repository: 'Qwen/Qwen3.5-122B-A10B-FP8',
      quantization: Quantization.FP8_BLOCK,
      source:
        'ai-dynamo/dynamo recipes/qwen3.5-122b/fp8 says FP8, 2026-11; blocks of 128 x 128 as in other FP8 repositories of Qwen',
    },
    nvfp4: {
      repository: 'nvidia/Qwen3.5-122B-A10B-NVFP4',
      servedName: 'Qwen/Qwen3.5-122B-A10B',
      quantization: Quantization.NVFP4_EXPERTS,
      source:
        'config.json and hf_quant_config.json (NVFP4, KV cache FP8), 2026-05; all but routed experts taken to stay BF16 (the larger reading)',
    },
  },
} as const satisfies Record<HybridModelId, Readonly<Partial<Record<Precision, CheckpointRow>>>>;
