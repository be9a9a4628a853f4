import type { Env } from '../../constructs';
import type { RecipeDifference } from '../blueprint';
import { VLLM_ENV } from '../deepseek-v4';

/** Reading the weights takes longer than vLLM waits by default. */
export const ENV: Env = { ...VLLM_ENV, VLLM_ENGINE_READY_TIMEOUT_S: '5400' };

/** For workers over two trays of a GB200 NVL72. */
export const RACK_ENV: Env = {
  GLOO_SOCKET_IFNAME: 'eth0',
  NCCL_CUMEM_ENABLE: '1',
  NCCL_P2P_LEVEL: 'NVL',
  NCCL_SOCKET_IFNAME: 'eth0',
  NCCL_STORE_TIMEOUT: '7200',
  NVIDIA_GDRCOPY: '1',
  TILELANG_CLEANUP_TEMP_FILES: '1',
  UCX_CUDA_IPC_ENABLE_MNNVL: 'y',
  UCX_MEMTYPE_CACHE: 'n',
  UCX_TLS: 'cuda_copy,cuda_ipc,tcp',
  VLLM_ENGINE_READY_TIMEOUT_S: '5400',
  VLLM_USE_NCCL_SYMM_MEM: '1',
};

/** Where the graphs over several trays differ from their recipes. */
export const RACK_DIFFERENCES: readonly RecipeDifference[] = [
  {
    at: '*.env.VLLM_SERVER_DEV_MODE',
    reason: 'opens endpoints that put the engine to sleep, which nobody here calls and anybody could',
  },
  { at: 'frontend.sharedMemory', reason: 'the frontend holds nothing in shared memory' },
  {
    at: 'computeDomain.nodes',
    reason: 'the domain is counted, so that NVIDIA driver versions which wait for its nodes do not start too early',
  },
];
