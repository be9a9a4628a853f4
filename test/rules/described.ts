import type { GraphDescription, MemoryDescription, PoolDescription } from '../../constructs/description';

const GIB = 2 ** 30;

/** What the GPUs of `describedPool` hold. */
export const DESCRIBED_MEMORY: MemoryDescription = {
  gpuBytes: 140 * GIB,
  fraction: 0.9,
  weightBytes: 84 * GIB,
  activationBytes: 6 * GIB,
  nonTorchBytes: 2 * GIB,
  kvCacheBytes: 34 * GIB,
  kvTokensPerWorker: 1_000_000,
};

/** A pool that no rule finds fault with: decode workers of 8 GPUs each on H200 machines. */
export function describedPool(overrides: Partial<PoolDescription> = {}): PoolDescription {
  return {
    name: 'decode',
    path: 'app/r1/decode',
    role: 'decode',
    workers: 1,
    nodesPerWorker: 1,
    gpusPerNode: 8,
    gpusPerWorker: 8,
    gpus: 8,
    nodes: 1,
    parallelism: { tensor: 8, pipeline: 1, data: 1, expert: 1, attentionDp: 1, text: 'TP8' },
    nodeGroup: {
      name: 'h200-sxm',
      gpu: 'H200',
      gpusPerNode: 8,
      gpuMemoryMib: 143771,
      precisions: ['bf16', 'fp8', 'mxfp4'],
      arch: 'amd64',
      fabric: 'infiniband',
      nvlinkDomain: 8,
      allocatableCpu: 191.45,
      allocatableMemoryBytes: 1800 * GIB,
      resources: { 'rdma/ib': 8 },
      nodeSelector: {},
      tolerations: [],
    },
    limits: { batchSize: 256, batchedTokens: 8192, sequenceTokens: 9216, chunkedPrefill: true },
    kv: { precision: 'bf16', bytesPerToken: 70_000, events: false },
    memory: DESCRIBED_MEMORY,
    pod: {
      cpu: 128,
      memoryBytes: 1024 * GIB,
      sharedMemoryBytes: 16 * GIB,
      image: 'vllm-runtime:1.6.1',
      resources: { 'rdma/ib': 1 },
    },
    podSecurity: 'restricted',
    startup: { windowSeconds: 7200, loadSeconds: 300 },
    drainSeconds: 120,
    ...overrides,
  };
}

/** A graph that no rule finds fault with: a frontend and one prefill and one decode pool. */
export function describedGraph(overrides: Partial<GraphDescription> = {}): GraphDescription {
  return {
    name: 'r1',
    path: 'app/r1',
    release: { version: '1.6', patch: '1.6.1' },
    engine: { kind: 'vllm', version: '0.31.0' },
    orchestrator: 'grove',
    planes: { requests: 'tcp', events: 'zmq', discovery: 'kubernetes' },
    model: {
      name: 'DeepSeek-R1',
      servedName: 'deepseek-ai/DeepSeek-R1',
      repository: 'deepseek-ai/DeepSeek-R1',
      precision: 'fp8',
      parameters: 671e9,
      checkpointBytes: 640 * GIB,
      accessible: false,
      layers: 61,
      attentionHeads: 128,
      experts: 256,
      gated: false,
      maxContextTokens: 163_840,
    },
    router: { mode: 'round-robin', kvEvents: false },
    disaggregated: true,
    podSecurity: 'restricted',
    workload: { inputTokens: 8192, outputTokens: 1024 },
    frontends: [{ name: 'frontend', path: 'app/r1/frontend', replicas: 1, migrationLimit: 3 }],
    routers: [],
    pools: [describedPool({ name: 'prefill', path: 'app/r1/prefill', role: 'prefill' }), describedPool()],
    totals: { workers: 2, gpus: 16, nodes: [{ nodeGroup: 'h200-sxm', needed: 2 }] },
    acknowledgements: {},
    ...overrides,
  };
}
