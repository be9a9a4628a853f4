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
  { at: '*.parallelism.*', added: true, reason: 'sizes are written down, even where they are one' },
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
  ...['MODEL_PATH', 'MODEL_NAME', 'SERVED_MODEL_NAME', 'ENGINE_ARGS'].map((name) => ({
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
    '*.flags.--block-size',
    '*.flags.--page-size',
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
  { at: '*.env.POD_UID', reason: 'the operator sets it in every pod' },
  { at: '*.env.HF_TOKEN', reason: 'only the download asks the hub, pods read from the claim' },
  { at: '*.env.NCCL_DEBUG', reason: 'lines for each communicator are for debugging' },
  {
    at: '*.env.CUDA_VISIBLE_DEVICES',
    reason: 'the device plugin gives a pod its GPUs; some recipes list more than they ask for',
  },
  ...['NCCL_CUMEM_ENABLE', 'NCCL_MNNVL_ENABLE', 'NCCL_NVLS_ENABLE', 'UCX_CUDA_IPC_ENABLE_MNNVL'].map((name) => ({
    at: `*.env.${name}`,
    added: true,
    reason: 'every pod on multi-node NVLink has what most recipes there set',
  })),
  { at: '*.engine.moe_tensor_parallel_size', reason: 'follows from the tensor and the expert size' },
  { at: '*.engine.print_iter_log', reason: 'a line for each pass is for debugging, and metrics tell the same' },
];

/** Where graphs whose router remembers its own choices differ from their recipes. */
export const APPROXIMATE_ROUTING: readonly RecipeDifference[] = [
  { at: 'frontend.flags.--no-kv-events', reason: 'releases after 1.1 have no such flag' },
  { at: 'frontend.flags.--no-router-kv-events', reason: 'the name of --no-kv-events in releases after 1.1' },
];

/** For recipes on multi-node NVLink that name RDMA transports, but ask for no network adapter. */
export const NO_ADAPTERS: readonly RecipeDifference[] = [
  ...['UCX_TLS', 'UCX_IB_GID_INDEX', 'UCX_RC_TIMEOUT', 'UCX_KEEPALIVE_INTERVAL'].map((name) => ({
    at: `*.env.${name}`,
    reason: 'the pods have no network adapter for RDMA: UCX takes NVLink for the cache and TCP to agree on it',
  })),
  { at: '*.env.NCCL_IB_DISABLE', reason: 'the recipe writes the default of NCCL down' },
];
