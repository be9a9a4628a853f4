/**
 * The configuration of `dynamo.planner` in its own words, as it stands in its file. Every key may be left out.
 *
 * Source: ai-dynamo 1.2.1, 1.3.1, 1.4.2, 1.5.1 and 1.6.1 on PyPI, dynamo/planner/config/planner_config.py, read 2026-11. Which release
 * knows which key: `PLANNER_FIELDS`.
 */
export interface PlannerConfig {
  /** Who carries decisions out: the planner itself, someone outside of Kubernetes, or a GlobalPlanner. */
  readonly environment?: 'kubernetes' | 'virtual' | 'global-planner';
  readonly backend?: 'vllm' | 'sglang' | 'trtllm' | 'mocker';
  /** Which roles it scales. */
  readonly mode?: PlannerMode;
  readonly namespace?: string;
  readonly model_name?: string;
  readonly global_planner_namespace?: string;
  readonly log_dir?: string | null;
  readonly optimization_target?: OptimizationTarget;
  /** Time to the first token, in milliseconds. */
  readonly ttft_ms?: number;
  /** Time between tokens, in milliseconds. */
  readonly itl_ms?: number;
  readonly enable_throughput_scaling?: boolean;
  readonly throughput_adjustment_interval_seconds?: number;
  readonly max_throughput_scaling_replicas?: number;
  readonly throughput_metrics_source?: 'frontend' | 'router';
  readonly enable_load_scaling?: boolean;
  readonly load_adjustment_interval_seconds?: number;
  readonly load_scaling_down_sensitivity?: number;
  readonly load_min_observations?: number;
  readonly load_metric_samples?: number;
  readonly max_num_fpm_samples?: number;
  readonly fpm_sample_bucket_size?: number;
  readonly prefill_scale_up_queue_tokens?: number;
  readonly prefill_scale_down_queue_tokens?: number;
  /** Percent of the KV cache. */
  readonly decode_scale_up_kv_rate?: number;
  readonly decode_scale_down_kv_rate?: number;
  readonly min_endpoint?: number;
  readonly prefill_min_endpoint?: number;
  readonly decode_min_endpoint?: number;
  readonly max_gpu_budget?: number;
  readonly min_gpu_budget?: number;
  readonly prefill_engine_num_gpu?: number;
  readonly decode_engine_num_gpu?: number;
  readonly pre_deployment_sweeping_mode?: 'none' | 'rapid' | 'thorough' | null;
  readonly profile_results_dir?: string;
  readonly aic_interpolation?: InterpolationConfig;
  readonly aic_perf_model?: Readonly<Record<string, unknown>>;
  readonly ais_perf_model?: {
    readonly roles: Readonly<Partial<Record<'prefill' | 'decode' | 'aggregated', Readonly<Record<string, unknown>>>>>;
  };
  readonly load_predictor?: 'constant' | 'arima' | 'kalman' | 'prophet';
  readonly load_predictor_log1p?: boolean;
  readonly load_predictor_warmup_trace?: string;
  readonly prophet_window_size?: number;
  readonly kalman_q_level?: number;
  readonly kalman_q_trend?: number;
  readonly kalman_r?: number;
  readonly kalman_min_points?: number;
  readonly metric_pulling_prometheus_endpoint?: string;
  readonly metric_pulling_prometheus_token?: string;
  readonly metric_pulling_prometheus_token_file?: string;
  readonly metric_pulling_prometheus_ssl_verify?: boolean;
  readonly metric_pulling_prometheus_ca_bundle?: string;
  readonly metric_pulling_prometheus_extra_query_params?: Readonly<Record<string, string>>;
  readonly metric_pulling_prometheus_request_timeout_seconds?: number;
  readonly metric_reporting_prometheus_port?: number;
  readonly control_api_port?: number;
  readonly live_dashboard_port?: number;
  readonly enable_power_awareness?: boolean;
  readonly total_gpu_power_limit?: number;
  readonly report_interval_hours?: number | null;
  readonly report_output_dir?: string;
  readonly report_filename?: string;
  readonly report_write_gzip_log?: boolean;
  readonly speculative_nextn?: number;
  readonly advisory?: boolean;
  readonly scheduling?: SchedulingConfig;
  readonly plugin_registration?: Readonly<Record<string, unknown>>;
}

export type PlannerMode = 'disagg' | 'prefill' | 'decode' | 'agg';
export type OptimizationTarget = 'throughput' | 'latency' | 'load' | 'sla';
/** Roles that the planner keeps apart; aggregated workers count as decode. */
export type PlannerRole = 'prefill' | 'decode';

/** The performance model by simulation: what AISimulate (AIConfigurator) is to sweep when the planner starts. */
export interface InterpolationConfig {
  readonly hf_id: string;
  readonly system: string;
  readonly backend: 'trtllm' | 'vllm' | 'sglang';
  readonly isl: number;
  readonly osl: number;
  readonly sweep_max_context_length: number;
  readonly prefill_interpolation_granularity: number;
  readonly decode_interpolation_granularity: number;
  readonly prefill_pick: PickConfig;
  readonly decode_pick: PickConfig;
}

/** How one worker is cut. `tp` is tensor parallelism of attention, `dp` attention data parallelism. */
export interface PickConfig {
  readonly tp: number;
  readonly pp: number;
  readonly dp: number;
  readonly moe_tp: number;
  readonly moe_ep: number;
}

export interface SchedulingConfig {
  readonly scale_interval_seconds?: number;
  readonly tick_max_duration_seconds?: number;
  readonly external_plugins?: readonly PluginConfig[];
  readonly gateway?: { readonly enabled?: boolean; readonly listen?: string; readonly allow_insecure?: boolean };
}

export interface PluginConfig {
  readonly plugin_id: string;
  readonly plugin_type: 'predict' | 'propose' | 'reconcile' | 'constrain';
  readonly priority: number;
  readonly endpoint: string;
  readonly auth_token?: string;
  readonly protocol_version?: string;
  readonly version?: string;
  readonly execution_interval_seconds?: number;
  readonly hold_policy?: 'HOLD_LAST' | 'ACCEPT_WHEN_IDLE';
  readonly needs?: readonly string[];
  readonly requires_produced_fields?: readonly string[];
  readonly observation_window_seconds?: number;
}
