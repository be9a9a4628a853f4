import type { PoolRole } from '../description';
import { KvPrecision } from '../hardware';
import { compareVersionTexts, hybridLayers, Release, VLLM_MOVES_HYBRID_STATES } from '../releases';
import { type ComputedFlags, renderFlags } from './flags';
import { KvConnector } from './kv-connector';
import type { VllmFlags } from './vllm-flags';
import type { EngineAdapter, Launch, WorkerPlan } from './worker-plan';

/** Port on which a worker publishes KV events. Source: ai-dynamo/dynamo recipes (qwen3-32b disagg-kv-router). */
const KV_EVENTS_PORT = 20080;

export interface VllmOptions {
  /**
   * What moves or keeps KV cache outside of the engine.
   * @default KvConnector.nixl()
   */
  readonly kvConnector?: KvConnector;
  /**
   * Whether expert-parallel workers carry tokens to experts with DeepEP: kernels for throughput in prefill pools, for latency in
   * the others. Nodes need InfiniBand or RoCE with IBGDA. Source: ai-dynamo/dynamo recipes/deepseek-r1/vllm/disagg.
   * @default false
   */
  readonly deepEp?: boolean;
}

export const vllm = ({ kvConnector = KvConnector.nixl(), deepEp = false }: VllmOptions): EngineAdapter<'vllm'> => ({
  kind: 'vllm',
  image: 'vllm-runtime',
  defaults: (role: PoolRole) => ({
    memoryFraction: 0.9,
    batchSize: role === 'prefill' ? 32 : 256,
    batchedTokens: 8192,
    chunkedPrefill: true,
    sharedMemoryGib: 16,
  }),
  predictsNextTokens: ({ speculativeConfig }) => speculativeConfig?.method.includes('mtp') ?? false,
  redundantExperts: ({ enableEplb, eplbConfig }) =>
    enableEplb === true ? (eplbConfig?.num_redundant_experts ?? 0) : 0,
  launch(plan: WorkerPlan<'vllm'>): Launch {
    const { extra = {}, ...own } = plan.config;
    return {
      command: ['python3', '-m', 'dynamo.vllm'],
      args: renderFlags({ ...computedFlags(plan, kvConnector), ...(deepEp ? expertKernels(plan) : {}) }, own, extra),
      env: plan.role === 'encode' ? {} : kvConnector.env,
    };
  },
});

function computedFlags(plan: WorkerPlan<'vllm'>, connector: KvConnector): ComputedFlags<VllmFlags> {
  const { parallelism, limits, role } = plan;
  return {
    model: plan.checkpoint.repository,
    revision: plan.checkpoint.revision,
    servedModelName: plan.servedName,
    tensorParallelSize: parallelism.tensor,
    pipelineParallelSize: parallelism.pipeline > 1 ? parallelism.pipeline : undefined,
    dataParallelSize: parallelism.data > 1 ? parallelism.data : undefined,
    dataParallelRpcPort: leaderPort(plan),
    enableExpertParallel: parallelism.expert > 1 ? true : undefined,
    disaggregationMode: role === 'aggregated' ? undefined : role,
    kvTransferConfig: role === 'encode' ? undefined : connector.config({ role, nixlBackend: plan.nixlBackend }),
    kvEventsConfig: plan.kvEvents
      ? {
          enable_kv_cache_events: true,
          publisher: 'zmq',
          topic: 'kv-events',
          endpoint: `tcp://*:${KV_EVENTS_PORT}`,
        }
      : undefined,
    ...(plan.multimodal ? mediaFlags(role) : {}),
    blockSize: plan.kvBlockTokens,
    kvCacheDtype: plan.kvPrecision === KvPrecision.FP8 ? 'fp8' : undefined,
    gpuMemoryUtilization: plan.memoryFraction,
    maxModelLen: limits.sequenceTokens,
    maxNumSeqs: limits.batchSize,
    maxNumBatchedTokens: limits.batchedTokens,
    enableChunkedPrefill: limits.chunkedPrefill ? undefined : false,
    asyncScheduling: waitsForStates(plan) ? false : undefined,
  };
}

/**
 * The operator of release 1.2 lets followers wait for port 29500, while vLLM's data-parallel leader listens on 13445.
 * Source: ai-dynamo/dynamo recipes/deepseek-v4/deepseek-v4-pro/vllm/disagg/gb200.
 */
function leaderPort(plan: WorkerPlan<'vllm'>): number | undefined {
  const waits = plan.nodesPerWorker > 1 && plan.parallelism.data > 1 && plan.release.compareTo(Release.V1_2) === 0;
  return waits ? 29500 : undefined;
}

/** Whether a decode worker that schedules ahead would use states of Mamba or delta-net layers before they are there (rule DYN065). */
function waitsForStates({ role, checkpoint, release }: WorkerPlan<'vllm'>): boolean {
  return (
    role === 'decode' &&
    (checkpoint.model.architecture?.hybrid ?? hybridLayers(checkpoint.repository)) !== undefined &&
    compareVersionTexts(release.engines.vllm, VLLM_MOVES_HYBRID_STATES) < 0
  );
}

/** Whoever reads prompts sends images to the encode pool and takes embeddings from it. Source: ai-dynamo/dynamo examples/multimodal. */
function mediaFlags(role: PoolRole): ComputedFlags<VllmFlags> {
  switch (role) {
    case 'encode':
      return { enableMultimodal: true };
    case 'decode':
      return { enableMultimodal: true, enableMmEmbeds: true };
    case 'aggregated':
    case 'prefill':
      return { routeToEncoder: true, enableMultimodal: true, enableMmEmbeds: true };
  }
}

function expertKernels({ parallelism, role }: WorkerPlan<'vllm'>): ComputedFlags<VllmFlags> {
  if (parallelism.expert <= 1) {
    return {};
  }
  return { all2allBackend: role === 'prefill' ? 'deepep_high_throughput' : 'deepep_low_latency' };
}
