import type { PoolRole } from '../description';
import { KvPrecision } from '../hardware';
import { type FlagValue, renderFlags } from './flags';
import type { EngineAdapter, Launch, WorkerPlan } from './worker-plan';

/** Both pools of a graph meet on this port. Source: ai-dynamo/dynamo recipes/deepseek-r1/sglang. */
const BOOTSTRAP_PORT = 30001;
const KV_EVENTS_PORT = 20080;

export const sglang: EngineAdapter<'sglang'> = {
  kind: 'sglang',
  image: 'sglang-runtime',
  defaults: (role: PoolRole) => ({
    memoryFraction: 0.8,
    batchSize: role === 'prefill' ? 64 : 256,
    batchedTokens: 8192,
    chunkedPrefill: true,
    sharedMemoryGib: 80,
  }),
  launch: (plan: WorkerPlan<'sglang'>): Launch => ({
    command: ['python3', '-m', 'dynamo.sglang'],
    args: renderFlags({ ...computedFlags(plan), ...plan.config }),
    env: plan.nixlBackend === 'LIBFABRIC' ? { SGLANG_DISAGGREGATION_NIXL_BACKEND: 'LIBFABRIC' } : {},
  }),
};

function computedFlags(plan: WorkerPlan<'sglang'>): Readonly<Record<string, FlagValue | undefined>> {
  const { parallelism, limits, role } = plan;
  const disaggregated = role !== 'aggregated';
  const attentionDp = parallelism.attentionDp > 1;
  return {
    modelPath: plan.checkpoint.repository,
    revision: plan.checkpoint.revision,
    servedModelName: plan.servedName,
    tp: parallelism.tensor,
    ppSize: parallelism.pipeline > 1 ? parallelism.pipeline : undefined,
    dp: attentionDp ? parallelism.attentionDp : parallelism.data > 1 ? parallelism.data : undefined,
    enableDpAttention: attentionDp ? true : undefined,
    epSize: parallelism.expert > 1 ? parallelism.expert : undefined,
    disaggregationMode: role === 'aggregated' ? undefined : role,
    disaggregationTransferBackend: disaggregated ? 'nixl' : undefined,
    disaggregationBootstrapPort: disaggregated ? BOOTSTRAP_PORT : undefined,
    host: disaggregated ? '0.0.0.0' : undefined,
    memFractionStatic: plan.memoryFraction,
    contextLength: limits.sequenceTokens,
    // SGLang divides them among the attention groups, and does not start when one gets none.
    maxRunningRequests: Math.max(limits.batchSize, parallelism.attentionDp),
    chunkedPrefillSize: limits.chunkedPrefill ? limits.batchedTokens : -1,
    pageSize: plan.kvBlockTokens,
    kvCacheDtype: plan.kvPrecision === KvPrecision.FP8 ? 'fp8_e4m3' : undefined,
    kvEventsConfig: plan.kvEvents
      ? { publisher: 'zmq', topic: 'kv-events', endpoint: `tcp://*:${KV_EVENTS_PORT}`, enable_kv_cache_events: true }
      : undefined,
    skipTokenizerInit: true,
  };
}
