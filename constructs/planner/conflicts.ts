import type { Release } from '../releases';
import { type EffectivePlannerConfig, effectivePlannerConfig, numberIn, textIn } from './effective';
import { asSwitch, type PlannerConflict } from './field-check';

type Values = Readonly<Record<string, unknown>>;

/**
 * Settings of a planner that do not go together: what its own model refuses at start, and what it only warns of.
 *
 * Source: ai-dynamo 1.6.1 and earlier on PyPI, dynamo/planner/config/planner_config.py (validators), read 2026-11.
 */
export function* plannerConflicts(values: Values, release: Release): Generator<PlannerConflict> {
  const config = effectivePlannerConfig(values, release);
  yield* targets(values, config);
  yield* scalings(values, config, release);
  yield* samples(values);
  yield* thresholds(values, config);
  yield* minimums(values, config, release);
  yield* budget(config);
  yield* power(values, config, release);
  yield* others(values, config, release);
}

function* targets(values: Values, { target }: EffectivePlannerConfig): Generator<PlannerConflict> {
  const given = ['ttft_ms', 'ttft', 'itl_ms', 'itl'].filter((key) => values[key] !== undefined);
  if (target !== 'sla' && given.length > 0) {
    yield {
      key: given[0] ?? '',
      message: `${given.join(' and ')} count only for the target sla, but optimization_target is ${target}`,
      fix: 'set optimization_target to sla, or leave the targets out',
      harmless: true,
    };
  }
}

function* scalings(values: Values, config: EffectivePlannerConfig, release: Release): Generator<PlannerConflict> {
  const { target, throughputScaling, loadScaling, throughputSeconds, loadSeconds } = config;
  if (target !== 'sla' && asSwitch(values['enable_throughput_scaling']) === true) {
    yield {
      key: 'enable_throughput_scaling',
      message: `throughput scaling needs the target sla, but optimization_target is ${target}, which scales by load alone`,
      fix: 'set optimization_target to sla, or leave enable_throughput_scaling out',
      harmless: true,
    };
  }
  if (!throughputScaling && !loadScaling) {
    yield {
      key: 'enable_load_scaling',
      message: 'neither throughput nor load scaling is on; the planner refuses to start without one of them',
      fix: 'set enable_throughput_scaling or enable_load_scaling to true',
    };
  }
  if (throughputScaling && throughputSeconds <= 0) {
    yield {
      key: 'throughput_adjustment_interval_seconds',
      message: `throughput_adjustment_interval_seconds must be above 0, got ${throughputSeconds}`,
      fix: 'give an interval in seconds, for example 180',
    };
  }
  if (throughputScaling && loadScaling && loadSeconds >= throughputSeconds) {
    yield {
      key: 'load_adjustment_interval_seconds',
      message: `load_adjustment_interval_seconds (${loadSeconds}) must be below throughput_adjustment_interval_seconds (${throughputSeconds}): load scaling is the fast loop`,
      fix: 'shorten the load interval, or lengthen the throughput interval',
    };
  }
  if (throughputScaling && config.sweep === 'none') {
    yield {
      key: 'pre_deployment_sweeping_mode',
      message: release.atLeast('1.3')
        ? 'throughput scaling starts without performance data: pre_deployment_sweeping_mode is none, and replicas stay as they are until enough is observed'
        : 'throughput scaling needs performance data, but pre_deployment_sweeping_mode is none',
      fix: 'set pre_deployment_sweeping_mode to rapid or thorough, or scale by load',
      harmless: release.atLeast('1.3'),
    };
  }
  yield* ticks(values, config, release);
}

/** The planner looks at its settings once a tick; both loops have to fall on one. */
function* ticks(values: Values, config: EffectivePlannerConfig, release: Release): Generator<PlannerConflict> {
  const tick = numberIn(mappingIn(values, 'scheduling'), 'scale_interval_seconds');
  if (tick === undefined || !release.atLeast('1.3')) {
    return;
  }
  const intervals = [config.loadSeconds, ...(config.throughputScaling ? [config.throughputSeconds] : [])];
  const odd = intervals.find(
    (interval) => !(tick > 0) || Math.abs(interval / tick - Math.round(interval / tick)) > 1e-9,
  );
  if (odd !== undefined) {
    yield {
      key: 'scheduling',
      message: `scheduling.scale_interval_seconds (${tick}) must divide the interval of ${odd} seconds`,
      fix: 'leave scale_interval_seconds out: the planner takes the greatest common divisor of both intervals',
    };
  }
}

function* samples(values: Values): Generator<PlannerConflict> {
  const buckets = numberIn(values, 'fpm_sample_bucket_size');
  if (buckets !== undefined && buckets > 0 && Math.sqrt(buckets) % 1 !== 0) {
    const near = Math.max(1, Math.round(Math.sqrt(buckets))) ** 2;
    yield {
      key: 'fpm_sample_bucket_size',
      message: `fpm_sample_bucket_size must be a perfect square, got ${buckets}`,
      fix: `take ${near}, for example`,
    };
  }
}

const THRESHOLDS = {
  prefill: ['prefill_scale_up_queue_tokens', 'prefill_scale_down_queue_tokens'],
  decode: ['decode_scale_up_kv_rate', 'decode_scale_down_kv_rate'],
} as const;

function* thresholds(values: Values, { target, roles, mode }: EffectivePlannerConfig): Generator<PlannerConflict> {
  for (const role of target === 'load' ? roles : []) {
    const [upKey, downKey] = THRESHOLDS[role];
    const up = numberIn(values, upKey);
    const down = numberIn(values, downKey);
    if (up === undefined || down === undefined) {
      yield {
        key: up === undefined ? upKey : downKey,
        message: `the target load needs ${upKey} and ${downKey} in mode ${mode}`,
        fix: 'give both thresholds',
      };
    } else if (up <= down) {
      yield {
        key: upKey,
        message: `${upKey} (${up}) must be above ${downKey} (${down})`,
        fix: 'leave room between the thresholds, so that a worker that was just added is not taken away again',
      };
    }
  }
}

function* minimums(
  values: Values,
  { mode, roles }: EffectivePlannerConfig,
  release: Release,
): Generator<PlannerConflict> {
  for (const role of release.atLeast('1.5') ? (['prefill', 'decode'] as const) : []) {
    const key = `${role}_min_endpoint`;
    const allowed = roles.includes(role) && mode !== 'agg';
    if (values[key] !== undefined && values[key] !== null && !allowed) {
      yield { key, message: `${key} is not supported in mode ${mode}`, fix: 'leave it out, or use min_endpoint' };
    }
  }
}

function* budget({ minGpus, maxGpus }: EffectivePlannerConfig): Generator<PlannerConflict> {
  if (minGpus >= 0 && maxGpus >= 0 && minGpus > maxGpus) {
    yield {
      key: 'min_gpu_budget',
      message: `min_gpu_budget (${minGpus}) exceeds max_gpu_budget (${maxGpus})`,
      fix: 'lower min_gpu_budget, or raise max_gpu_budget',
    };
  }
}

function* power(values: Values, config: EffectivePlannerConfig, release: Release): Generator<PlannerConflict> {
  if (!release.atLeast('1.5') || asSwitch(values['enable_power_awareness']) !== true) {
    return;
  }
  const key = 'enable_power_awareness';
  if (numberIn(values, 'total_gpu_power_limit') === undefined) {
    yield { key, message: 'power awareness needs total_gpu_power_limit', fix: 'give the watts of all GPUs together' };
  }
  if (config.environment !== 'kubernetes') {
    yield {
      key,
      message: `power awareness needs the environment kubernetes, got ${config.environment}`,
      fix: 'turn power awareness off, or let the planner scale its own graph',
    };
  }
  if (config.mode === 'agg') {
    yield {
      key,
      message: 'power awareness does not work for aggregated workers (mode agg)',
      fix: 'turn power awareness off, or split prefill and decode',
    };
  }
}

function* others(values: Values, config: EffectivePlannerConfig, release: Release): Generator<PlannerConflict> {
  if (config.environment === 'global-planner' && (textIn(values, 'global_planner_namespace') ?? '') === '') {
    yield {
      key: 'global_planner_namespace',
      message: 'the environment global-planner needs global_planner_namespace',
      fix: "give the Dynamo namespace of the GlobalPlanner: '<kubernetes namespace>-<graph>'",
    };
  }
  const roles = mappingIn(mappingIn(values, 'ais_perf_model'), 'roles');
  const needed = config.mode === 'agg' ? ['aggregated'] : config.roles;
  const missing = needed.filter((role) => !Object.hasOwn(roles, role));
  if (release.atLeast('1.6') && isPresent(values['ais_perf_model']) && missing.length > 0) {
    yield {
      key: 'ais_perf_model',
      message: `ais_perf_model has no role ${missing.join(' and ')}, which mode ${config.mode} needs`,
      fix: `add ais_perf_model.roles.${missing[0]}`,
    };
  }
  const gateway = mappingIn(mappingIn(values, 'scheduling'), 'gateway');
  const listen = textIn(gateway, 'listen') ?? 'unix:';
  if (
    asSwitch(gateway['enabled']) === true &&
    !listen.startsWith('unix:') &&
    asSwitch(gateway['allow_insecure']) !== true
  ) {
    yield {
      key: 'scheduling',
      message: `the plugin gateway listens on '${listen}' without TLS, which the planner refuses`,
      fix: 'listen on a unix: socket, or set scheduling.gateway.allow_insecure and close the port with a NetworkPolicy',
    };
  }
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function mappingIn(values: Values, key: string): Values {
  const value = values[key];
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}
