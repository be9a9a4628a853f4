import { Size } from 'cdk8s';
import { type Env, KvPrecision, Release, type SglangFlags, type VllmFlags } from '../constructs';
import type { RecipeDifference } from './blueprint';

/**
 * The first release whose own images serve DeepSeek-V4; that of 1.2 needed development builds.
 * Source: ai-dynamo/dynamo recipes/deepseek-v4/deepseek-v4-pro/vllm/disagg-b200-agentic (image 1.3.1), 2026-08.
 */
export const SINCE = Release.V1_3;

/** The KV cache of the model is FP8, in blocks of 256 tokens. */
export const DEEPSEEK_V4 = { kvPrecision: KvPrecision.FP8, kvBlockTokens: 256 } as const;

/** As the recipes ask for. */
export const SHARED_MEMORY = Size.gibibytes(200);

const PARSERS = { dynReasoningParser: 'deepseek_v4', dynToolCallParser: 'deepseek_v4' } as const;

export const SGLANG_FLAGS: SglangFlags = {
  ...PARSERS,
  disableFlashinferAutotune: true,
  moeRunnerBackend: 'flashinfer_mxfp4',
};

/** Kernels are compiled when they are first used, with few shapes tried before. */
export const SGLANG_ENV: Env = {
  GLOO_SOCKET_IFNAME: 'eth0',
  NCCL_CUMEM_ENABLE: '1',
  SGLANG_JIT_DEEPGEMM_FAST_WARMUP: '1',
  SGLANG_JIT_DEEPGEMM_PRECOMPILE: '0',
};

export const VLLM_PARSING: VllmFlags = { ...PARSERS, tokenizerMode: 'deepseek_v4' };

/** For Blackwell: what the indexer of sparse attention keeps is FP4. */
export const VLLM_FLAGS: VllmFlags = { ...VLLM_PARSING, attentionConfig: { use_fp4_indexer_cache: true } };

/** How the steps of decode workers are compiled. */
export const DECODE_COMPILATION = { cudagraph_mode: 'FULL_AND_PIECEWISE', custom_ops: ['all'] } as const;

export const VLLM_ENV: Env = { NCCL_CUMEM_ENABLE: '1', VLLM_SKIP_P2P_CHECK: '1' };

/** Where the graphs with SGLang differ from their recipes. */
export const SGLANG_DIFFERENCES: readonly RecipeDifference[] = [
  {
    at: '*.flags.--kv-cache-dtype',
    added: true,
    reason: 'what the model has anyway, written down, since the memory check counts with it',
  },
  {
    at: '*.flags.--skip-tokenizer-init',
    added: true,
    reason: 'the frontend tokenizes, as the recipes for DeepSeek-R1 have it',
  },
];

/** Where the graphs with SGLang on NVLink over several trays differ from their recipes. */
export const SGLANG_RACK_DIFFERENCES: readonly RecipeDifference[] = [
  ...SGLANG_DIFFERENCES,
  {
    at: 'frontend.env.*',
    reason: 'the recipe gives the engine variables to every component; only workers read them',
  },
];
