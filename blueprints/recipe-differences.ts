import type { RecipeDifference } from './blueprint';

/** Where all blueprints differ from the public recipes, and why. */
export const COMMON_DIFFERENCES: readonly RecipeDifference[] = [
  {
    at: '*.claims',
    reason:
      'the claim is named after the graph, since two recipes with the same name in a namespace would share it; the frontend mounts it too, to find the tokenizer',
  },
  { at: '*.env.HF_HOME', reason: 'the claim is mounted at the same place in every graph' },
  { at: '*.env.HF_HUB_OFFLINE', reason: 'pods wait for the download and then never ask the hub' },
  {
    at: '*.env.DYN_*_SECS',
    reason: 'engine and runtime stop waiting before Kubernetes kills the pod, so that running requests can finish',
  },
  {
    at: '*.resources.*',
    reason: "pods get the network devices of their node group's fabric; most recipes leave KV cache to TCP",
  },
  { at: 'frontend.flags.--migration-limit', reason: 'requests move to another worker when theirs goes away' },
  {
    at: 'frontend.flags.--router-mode',
    added: true,
    reason: 'the default is written down, so that a new default changes nothing',
  },
  {
    at: 'frontend.flags.--http-port',
    added: true,
    reason: 'the default is written down, so that service and process agree',
  },
  {
    at: '*.flags.--extra-engine-args',
    reason: 'the configuration file is mounted at the same place in every graph',
  },
  ...['MODEL_PATH', 'SERVED_MODEL_NAME', 'ENGINE_ARGS'].map((name) => ({
    at: `*.env.${name}`,
    reason: 'no shell stands between the manifest and the engine, flags are literal',
  })),
  { at: '*.flags.--revision', reason: 'workers load the very revision that the download Job fetched' },
  ...['max-model-len', 'context-length', 'max-running-requests'].map((flag) => ({
    at: `*.flags.--${flag}`,
    added: true,
    reason: 'bounded by the workload, so that the KV cache provably holds it',
  })),
  ...[
    'max-num-seqs',
    'max-num-batched-tokens',
    'chunked-prefill-size',
    'gpu-memory-utilization',
    'mem-fraction-static',
  ].map((flag) => ({
    at: `*.flags.--${flag}`,
    added: true,
    reason: 'written down, since the memory check counts with it',
  })),
  ...['max_batch_size', 'max_num_tokens', 'max_seq_len', 'kv_cache_config.free_gpu_memory_fraction'].map((key) => ({
    at: `*.engine.${key}`,
    added: true,
    reason: 'written down, since the memory check counts with it',
  })),
  {
    at: '*.flags.--disaggregation-transfer-backend',
    added: true,
    reason: 'both pools must use the same, so it is written down',
  },
  ...['*.flags.--trust-remote-code', '*.engine.trust_remote_code'].map((at) => ({
    at,
    reason: 'the engine knows the architecture; code from the repository would run with access to every request',
  })),
  ...['TLLM_LOG_LEVEL', 'TRTLLM_ENABLE_PDL'].map((name) => ({
    at: `*.env.${name}`,
    added: true,
    reason: 'every TensorRT-LLM worker has what most recipes set',
  })),
  ...[
    'frontend.flags.--kv-cache-block-size',
    '*.flags.--kv-block-size',
    '*.engine.kv_cache_config.tokens_per_block',
  ].map((at) => ({
    at,
    added: true,
    reason: 'router and workers must count blocks of the same size, so it is written down',
  })),
  {
    at: '*.engine.cache_transceiver_config.max_tokens_in_buffer',
    added: true,
    reason: 'the buffer must hold the longest prompt, so it is computed from the workload',
  },
  { at: '*.engine.moe_tensor_parallel_size', reason: 'follows from the tensor and the expert size' },
  { at: '*.engine.print_iter_log', reason: 'a line for each pass is for debugging, and metrics tell the same' },
];
