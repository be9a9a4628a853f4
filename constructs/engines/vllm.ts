import type { PoolRole } from '../description';
import { KvPrecision } from '../hardware';
import { Release } from '../releases';
import { type FlagValue, renderFlags } from './flags';
import type { EngineAdapter, Launch, WorkerPlan } from './worker-plan';

/** Port on which a worker publishes KV events. Source: ai-dynamo/dynamo recipes (qwen3-32b disagg-kv-router). */
const KV_EVENTS_PORT = 20080;

export const vllm: EngineAdapter<'vllm'> = {
  kind: 'vllm',
  image: 'vllm-runtime',
  defaults: (role: PoolRole) => ({
    memoryFraction: 0.9,
    batchSize: role === 'prefill' ? 32 : 256,
    batchedTokens: 8192,
    chunkedPrefill: true,
    sharedMemoryGib: 16,
  }),
  launch: (plan: WorkerPlan<'vllm'>): Launch => ({
    command: ['python3', '-m', 'dynamo.vllm'],
    args: renderFlags({ ...computedFlags(plan), ...plan.config }),
    env: {},
  }),
};

function computedFlags(plan: WorkerPlan<'vllm'>): Readonly<Record<string, FlagValue | undefined>> {
  const { parallelism, limits, role } = plan;
  const disaggregated = role !== 'aggregated';
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
    kvTransferConfig: disaggregated ? transferConfig(plan) : undefined,
    kvEventsConfig: plan.kvEvents
      ? {
          enable_kv_cache_events: true,
          publisher: 'zmq',
          topic: 'kv-events',
          endpoint: `tcp://*:${KV_EVENTS_PORT}`,
        }
      : undefined,
    blockSize: plan.kvBlockTokens,
    kvCacheDtype: plan.kvPrecision === KvPrecision.FP8 ? 'fp8' : undefined,
    gpuMemoryUtilization: plan.memoryFraction,
    maxModelLen: limits.sequenceTokens,
    maxNumSeqs: limits.batchSize,
    maxNumBatchedTokens: limits.batchedTokens,
    enableChunkedPrefill: limits.chunkedPrefill ? undefined : false,
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

function transferConfig(plan: WorkerPlan<'vllm'>): FlagValue {
  return {
    kv_connector: 'NixlConnector',
    kv_role: 'kv_both',
    kv_connector_extra_config: plan.nixlBackend === 'LIBFABRIC' ? { backends: ['LIBFABRIC'] } : undefined,
  };
}
