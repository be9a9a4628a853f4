/**
 * The engine configuration file of TensorRT-LLM (`--extra-engine-args`), with its own key names. Keys that are not here can be set
 * through `extra`. Source: TensorRT-LLM LLM API arguments, as used by ai-dynamo/dynamo recipes.
 */
export interface TrtllmConfig {
  readonly backend?: 'pytorch';
  readonly tensor_parallel_size?: number;
  readonly pipeline_parallel_size?: number;
  readonly moe_expert_parallel_size?: number;
  readonly moe_tensor_parallel_size?: number;
  readonly enable_attention_dp?: boolean;
  readonly attention_dp_config?: {
    readonly enable_balance?: boolean;
    readonly batching_wait_iters?: number;
    readonly timeout_iters?: number;
  };
  /** Most sequences in one batch. */
  readonly max_batch_size?: number;
  /** Most tokens in one forward pass. */
  readonly max_num_tokens?: number;
  /** Longest sequence, input and output together. */
  readonly max_seq_len?: number;
  readonly enable_chunked_prefill?: boolean;
  readonly disable_overlap_scheduler?: boolean;
  readonly kv_cache_config?: {
    readonly dtype?: 'auto' | 'fp8' | 'nvfp4';
    /** Share of the memory left after loading that the KV cache takes, between 0 and 1. */
    readonly free_gpu_memory_fraction?: number;
    readonly enable_block_reuse?: boolean;
    readonly tokens_per_block?: number;
    readonly host_cache_size?: number;
    readonly event_buffer_max_size?: number;
  };
  /** `null` turns CUDA graphs off. */
  readonly cuda_graph_config?: {
    readonly enable_padding?: boolean;
    readonly max_batch_size?: number;
    readonly batch_sizes?: readonly number[];
  } | null;
  readonly moe_config?: {
    readonly backend?: 'CUTLASS' | 'CUTEDSL' | 'WIDEEP' | 'TRTLLM' | 'DEEPGEMM' | 'VANILLA' | 'TRITON';
    readonly max_num_tokens?: number;
    readonly use_low_precision_moe_combine?: boolean;
    readonly load_balancer?: string | null;
  };
  readonly cache_transceiver_config?: {
    readonly backend?: 'DEFAULT' | 'UCX' | 'NIXL' | 'MOONCAKE' | 'MPI';
    /** Must exceed the longest prompt, or workers can deadlock. */
    readonly max_tokens_in_buffer?: number;
    readonly kv_transfer_timeout_ms?: number;
  };
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
  readonly stream_interval?: number;
  readonly num_postprocess_workers?: number;
  readonly print_iter_log?: boolean;
  readonly trust_remote_code?: boolean;
  readonly speculative_config?: {
    readonly decoding_type: 'MTP' | 'Eagle' | 'NGram' | 'DraftTarget';
    readonly num_nextn_predict_layers?: number;
    readonly max_draft_len?: number;
    readonly speculative_model_dir?: string;
  };
  /** Any further key, merged last: the escape hatch of this file. */
  readonly extra?: Readonly<Record<string, JsonValue>>;
}

/** A value that JSON and YAML can both hold. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };
