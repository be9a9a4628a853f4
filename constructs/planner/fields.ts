import type { DynamoVersion } from '../releases';
import type { PlannerConfig } from './config';

/** What a release takes as the value of a key. */
export interface PlannerField {
  readonly kind: 'whole' | 'number' | 'boolean' | 'text' | 'texts' | 'mapping';
  /** Lowest value. */
  readonly min?: number;
  /** Value that must be exceeded. */
  readonly above?: number;
  readonly max?: number;
  /** The texts that are allowed, in the newest release that knows the key. */
  readonly values?: readonly string[];
  /** Other spelling that is still read. */
  readonly alias?: string;
  /** First release that knows the key; older ones ignore it without a word. @default - all */
  readonly since?: DynamoVersion;
  /** First release that does not know it any more. @default - none */
  readonly until?: DynamoVersion;
  /** Whether releases from `until` on refuse it, and do not only ignore it. */
  readonly refused?: true;
  /** Whether the key may stand there without a value. */
  readonly nullable?: true;
}

const number = (range: Omit<PlannerField, 'kind'> = {}): PlannerField => ({ kind: 'number', ...range });
const whole = (range: Omit<PlannerField, 'kind'> = {}): PlannerField => ({ kind: 'whole', ...range });
const text = (range: Omit<PlannerField, 'kind'> = {}): PlannerField => ({ kind: 'text', ...range });
const flag = (range: Omit<PlannerField, 'kind'> = {}): PlannerField => ({ kind: 'boolean', ...range });
const mapping = (range: Omit<PlannerField, 'kind'> = {}): PlannerField => ({ kind: 'mapping', ...range });
const PORT = { min: 0, max: 65535 };

/**
 * Every key of the planner's configuration. The planner ignores keys that it does not know.
 *
 * Source: ai-dynamo 1.2.1, 1.3.1, 1.4.2, 1.5.1 and 1.6.1 on PyPI, dynamo/planner/config/planner_config.py, compared 2026-11.
 */
export const PLANNER_FIELDS: Readonly<Record<keyof PlannerConfig, PlannerField>> = {
  environment: text({ values: ['kubernetes', 'virtual', 'global-planner'] }),
  backend: text({ values: ['vllm', 'sglang', 'trtllm', 'mocker'] }),
  mode: text({ values: ['disagg', 'prefill', 'decode', 'agg'] }),
  namespace: text(),
  model_name: text({ nullable: true }),
  global_planner_namespace: text({ nullable: true }),
  log_dir: text({ nullable: true }),
  optimization_target: text({ values: ['throughput', 'latency', 'load', 'sla'] }),
  ttft_ms: number({ above: 0, alias: 'ttft' }),
  itl_ms: number({ alias: 'itl' }),
  enable_throughput_scaling: flag(),
  throughput_adjustment_interval_seconds: whole({ alias: 'throughput_adjustment_interval' }),
  max_throughput_scaling_replicas: whole({ above: 0, since: '1.6' }),
  throughput_metrics_source: text({ values: ['frontend', 'router'] }),
  enable_load_scaling: flag(),
  load_adjustment_interval_seconds: whole({ above: 0, alias: 'load_adjustment_interval' }),
  load_scaling_down_sensitivity: whole({ min: 0, max: 100 }),
  load_min_observations: whole(),
  load_metric_samples: whole({ until: '1.3' }),
  max_num_fpm_samples: whole({ above: 0 }),
  fpm_sample_bucket_size: whole({ above: 0 }),
  prefill_scale_up_queue_tokens: whole({ min: 0, since: '1.3', nullable: true }),
  prefill_scale_down_queue_tokens: whole({ min: 0, since: '1.3', nullable: true }),
  decode_scale_up_kv_rate: number({ min: 0, max: 100, since: '1.3', nullable: true }),
  decode_scale_down_kv_rate: number({ min: 0, max: 100, since: '1.3', nullable: true }),
  min_endpoint: whole({ min: 0 }),
  prefill_min_endpoint: whole({ min: 1, since: '1.5', nullable: true }),
  decode_min_endpoint: whole({ min: 1, since: '1.5', nullable: true }),
  max_gpu_budget: whole(),
  min_gpu_budget: whole(),
  prefill_engine_num_gpu: whole({ nullable: true }),
  decode_engine_num_gpu: whole({ nullable: true }),
  pre_deployment_sweeping_mode: text({ values: ['none', 'rapid', 'thorough'], nullable: true }),
  profile_results_dir: text(),
  aic_interpolation: mapping({ nullable: true }),
  aic_perf_model: mapping({ since: '1.3', until: '1.6', refused: true, nullable: true }),
  ais_perf_model: mapping({ since: '1.6', nullable: true }),
  load_predictor: text({ values: ['constant', 'arima', 'kalman', 'prophet'] }),
  load_predictor_log1p: flag(),
  load_predictor_warmup_trace: text({ nullable: true }),
  prophet_window_size: whole({ above: 0 }),
  kalman_q_level: number(),
  kalman_q_trend: number(),
  kalman_r: number(),
  kalman_min_points: whole(),
  metric_pulling_prometheus_endpoint: text(),
  metric_pulling_prometheus_token: text({ since: '1.3', nullable: true }),
  metric_pulling_prometheus_token_file: text({ since: '1.3', nullable: true }),
  metric_pulling_prometheus_ssl_verify: flag({ since: '1.3' }),
  metric_pulling_prometheus_ca_bundle: text({ since: '1.3', nullable: true }),
  metric_pulling_prometheus_extra_query_params: mapping({ since: '1.3', nullable: true }),
  metric_pulling_prometheus_request_timeout_seconds: number({ above: 0, since: '1.5' }),
  metric_reporting_prometheus_port: whole(PORT),
  control_api_port: whole({ ...PORT, since: '1.5' }),
  live_dashboard_port: whole(PORT),
  enable_power_awareness: flag({ since: '1.5' }),
  total_gpu_power_limit: whole({ min: 1, since: '1.5', nullable: true }),
  report_interval_hours: number({ above: 0, nullable: true }),
  report_output_dir: text(),
  report_filename: text({ nullable: true }),
  report_write_gzip_log: flag({ since: '1.3' }),
  speculative_nextn: whole({ min: 0, since: '1.3' }),
  advisory: flag(),
  scheduling: mapping({ since: '1.3' }),
  plugin_registration: mapping({ since: '1.3' }),
};

/** Values of `optimization_target` that came later than the key. */
export const TARGETS_SINCE: Readonly<Record<string, DynamoVersion>> = { load: '1.3' };
