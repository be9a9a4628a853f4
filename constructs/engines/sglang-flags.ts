import type { FlagValue, Overridable } from './flags';
import type { KvEventsConfig } from './vllm-flags';
import type { WorkerFlags } from './worker-flags';

/**
 * Flags of SGLang, in camelCase: `watchdogTimeout: 3600` is rendered as the two tokens `--watchdog-timeout 3600`, `true` as a bare
 * flag, a list as several tokens, an object as JSON. `null` leaves out what Stator computes. Source: SGLang server arguments
 * (docs/advanced_features/server_arguments.md, 0.5.11 to 0.5.21) as used by ai-dynamo/dynamo recipes, 2026-11;
 * flags that no recipe uses were not compared with the engine's sources: `extra` takes any flag and value.
 */
export interface SglangFlags extends Overridable<KnownSglangFlags> {
  /** Any further flag by its name, with or without a value of its own; wins over the others. */
  readonly extra?: Readonly<Record<string, FlagValue | null>>;
}

interface KnownSglangFlags
  extends WorkerFlags,
    SglangModelFlags,
    SglangParallelFlags,
    SglangCacheFlags,
    SglangSpeculativeFlags,
    SglangRunFlags {}

/** What is loaded, and how requests are read. */
interface SglangModelFlags {
  /** Repository or folder of the checkpoint. Computed from the graph's model. */
  readonly modelPath?: string;
  /** Commit of the repository. Computed from the checkpoint. */
  readonly revision?: string;
  /** Name under which the API serves the model. Computed from the graph. */
  readonly servedModelName?: string;
  readonly tokenizerPath?: string;
  readonly trustRemoteCode?: true;
  readonly dtype?: 'auto' | 'bfloat16' | 'float16' | 'float32';
  /** How the weights are quantized, where the checkpoint does not say. */
  readonly quantization?:
    | 'fp8'
    | 'modelopt'
    | 'modelopt_fp8'
    | 'modelopt_fp4'
    | 'mxfp4'
    | 'awq'
    | 'gptq'
    | 'w8a8_fp8'
    | 'w4afp8'
    | 'compressed-tensors';
  readonly modelLoaderExtraConfig?: Readonly<Record<string, FlagValue>>;
  /** Longest sequence. Computed from the pool's limits. */
  readonly contextLength?: number;
  /** Whether the engine leaves reading and writing text to Dynamo. Computed. */
  readonly skipTokenizerInit?: true;
  /** Whether requests with images, videos or sound are taken. Computed in graphs with an encode pool. */
  readonly enableMultimodal?: true;
  /** Whether embeddings come from an encode pool. Computed in graphs with one. */
  readonly dedicatedMmEncoder?: true;
  readonly enableLora?: true;
  /** Adapters loaded at start, each `name=path`. */
  readonly loraPaths?: readonly string[];
  readonly maxLorasPerBatch?: number;
  readonly maxLoraRank?: number;
}

/** How a worker is cut over GPUs. Sizes come from the pool; the operator adds what depends on the node. */
interface SglangParallelFlags {
  readonly tp?: number;
  readonly ppSize?: number;
  /** Data-parallel ranks; with `enableDpAttention` they divide the tensor-parallel ones. */
  readonly dp?: number;
  readonly epSize?: number;
  readonly enableDpAttention?: true;
  /** Cuts the output layer over attention groups, which saves an all-gather over all ranks. */
  readonly enableDpLmHead?: true;
  readonly moeDenseTpSize?: number;
  /** Kernels that carry tokens to experts and back. */
  readonly moeA2aBackend?: string;
  /** Kernels of DeepEP: for throughput, for latency, or by the pass. */
  readonly deepepMode?: 'auto' | 'normal' | 'low_latency';
  /** File with the settings of DeepEP's kernels. */
  readonly deepepConfig?: string;
  readonly moeRunnerBackend?: string;
  /** Whether busy experts are copied and moved while serving. */
  readonly enableEplb?: true;
  readonly eplbAlgorithm?: string;
  /** Passes between two rearrangements. */
  readonly eplbRebalanceNumIterations?: number;
  /** Copies of experts over all ranks together, beside the experts themselves. */
  readonly epNumRedundantExperts?: number;
  readonly epDispatchAlgorithm?: string;
  readonly initExpertLocation?: string;
  /** Whether a batch is cut in two, so that one half computes while the other communicates. */
  readonly enableTwoBatchOverlap?: true;
  readonly enableSingleBatchOverlap?: true;
  readonly loadBalanceMethod?:
    | 'auto'
    | 'round_robin'
    | 'follow_bootstrap_room'
    | 'total_requests'
    | 'total_tokens'
    | 'shortest_queue'
    | 'minimum_tokens';
  /** Spreads requests of prefill workers over the attention groups of decode workers. */
  readonly prefillRoundRobinBalance?: true;
  readonly disableCustomAllReduce?: true;
  readonly enableFlashinferAllreduceFusion?: true;
}

/** The KV cache: where it is, who moves it, and who hears of it. */
interface SglangCacheFlags {
  /** Tokens per block. Computed where the router follows blocks. */
  readonly pageSize?: number;
  readonly kvCacheDtype?: 'auto' | 'bf16' | 'fp8_e4m3' | 'fp8_e5m2' | 'fp4_e2m1';
  readonly disableRadixCache?: true;
  /** Keeps KV cache in host memory and below (HiCache). */
  readonly enableHierarchicalCache?: true;
  /** Host memory for KV cache as a multiple of that on the GPU. */
  readonly hicacheRatio?: number;
  /** Host memory for KV cache in GB; wins over the ratio. */
  readonly hicacheSize?: number;
  readonly hicacheWritePolicy?: 'write_back' | 'write_through' | 'write_through_selective';
  readonly hicacheIoBackend?: 'direct' | 'kernel' | 'kernel_ascend';
  readonly hicacheMemLayout?: 'layer_first' | 'page_first' | 'page_first_direct' | 'page_first_kv_split' | 'page_head';
  /** `file`, `mooncake`, `hf3fs`, `nixl`, `aibrix`, `dynamic` and others. */
  readonly hicacheStorageBackend?: string;
  readonly hicacheStoragePrefetchPolicy?: 'best_effort' | 'wait_complete' | 'timeout';
  readonly hicacheStorageBackendExtraConfig?: Readonly<Record<string, FlagValue>>;
  readonly enableLmcache?: true;
  /** Where the worker publishes which blocks it holds. Computed where the router follows events. */
  readonly kvEventsConfig?: KvEventsConfig;
  /** Computed from the pool's role. */
  readonly disaggregationMode?: 'agg' | 'pd' | 'prefill' | 'decode' | 'encode' | 'null';
  /** What moves KV cache. Both pools have to use the same. Computed for disaggregated graphs. */
  readonly disaggregationTransferBackend?: string;
  /** Port on which both pools meet. Computed for disaggregated graphs. */
  readonly disaggregationBootstrapPort?: number;
  readonly disaggregationIbDevice?: string;
  /** Ratio of Mamba states to KV cache in memory. */
  readonly mambaFullMemoryRatio?: number;
  readonly mambaSsmDtype?: 'float32' | 'bfloat16' | 'float16';
}

/** Speculative decoding. */
interface SglangSpeculativeFlags {
  readonly speculativeAlgorithm?: 'EAGLE' | 'EAGLE3' | 'NEXTN' | 'STANDALONE' | 'NGRAM';
  /** The former name of `speculativeAlgorithm`, which recipes of 1.2 use. */
  readonly speculativeAlgo?: 'EAGLE' | 'EAGLE3' | 'NEXTN' | 'STANDALONE' | 'NGRAM';
  /** Repository or folder of the draft model; models with layers for multi-token prediction need none. */
  readonly speculativeDraftModelPath?: string;
  readonly speculativeNumSteps?: number;
  readonly speculativeEagleTopk?: number;
  readonly speculativeNumDraftTokens?: number;
  readonly speculativeAttentionMode?: 'prefill' | 'decode';
  readonly speculativeMoeRunnerBackend?: string;
}

/** How the engine runs. */
interface SglangRunFlags {
  /** Address that the worker listens on. Computed for disaggregated graphs. */
  readonly host?: string;
  /** Share of GPU memory for weights and KV cache. Computed from the pool. */
  readonly memFractionStatic?: number;
  /** Most sequences in a batch. Computed from the pool's limits. */
  readonly maxRunningRequests?: number;
  /** Most tokens of a prompt in a pass, -1 for whole prompts. Computed from the pool's limits. */
  readonly chunkedPrefillSize?: number;
  /** Most prompt tokens in a pass, over all prompts. */
  readonly maxPrefillTokens?: number;
  readonly maxTotalTokens?: number;
  readonly schedulePolicy?: 'lpm' | 'random' | 'fcfs' | 'dfs-weight' | 'lof' | 'priority';
  readonly scheduleConservativeness?: number;
  readonly attentionBackend?: string;
  readonly prefillAttentionBackend?: string;
  readonly decodeAttentionBackend?: string;
  /** Kernels of sparse attention in prefill, with `attentionBackend: 'nsa'`. */
  readonly nsaPrefillBackend?: string;
  /** Kernels of sparse attention in decode, with `attentionBackend: 'nsa'`. */
  readonly nsaDecodeBackend?: string;
  readonly samplingBackend?: 'flashinfer' | 'pytorch' | 'ascend';
  /** Largest batch for which a CUDA graph is captured. */
  readonly cudaGraphMaxBs?: number;
  /** Batches for which CUDA graphs are captured. */
  readonly cudaGraphBs?: readonly number[];
  readonly disableCudaGraph?: true;
  readonly disableCudaGraphPadding?: true;
  readonly disableOverlapSchedule?: true;
  readonly disableFlashinferAutotune?: true;
  readonly enableTorchCompile?: true;
  /** Answers carry the new tokens only, not all up to now. */
  readonly incrementalStreamingOutput?: true;
  /** Tokens that are sent together. */
  readonly streamInterval?: number;
  /** Seconds without progress after which the engine gives up. */
  readonly watchdogTimeout?: number;
  readonly enableMetrics?: true;
  readonly logLevel?: 'debug' | 'info' | 'warning' | 'error';
  readonly numContinuousDecodeSteps?: number;
  readonly randomSeed?: number;
}
