import type { FlagValue, Overridable } from './flags';
import type { KvTransferConfig } from './kv-connector';
import type { WorkerFlags } from './worker-flags';

/**
 * Flags of vLLM, in camelCase: `maxNumSeqs: 512` is rendered as the two tokens `--max-num-seqs 512`, `true` as a bare flag, `false`
 * as `--no-...`, a list as several tokens, an object as JSON. `null` leaves out what Stator computes. Source: vLLM engine arguments
 * (docs/configuration/engine_args.md, 0.20 to 0.31) as used by ai-dynamo/dynamo recipes, 2026-11;
 * flags that no recipe uses were not compared with the engine's sources: `extra` takes any flag and value.
 */
export interface VllmFlags extends Overridable<KnownVllmFlags> {
  /** Any further flag by its name, with or without a value of its own; wins over the others. */
  readonly extra?: Readonly<Record<string, FlagValue | null>>;
}

interface KnownVllmFlags extends WorkerFlags, VllmModelFlags, VllmParallelFlags, VllmCacheFlags, VllmRunFlags {}

/** What is loaded, and how requests are read. */
interface VllmModelFlags {
  /** Repository or folder of the checkpoint. Computed from the graph's model. */
  readonly model?: string;
  /** Commit of the repository. Computed from the checkpoint. */
  readonly revision?: string;
  /** Names under which the API serves the model. Computed from the graph. */
  readonly servedModelName?: string | readonly string[];
  /** Repository or folder of another tokenizer. */
  readonly tokenizer?: string;
  readonly tokenizerMode?: 'auto' | 'slow' | 'mistral' | 'deepseek_v32' | 'deepseek_v4';
  readonly trustRemoteCode?: boolean;
  /** Number format of weights that are not quantized. */
  readonly dtype?: 'auto' | 'bfloat16' | 'float16' | 'float32';
  /** How the weights are quantized, where the checkpoint does not say. */
  readonly quantization?: string;
  /** Keys of the model's own configuration, replaced. */
  readonly hfOverrides?: Readonly<Record<string, FlagValue>>;
  readonly loadFormat?: string;
  readonly modelLoaderExtraConfig?: Readonly<Record<string, FlagValue>>;
  /** Whether LoRA adapters can be loaded. */
  readonly enableLora?: boolean;
  /** Most adapters in one batch. */
  readonly maxLoras?: number;
  /** Highest rank of an adapter. */
  readonly maxLoraRank?: number;
  /** Most adapters kept in host memory. */
  readonly maxCpuLoras?: number;
  /** Adapters loaded at start, each `name=path`. */
  readonly loraModules?: readonly string[];
  /** Whether requests with images, videos or sound are taken. Computed in graphs with an encode pool. */
  readonly enableMultimodal?: boolean;
  /** Whether the engine takes embeddings in place of images. Computed in graphs with an encode pool. */
  readonly enableMmEmbeds?: boolean;
  /** Whether images go to an encode pool first. Computed in graphs with an encode pool. */
  readonly routeToEncoder?: boolean;
  /** Most items of each kind in a request. */
  readonly limitMmPerPrompt?: Readonly<Record<string, FlagValue>>;
  /** How media are read, by kind. */
  readonly mediaIoKwargs?: Readonly<Record<string, FlagValue>>;
  readonly mmProcessorKwargs?: Readonly<Record<string, FlagValue>>;
  /** Share of a video's tokens that is left out, from 0 to below 1. */
  readonly videoPruningRate?: number;
}

/** How a worker is cut over GPUs. Sizes come from the pool; the operator adds what depends on the node. */
interface VllmParallelFlags {
  readonly tensorParallelSize?: number;
  readonly pipelineParallelSize?: number;
  readonly dataParallelSize?: number;
  /** Port on which the leader of data-parallel ranks listens. */
  readonly dataParallelRpcPort?: number;
  readonly enableExpertParallel?: boolean;
  /** Kernels that carry tokens to experts and back. */
  readonly all2allBackend?:
    | 'deepep_low_latency'
    | 'deepep_high_throughput'
    | 'pplx'
    | 'naive'
    | 'allgather_reducescatter'
    | 'flashinfer_all2allv';
  /** Whether busy experts are copied and moved while serving. Needs expert parallelism. */
  readonly enableEplb?: boolean;
  readonly eplbConfig?: EplbConfig;
  /** Whether a batch is cut in two, so that one half computes while the other communicates (dual batch overlap). */
  readonly enableDbo?: boolean;
  /** Fewest decode tokens of a batch that is cut in two. */
  readonly dboDecodeTokenThreshold?: number;
  /** Fewest prefill tokens of a batch that is cut in two. */
  readonly dboPrefillTokenThreshold?: number;
  readonly moeBackend?: string;
  readonly disableCustomAllReduce?: boolean;
  readonly numaBind?: boolean;
}

/** The KV cache: where it is, and who hears of it. */
interface VllmCacheFlags {
  /** Tokens per block. Computed where the router follows blocks. */
  readonly blockSize?: number;
  readonly kvCacheDtype?: 'auto' | 'bfloat16' | 'fp8' | 'fp8_e4m3' | 'fp8_e5m2' | 'fp8_ds_mla' | 'nvfp4';
  readonly enablePrefixCaching?: boolean;
  /** Connector that moves KV cache between workers. Computed for disaggregated graphs; see `KvConnector`. */
  readonly kvTransferConfig?: KvTransferConfig;
  /** Where the worker publishes which blocks it holds. Computed where the router follows events. */
  readonly kvEventsConfig?: KvEventsConfig;
  /** KV cache in host memory, in GiB. */
  readonly kvOffloadingSize?: number;
  readonly kvOffloadingBackend?: 'native' | 'lmcache';
  /** Which states of Mamba layers are cached: all, those at block borders, or none. */
  readonly mambaCacheMode?: 'all' | 'align' | 'none';
  readonly mambaSsmCacheDtype?: 'auto' | 'float32' | 'float16' | 'bfloat16';
  readonly disableHybridKvCacheManager?: boolean;
  /** Weights in host memory, in GiB per GPU. */
  readonly cpuOffloadGb?: number;
  /** Layers in a group of weights that takes turns in GPU memory. */
  readonly offloadGroupSize?: number;
  /** Layers of each group that are kept in host memory. */
  readonly offloadNumInGroup?: number;
  /** Layers that are fetched ahead of the one in use. */
  readonly offloadPrefetchStep?: number;
}

/** How the engine runs. */
interface VllmRunFlags {
  /** Computed from the pool's role. */
  readonly disaggregationMode?: 'agg' | 'pd' | 'prefill' | 'decode' | 'encode';
  /** Share of GPU memory that the engine takes. Computed from the pool. */
  readonly gpuMemoryUtilization?: number;
  /** Longest sequence. Computed from the pool's limits. */
  readonly maxModelLen?: number;
  /** Most sequences in a batch. Computed from the pool's limits. */
  readonly maxNumSeqs?: number;
  /** Most tokens in a pass. Computed from the pool's limits. */
  readonly maxNumBatchedTokens?: number;
  readonly enableChunkedPrefill?: boolean;
  readonly asyncScheduling?: boolean;
  readonly schedulingPolicy?: 'fcfs' | 'priority';
  /** Tokens that are sent together; more means fewer messages and later tokens. */
  readonly streamInterval?: number;
  readonly attentionBackend?: string;
  readonly attentionConfig?: Readonly<Record<string, FlagValue>>;
  readonly compilationConfig?: Readonly<Record<string, FlagValue>>;
  /** Largest batch for which a CUDA graph is captured. */
  readonly maxCudagraphCaptureSize?: number;
  /** Runs without CUDA graphs and compilation: slower, quicker to start. */
  readonly enforceEager?: boolean;
  readonly enableFlashinferAutotune?: boolean;
  /** Whether the engine can give its GPU memory back while it idles. */
  readonly enableSleepMode?: boolean;
  readonly speculativeConfig?: VllmSpeculativeConfig;
  /** Parser of vLLM itself; Dynamo's frontend reads `dynReasoningParser`. */
  readonly reasoningParser?: string;
  /** Parser of vLLM itself; Dynamo's frontend reads `dynToolCallParser`. */
  readonly toolCallParser?: string;
  readonly enableAutoToolChoice?: boolean;
  readonly enableLogRequests?: boolean;
  readonly disableLogStats?: boolean;
  readonly seed?: number;
  readonly distributedExecutorBackend?: 'mp' | 'ray' | 'uni';
}

/** How experts are copied and moved. Keys as vLLM spells them. Source: vLLM EPLBConfig. */
export type EplbConfig = {
  /** Passes over which the load of experts is measured. */
  readonly window_size?: number;
  /** Passes between two rearrangements. */
  readonly step_interval?: number;
  /** Copies of experts over all ranks together, beside the experts themselves. */
  readonly num_redundant_experts?: number;
  readonly log_balancedness?: boolean;
  readonly use_async?: boolean;
};

/** Where KV events go. Keys as vLLM and SGLang spell them. */
export type KvEventsConfig = {
  readonly enable_kv_cache_events?: boolean;
  readonly publisher?: 'zmq' | 'null';
  readonly topic?: string;
  /** For example `tcp://*:20080`; data-parallel ranks count up from this port. */
  readonly endpoint?: string;
  readonly replay_endpoint?: string;
  readonly buffer_steps?: number;
  readonly hwm?: number;
};

/** Speculative decoding. Keys as vLLM spells them. Source: vLLM SpeculativeConfig. */
export type VllmSpeculativeConfig = {
  /** Tokens that are guessed ahead. */
  readonly num_speculative_tokens: number;
  /** Ranks over which the draft model is cut. */
  readonly draft_tensor_parallel_size?: number;
  readonly max_model_len?: number;
  readonly quantization?: string;
  /** Kernels for the experts of what guesses. */
  readonly moe_backend?: string;
  readonly disable_padded_drafter_batch?: boolean;
} & (
  | {
      /** With a model of its own that guesses. */
      readonly method: 'eagle' | 'eagle3' | 'draft_model' | 'medusa' | 'mlp_speculator';
      /** Repository or folder of the draft model. */
      readonly model: string;
    }
  | {
      /** With the layers for multi-token prediction that the model brings. */
      readonly method: 'mtp' | 'deepseek_mtp' | 'qwen3_next_mtp';
      readonly model?: string;
    }
  | {
      /** With what stands in the prompt already. */
      readonly method: 'ngram' | 'suffix';
      /** Longest and shortest run of tokens that is looked up. */
      readonly prompt_lookup_max?: number;
      readonly prompt_lookup_min?: number;
    }
);
