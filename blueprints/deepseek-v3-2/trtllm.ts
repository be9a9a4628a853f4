import { type Env, Parallelism, type TrtllmConfig } from '../../constructs';
import type { RecipeDifference } from '../blueprint';

/** Eight GPUs on two trays, whose experts and attention groups meet over NVLink. */
export const PARALLELISM = Parallelism.attentionDp(8);

/** Router and engine count in blocks of this many tokens, as the recipes do. */
export const KV_BLOCK_TOKENS = 64;

export const ENV: Env = {
  GLOO_SOCKET_IFNAME: 'eth0',
  NCCL_GRAPH_MIXING_SUPPORT: '0',
  NCCL_SOCKET_IFNAME: 'eth0',
  NCCL_STORE_TIMEOUT: '7200',
  NVIDIA_GDRCOPY: '1',
  TLLM_LOG_LEVEL: 'INFO',
  TRTLLM_SERVER_DISABLE_GC: '1',
  TRTLLM_WORKER_DISABLE_GC: '1',
};

/** For workers that generate tokens: expert communication by two-sided NVLink kernels. */
export const GENERATION_ENV: Env = {
  ...ENV,
  ENABLE_CONFIGURABLE_MOE: '1',
  TRTLLM_FORCE_COMM_METHOD: 'NVLINK_TWO_SIDED',
};

export const GENERATION: TrtllmConfig = {
  allreduce_strategy: 'MNNVL',
  num_postprocess_workers: 8,
  stream_interval: 10,
};

/** Where both graphs differ from their recipes. */
export const DIFFERENCES: readonly RecipeDifference[] = [
  ...['*.flags.--request-plane', 'frontend.flags.--router-reset-states'].map((at) => ({
    at,
    reason: 'requests travel over TCP and the router keeps nothing in NATS, so that no NATS server is needed',
  })),
  {
    at: '*.flags.--publish-*',
    reason: 'workers tell of their KV cache if the router asks for it, with the flag that the release knows',
  },
  { at: '*.env.TRITON_CACHE_DIR', reason: 'kernels compiled by one release must not meet another on the shared claim' },
  { at: 'computeDomain.nodes', reason: 'the domain of the recipe stands in a file beside it, to be applied first' },
  {
    at: '*.sharedMemory',
    reason: 'the recipe says nothing and so gets 8 GiB; the other TensorRT-LLM recipes have 80 GiB',
  },
];
