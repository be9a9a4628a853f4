import type { FlagValue, Overridable } from './flags';
import type { WorkerFlags } from './worker-flags';

/** What a TensorRT-LLM worker is told in its own words: the engine configuration file, and the flags of `dynamo.trtllm`. */
export interface TrtllmConfig extends TrtllmSettings {
  /** Any further key of the file, merged last: the escape hatch of this file. */
  readonly extra?: Readonly<Record<string, JsonValue>>;
  /** Keys of the file that Stator computes and that are to be left out. (`null` is a value of this file.) */
  readonly omit?: readonly TrtllmKey[];
  /** Flags of `dynamo.trtllm`, in camelCase; `null` leaves out what Stator computes. */
  readonly flags?: TrtllmFlags;
}

/** A key of the engine configuration file, or one of its groups: `kv_cache_config.dtype`. */
export type TrtllmKey = KeysOf<TrtllmSettings>;

type KeysOf<T> = {
  [K in keyof T & string]-?:
    | K
    | (NonNullable<T[K]> extends TrtllmGroup ? `${K}.${keyof NonNullable<T[K]> & string}` : never);
}[keyof T & string];
/** A group of keys of the engine configuration file. */
export type TrtllmGroup = { readonly [key: string]: JsonValue | undefined };

/**
 * The engine configuration file of TensorRT-LLM (`--extra-engine-args`), with its own key names. Source: TensorRT-LLM LLM API
 * arguments (tensorrt_llm/llmapi/llm_args.py, 1.3.0), as used by ai-dynamo/dynamo recipes, read 2026-11.
 */
export interface TrtllmSettings {
  readonly backend?: 'pytorch';
  readonly tensor_parallel_size?: number;
  readonly pipeline_parallel_size?: number;
  readonly context_parallel_size?: number;
  readonly moe_expert_parallel_size?: number;
  readonly moe_tensor_parallel_size?: number;
  readonly enable_attention_dp?: boolean;
  readonly attention_dp_config?: AttentionDpConfig;
  /** Most sequences in one batch. */
  readonly max_batch_size?: number;
  /** Most tokens in one forward pass. */
  readonly max_num_tokens?: number;
  /** Longest sequence, input and output together. */
  readonly max_seq_len?: number;
  readonly max_beam_width?: number;
  readonly enable_chunked_prefill?: boolean;
  readonly disable_overlap_scheduler?: boolean;
  readonly kv_cache_config?: KvCacheConfig;
  /** `null` turns CUDA graphs off. */
  readonly cuda_graph_config?: CudaGraphConfig | null;
  readonly moe_config?: MoeConfig;
  readonly cache_transceiver_config?: CacheTransceiverConfig;
  readonly scheduler_config?: SchedulerConfig;
  readonly sparse_attention_config?: SparseAttentionConfig;
  readonly speculative_config?: TrtllmSpeculativeConfig;
  readonly lora_config?: LoraConfig;
  readonly torch_compile_config?: TrtllmGroup | null;
  readonly quant_config?: TrtllmGroup;
  readonly attn_backend?: 'TRTLLM' | 'FLASHINFER' | 'VANILLA';
  readonly enable_autotuner?: boolean;
  readonly allreduce_strategy?:
    | 'AUTO'
    | 'NCCL'
    | 'NCCL_SYMMETRIC'
    | 'ONESHOT'
    | 'TWOSHOT'
    | 'LOWPRECISION'
    | 'MIN_LATENCY'
    | 'MNNVL'
    | 'UB';
  readonly load_format?: 'auto' | 'AUTO' | 'DUMMY' | 'VISION_ONLY';
  /** Tokens that are sent together; more means fewer messages and later tokens. */
  readonly stream_interval?: number;
  readonly num_postprocess_workers?: number;
  readonly print_iter_log?: boolean;
  readonly enable_iter_perf_stats?: boolean;
  readonly return_perf_metrics?: boolean;
  readonly trust_remote_code?: boolean;
  readonly gpus_per_node?: number;
}

export type AttentionDpConfig = {
  readonly enable_balance?: boolean;
  readonly batching_wait_iters?: number;
  readonly timeout_iters?: number;
};

export type KvCacheConfig = {
  readonly dtype?: 'auto' | 'fp8' | 'nvfp4';
  /** Share of the memory left after loading that the KV cache takes, between 0 and 1. */
  readonly free_gpu_memory_fraction?: number;
  /** Most tokens that the KV cache holds. */
  readonly max_tokens?: number;
  readonly enable_block_reuse?: boolean;
  readonly enable_partial_reuse?: boolean;
  readonly tokens_per_block?: number;
  /** Bytes of host memory that blocks move to when the GPU's are full. */
  readonly host_cache_size?: number;
  /** Blocks below this priority are not moved to host memory, from 0 to 100. */
  readonly secondary_offload_min_priority?: number;
  readonly event_buffer_max_size?: number;
  readonly mamba_ssm_cache_dtype?: 'auto' | 'float32' | 'float16' | 'bfloat16';
};

export type CudaGraphConfig = {
  readonly enable_padding?: boolean;
  readonly max_batch_size?: number;
  readonly batch_sizes?: readonly number[];
};

export type MoeConfig = {
  readonly backend?: 'CUTLASS' | 'CUTEDSL' | 'WIDEEP' | 'TRTLLM' | 'DEEPGEMM' | 'VANILLA' | 'TRITON';
  readonly max_num_tokens?: number;
  readonly use_low_precision_moe_combine?: boolean;
  /** How busy experts are copied and moved: settings, the path of a file with them, or `null` for not at all. */
  readonly load_balancer?: string | MoeLoadBalancer | null;
  readonly disable_finalize_fusion?: boolean;
};

export type MoeLoadBalancer = {
  /** Places for experts over all ranks: the experts and their copies. */
  readonly num_slots?: number;
  /** Layers that are rearranged after each pass. 0 keeps the first arrangement. */
  readonly layer_updates_per_iter?: number;
};

export type CacheTransceiverConfig = {
  readonly backend?: 'DEFAULT' | 'UCX' | 'NIXL' | 'MOONCAKE' | 'MPI';
  /** Must exceed the longest prompt, or workers can deadlock. */
  readonly max_tokens_in_buffer?: number;
  readonly kv_transfer_timeout_ms?: number;
  readonly kv_transfer_sender_future_timeout_ms?: number;
};

export type SchedulerConfig = {
  readonly capacity_scheduler_policy?: 'MAX_UTILIZATION' | 'GUARANTEED_NO_EVICT' | 'STATIC_BATCH';
  readonly context_chunking_policy?: 'FIRST_COME_FIRST_SERVED' | 'EQUAL_PROGRESS';
};

export type SparseAttentionConfig = {
  readonly algorithm: 'dsa' | 'rocket';
  readonly index_topk?: number;
  readonly index_n_heads?: number;
  readonly index_head_dim?: number;
  readonly prompt_budget?: number;
};

export type LoraConfig = {
  readonly lora_dir?: readonly string[];
  readonly max_lora_rank?: number;
  readonly max_loras?: number;
  readonly max_cpu_loras?: number;
};

/** Speculative decoding: a discriminated union, since each way needs other keys. */
export type TrtllmSpeculativeConfig =
  | {
      /** With the layers for multi-token prediction that the model brings. */
      readonly decoding_type: 'MTP';
      /** Tokens that are guessed ahead. */
      readonly num_nextn_predict_layers?: number;
      readonly max_draft_len?: number;
      readonly use_relaxed_acceptance_for_thinking?: boolean;
      readonly relaxed_topk?: number;
      readonly relaxed_delta?: number;
    }
  | {
      /** With a small model of its own that guesses from the large one's states. */
      readonly decoding_type: 'Eagle' | 'Eagle3';
      /** Tokens that are guessed ahead. */
      readonly max_draft_len: number;
      /** Folder or repository of the draft model. */
      readonly speculative_model_dir?: string;
      /** The newer name of `speculative_model_dir`. */
      readonly speculative_model?: string;
      readonly eagle3_one_model?: boolean;
      readonly eagle3_layers_to_capture?: readonly number[];
      readonly allow_advanced_sampling?: boolean;
    }
  | {
      /** With what stands in the prompt already. */
      readonly decoding_type: 'NGram';
      readonly max_draft_len: number;
      readonly max_matching_ngram_size?: number;
      readonly is_keep_all?: boolean;
      readonly is_use_oldest?: boolean;
      readonly is_public_pool?: boolean;
    }
  | {
      /** With any small model of the same vocabulary. */
      readonly decoding_type: 'DraftTarget';
      readonly max_draft_len: number;
      readonly speculative_model_dir?: string;
      readonly speculative_model?: string;
    };

/**
 * Flags of `dynamo.trtllm`, in camelCase. What the file says wins over them. Source: argument parser of ai-dynamo 1.6.1 on PyPI
 * (dynamo/trtllm/backend_args.py), read 2026-11.
 */
export interface TrtllmFlags extends Overridable<KnownTrtllmFlags> {
  /** Any further flag by its name, with or without a value of its own; wins over the others. */
  readonly extra?: Readonly<Record<string, FlagValue | null>>;
}

interface KnownTrtllmFlags extends WorkerFlags {
  /** Repository or folder of the checkpoint. Computed from the graph's model. */
  readonly modelPath?: string;
  /** Commit of the repository. Computed from the checkpoint. */
  readonly revision?: string;
  /** Name under which the API serves the model. Computed from the graph. */
  readonly servedModelName?: string;
  /** Where the engine configuration file lies in the container. `null` for a worker without one. */
  readonly extraEngineArgs?: string;
  /** Settings as JSON that win over the file. */
  readonly overrideEngineArgs?: Readonly<Record<string, FlagValue>>;
  /** Computed from the pool's role. */
  readonly disaggregationMode?: 'agg' | 'pd' | 'prefill' | 'decode' | 'encode';
  /** Tokens per block. Computed where the router follows blocks. */
  readonly kvBlockSize?: number;
  /** Computed where the router follows events. */
  readonly publishKvEvents?: boolean;
  readonly publishMetrics?: boolean;
  /** Both of the former, in release 1.2. */
  readonly publishEventsAndMetrics?: boolean;
  readonly tensorParallelSize?: number;
  readonly pipelineParallelSize?: number;
  readonly expertParallelSize?: number;
  readonly enableAttentionDp?: boolean;
  readonly gpusPerNode?: number;
  readonly maxBatchSize?: number;
  readonly maxNumTokens?: number;
  readonly maxSeqLen?: number;
  readonly maxBeamWidth?: number;
  readonly freeGpuMemoryFraction?: number;
  readonly loadFormat?: string;
  readonly modelLoaderExtraConfig?: Readonly<Record<string, FlagValue>>;
  readonly enableMultimodal?: boolean;
  readonly modality?: 'text' | 'multimodal';
  readonly encodeEndpoint?: string;
  readonly allowedLocalMediaPath?: string;
  readonly maxFileSizeMb?: number;
  readonly guidedDecodingBackend?: 'xgrammar' | 'llguidance';
  readonly conversationAffinity?: boolean;
}

/** A value that JSON and YAML can both hold. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };
