import type { PoolRole } from '../description';
import { InvalidValueError } from '../findings';
import { KvPrecision } from '../hardware';
import { kvEventFlags } from '../releases';
import { renderConfig } from './config-text';
import { type FlagLayer, renderFlags } from './flags';
import type { JsonValue, TrtllmConfig } from './trtllm-config';
import type { ConfigFile, EngineAdapter, Launch, WorkerPlan } from './worker-plan';

/** Folder of the engine configuration file in the container. */
const CONFIG_FOLDER = '/etc/dynamo/engine';
/** From this many expert-parallel ranks on, experts are spread with the wide-EP kernels. Source: ai-dynamo/dynamo recipes (DEP32). */
const WIDE_EP = 16;

export interface TrtllmOptions {
  /**
   * Whether workers publish the engine's own metrics. Before release 1.6 they come together with KV events.
   * @default false
   */
  readonly publishMetrics?: boolean;
}

/** What goes into the engine configuration file. */
type FileContent = Readonly<Record<string, unknown>>;

export const trtllm = ({ publishMetrics = false }: TrtllmOptions): EngineAdapter<'trtllm'> => ({
  kind: 'trtllm',
  image: 'tensorrtllm-runtime',
  defaults: (role: PoolRole) => ({
    memoryFraction: role === 'prefill' ? 0.85 : 0.8,
    batchSize: role === 'prefill' ? 16 : 256,
    batchedTokens: role === 'decode' ? 256 : 8192,
    chunkedPrefill: role === 'aggregated',
    sharedMemoryGib: 80,
  }),
  readsFile: ({ flags }) => flags?.extraEngineArgs !== null,
  predictsNextTokens: (config) => config.speculative_config?.decoding_type === 'MTP',
  redundantExperts({ moe_config: { load_balancer: balancer } = {} }, experts) {
    // The path of a file says nothing of what is in it.
    const slots = typeof balancer === 'object' ? (balancer?.num_slots ?? experts) : experts;
    return Math.max(0, slots - experts);
  },
  launch(given: WorkerPlan<'trtllm'>): Launch {
    const apart = given.release.atLeast('1.6');
    const plan = publishMetrics && !apart ? { ...given, kvEvents: true } : given;
    const { extra = {}, ...flags } = plan.config.flags ?? {};
    const { attentionDp, expert } = plan.parallelism;
    const configFile = flags.extraEngineArgs === null ? undefined : fileAt(plan, flags.extraEngineArgs);
    return {
      command: ['python3', '-m', 'dynamo.trtllm'],
      args: renderFlags(computedFlags(plan, publishMetrics, configFile), flags, extra),
      env: {
        TLLM_LOG_LEVEL: 'info',
        TRTLLM_ENABLE_PDL: '1',
        // Ranks that attend to different requests meet in the experts.
        ...(attentionDp > 1 && expert > 1 ? { TRTLLM_MOE_ENABLE_ALLTOALL_WITHOUT_ALLGATHER: '1' } : {}),
        ...(plan.nixlBackend === 'LIBFABRIC' ? { TRTLLM_NIXL_KVCACHE_BACKEND: 'LIBFABRIC' } : {}),
      },
      ...(configFile === undefined ? {} : { configFile }),
    };
  },
});

function computedFlags(
  plan: WorkerPlan<'trtllm'>,
  publishMetrics: boolean,
  configFile: ConfigFile | undefined,
): FlagLayer {
  const publishing = plan.kvEvents ? kvEventFlags(plan.release) : publishMetrics ? ['--publish-metrics'] : [];
  return {
    modelPath: plan.checkpoint.repository,
    revision: plan.checkpoint.revision,
    servedModelName: plan.servedName,
    extraEngineArgs: configFile === undefined ? undefined : `${configFile.folder}/${configFile.name}`,
    disaggregationMode: plan.role === 'aggregated' ? undefined : plan.role,
    kvBlockSize: plan.kvBlockTokens,
    ...Object.fromEntries(publishing.map((name) => [name, true])),
  };
}

/** @throws InvalidValueError for a path that is no file in a folder of its own */
function fileAt(plan: WorkerPlan<'trtllm'>, path = `${CONFIG_FOLDER}/${plan.role}.yaml`): ConfigFile {
  const [, folder, name] = /^(\/.+)\/([^/]+)$/.exec(path) ?? [];
  if (folder === undefined || name === undefined) {
    throw new InvalidValueError('flags.extraEngineArgs', path, `an absolute path such as ${CONFIG_FOLDER}/decode.yaml`);
  }
  return { name, folder, content: renderConfig(engineConfig(plan)) };
}

/** The computed configuration with the user's settings over it, group by group. */
function engineConfig(plan: WorkerPlan<'trtllm'>): FileContent {
  const { extra, omit = [], flags: _, ...own } = plan.config;
  const merged: FileContent = { ...merge(computedConfig(plan), own), ...extra };
  return omit.reduce(without, merged);
}

/** The file without a key, or without a key of one of its groups (`kv_cache_config.dtype`). */
function without(content: FileContent, key: string): FileContent {
  const [first = '', second] = key.split('.');
  const { [first]: group, ...rest } = content;
  if (second === undefined || !isGroup(group)) {
    return rest;
  }
  const { [second]: _, ...kept } = group;
  return { ...content, [first]: kept };
}

function computedConfig(plan: WorkerPlan<'trtllm'>): TrtllmConfig {
  const { parallelism, limits, role } = plan;
  const { architecture } = plan.checkpoint.model;
  // Of an unlisted model only this tells: there must be experts to spread.
  const moe = architecture === undefined ? parallelism.expert > 1 : architecture.experts !== undefined;
  const blockTokens = plan.kvBlockTokens === undefined ? {} : { tokens_per_block: plan.kvBlockTokens };
  return {
    tensor_parallel_size: parallelism.tensor,
    pipeline_parallel_size: parallelism.pipeline,
    ...(moe ? { moe_expert_parallel_size: parallelism.expert } : {}),
    ...(moe && parallelism.expert > 1 && parallelism.expertTensor > 1
      ? { moe_tensor_parallel_size: parallelism.expertTensor }
      : {}),
    enable_attention_dp: parallelism.attentionDp > 1,
    max_batch_size: limits.batchSize,
    max_num_tokens: limits.batchedTokens,
    max_seq_len: limits.sequenceTokens,
    ...(limits.chunkedPrefill ? { enable_chunked_prefill: true } : {}),
    disable_overlap_scheduler: role === 'prefill',
    kv_cache_config: {
      dtype: plan.kvPrecision === KvPrecision.FP8 ? 'fp8' : 'auto',
      free_gpu_memory_fraction: plan.memoryFraction,
      // Routing by KV events needs the cache to keep blocks after a request.
      enable_block_reuse: plan.kvEvents,
      ...blockTokens,
    },
    ...(role === 'prefill'
      ? { cuda_graph_config: null }
      : { cuda_graph_config: { enable_padding: true, max_batch_size: limits.batchSize } }),
    ...(parallelism.expert >= WIDE_EP ? { moe_config: { backend: 'WIDEEP' } } : {}),
    ...(role === 'aggregated'
      ? {}
      : {
          cache_transceiver_config: {
            backend: plan.nixlBackend === 'LIBFABRIC' ? 'NIXL' : 'DEFAULT',
            max_tokens_in_buffer: transferBufferTokens(plan.longestInputTokens),
          },
        }),
    print_iter_log: true,
  };
}

/** Above the longest prompt by an eighth, in steps of 512 tokens: a buffer that a prompt fills exactly can deadlock. */
function transferBufferTokens(longestInputTokens: number): number {
  return Math.ceil((longestInputTokens * 9) / 8 / 512) * 512;
}

/** Nested groups are merged key by key; anything else, `null` included, replaces. */
function merge(base: TrtllmConfig, over: TrtllmConfig): FileContent {
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const current = result[key];
    result[key] = isGroup(current) && isGroup(value) ? { ...current, ...value } : value;
  }
  return result;
}

function isGroup(value: unknown): value is Readonly<Record<string, JsonValue>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
