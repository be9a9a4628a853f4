import type { PoolRole } from '../description';
import { requireWhole } from '../findings';
import { KvPrecision } from '../hardware';
import { type ComputedFlags, renderFlags } from './flags';
import type { SglangFlags } from './sglang-flags';
import type { EngineAdapter, Launch, WorkerPlan } from './worker-plan';

const KV_EVENTS_PORT = 20080;

export interface SglangOptions {
  /**
   * What moves KV cache from prefill to decode.
   * @default 'nixl'
   */
  readonly transfer?: 'nixl' | 'mooncake';
  /**
   * Port on which prefill and decode workers meet, from 1 to 65535.
   * @default 30001, as in ai-dynamo/dynamo recipes/deepseek-r1/sglang
   */
  readonly bootstrapPort?: number;
  /**
   * Whether expert-parallel workers carry tokens to experts with DeepEP: kernels for throughput in prefill pools, for latency in
   * decode pools, by the pass in others. Source: SGLang docs/advanced_features/expert_parallelism.md.
   * @default false
   */
  readonly deepEp?: boolean;
}

/** @throws InvalidValueError for a bootstrap port that is none */
export function sglang(options: SglangOptions): EngineAdapter<'sglang'> {
  const { transfer = 'nixl', bootstrapPort = 30001, deepEp = false } = options;
  requireWhole('bootstrapPort', bootstrapPort, 1, 65_535);
  return {
    kind: 'sglang',
    image: 'sglang-runtime',
    defaults: (role: PoolRole) => ({
      memoryFraction: 0.8,
      batchSize: role === 'prefill' ? 64 : 256,
      batchedTokens: 8192,
      chunkedPrefill: true,
      sharedMemoryGib: 80,
    }),
    // EAGLE without a draft model runs the layers that came with the model.
    predictsNextTokens: ({ speculativeAlgorithm, speculativeAlgo, speculativeDraftModelPath }) =>
      ['EAGLE', 'NEXTN'].includes(speculativeAlgorithm ?? speculativeAlgo ?? '') &&
      (speculativeDraftModelPath ?? undefined) === undefined,
    redundantExperts: ({ epNumRedundantExperts }) => epNumRedundantExperts ?? 0,
    launch(plan: WorkerPlan<'sglang'>): Launch {
      const { extra = {}, ...own } = plan.config;
      return {
        command: ['python3', '-m', 'dynamo.sglang'],
        args: renderFlags(
          { ...computedFlags(plan, { transfer, bootstrapPort }), ...(deepEp ? expertKernels(plan) : {}) },
          own,
          extra,
        ),
        env:
          plan.nixlBackend === 'LIBFABRIC' && transfer === 'nixl'
            ? { SGLANG_DISAGGREGATION_NIXL_BACKEND: 'LIBFABRIC' }
            : {},
      };
    },
  };
}

const DEEPEP_MODE = { prefill: 'normal', decode: 'low_latency', aggregated: 'auto', encode: 'auto' } as const;

function expertKernels({ parallelism, role }: WorkerPlan<'sglang'>): ComputedFlags<SglangFlags> {
  return parallelism.expert > 1 ? { moeA2aBackend: 'deepep', deepepMode: DEEPEP_MODE[role] } : {};
}

function computedFlags(
  plan: WorkerPlan<'sglang'>,
  options: Required<Omit<SglangOptions, 'deepEp'>>,
): ComputedFlags<SglangFlags> {
  const { parallelism, limits, role } = plan;
  const disaggregated = role === 'prefill' || role === 'decode';
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
    disaggregationMode: role === 'aggregated' ? (plan.multimodal ? 'pd' : undefined) : role,
    disaggregationTransferBackend: disaggregated ? options.transfer : undefined,
    disaggregationBootstrapPort: disaggregated ? options.bootstrapPort : undefined,
    host: disaggregated ? '0.0.0.0' : undefined,
    enableMultimodal: plan.multimodal ? true : undefined,
    // Everyone but the encode pool takes embeddings from it.
    dedicatedMmEncoder: plan.multimodal && role !== 'encode' ? true : undefined,
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
