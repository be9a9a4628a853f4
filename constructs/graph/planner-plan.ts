import type { EngineKind } from '../description';
import { PLANNER_DEFAULTS, type PlannerConfig, type PlannerMode, type PlannerRole, wholeSeconds } from '../planner';
import type { Planner } from './planner';
import { sweepConfig } from './planner-sweep';
import type { Pool } from './pool';

/** Everything about a planner that follows from its props and its graph. Description and rendering both read this. */
export interface PlannerPlan {
  readonly mode: PlannerMode;
  readonly pools: readonly PlannedPool[];
  readonly config: PlannerConfig;
}

/** A pool that the planner scales. */
interface PlannedPool {
  readonly pool: Pool<EngineKind>;
  readonly minWorkers: number;
}

/** Where reports are written. */
export const REPORT_PATH = '/reports';

/** Settles a planner. Cheap and pure: called whenever the graph is described or rendered. */
export function planPlanner(planner: Planner): PlannerPlan {
  const { graph, props } = planner;
  const pools = planner.pools.map((pool) => ({ pool, minWorkers: minWorkersOf(planner, pool) }));
  const mode = modeOf(planner.pools);
  const global = props.globalPlanner;
  const release = graph.release;
  const target = props.slo === undefined ? props.target.config : planner.scaling.config;
  return {
    mode,
    pools,
    config: {
      environment: global === undefined ? 'kubernetes' : 'global-planner',
      backend: graph.engine.kind,
      mode,
      ...(global === undefined ? {} : { global_planner_namespace: global.dynamoNamespace }),
      ...target,
      ...(props.slo === undefined ? {} : { ttft_ms: props.slo.ttftMs, itl_ms: props.slo.itlMs }),
      ...(props.slo === undefined ? {} : sweepConfig(planner, planner.scaling.sweep)),
      ...observation(planner),
      ...minimums(planner, pools, mode),
      max_gpu_budget: props.maxGpus,
      ...(props.minGpus === undefined ? {} : { min_gpu_budget: props.minGpus }),
      ...(props.advisory === true ? { advisory: true } : {}),
      ...(props.speculativeTokens === undefined ? {} : { speculative_nextn: props.speculativeTokens }),
      ...(props.power === undefined
        ? {}
        : { enable_power_awareness: true, total_gpu_power_limit: props.power.totalWatts }),
      ...planner.prometheus.config,
      // Both are open to whoever reaches them, so they are off unless asked for.
      live_dashboard_port: props.dashboardPort ?? 0,
      ...(release.atLeast('1.5') || props.controlPort !== undefined
        ? { control_api_port: props.controlPort ?? 0 }
        : {}),
      ...reports(planner),
      ...(props.plugins === undefined
        ? {}
        : { scheduling: { external_plugins: props.plugins.map(({ config }) => config) } }),
      ...props.config,
    },
  };
}

/** Workers that a pool keeps. Before release 1.5 there is one number for all. */
function minWorkersOf(planner: Planner, pool: Pool<EngineKind>): number {
  return planner.graph.release.atLeast('1.5')
    ? wantedWorkers(planner, pool)
    : Math.min(...planner.pools.map((each) => wantedWorkers(planner, each)));
}

function wantedWorkers({ props }: Planner, pool: Pool<EngineKind>): number {
  const least = pool.role === 'encode' ? undefined : props.minWorkers?.[pool.role];
  return least ?? Math.max(1, pool.workers);
}

/** Roles that there are; rules report pools that do not go together. */
function modeOf(pools: readonly Pool<EngineKind>[]): PlannerMode {
  const roles = new Set(pools.map(({ role }) => role));
  if (roles.has('prefill')) {
    return roles.has('decode') ? 'disagg' : 'prefill';
  }
  return roles.has('decode') ? 'decode' : 'agg';
}

/** The planner counts aggregated workers as decode. */
function plannerRole({ role }: Pool<EngineKind>): PlannerRole {
  return role === 'prefill' ? 'prefill' : 'decode';
}

function minimums(planner: Planner, pools: readonly PlannedPool[], mode: PlannerMode): PlannerConfig {
  const apart = new Set(pools.map(({ minWorkers }) => minWorkers)).size > 1;
  const perRole = mode === 'disagg' && apart && planner.graph.release.atLeast('1.5');
  const least = pools.map(({ minWorkers }) => minWorkers);
  const prefill = pools.find(({ pool }) => plannerRole(pool) === 'prefill');
  const decode = pools.find(({ pool }) => plannerRole(pool) === 'decode');
  return {
    ...(prefill === undefined ? {} : { prefill_engine_num_gpu: prefill.pool.props.parallelism.gpus }),
    ...(decode === undefined ? {} : { decode_engine_num_gpu: decode.pool.props.parallelism.gpus }),
    ...(perRole && prefill !== undefined && decode !== undefined
      ? { prefill_min_endpoint: prefill.minWorkers, decode_min_endpoint: decode.minWorkers }
      : { min_endpoint: least.length === 0 ? PLANNER_DEFAULTS.minimum : Math.min(...least) }),
  };
}

function observation({ props }: Planner): PlannerConfig {
  const { interval, samples, buckets } = props.observation ?? {};
  return {
    ...(interval === undefined
      ? {}
      : { load_adjustment_interval_seconds: wholeSeconds('observation.interval', interval) }),
    ...(samples === undefined ? {} : { max_num_fpm_samples: samples }),
    ...(buckets === undefined ? {} : { fpm_sample_bucket_size: buckets }),
  };
}

function reports({ props }: Planner): PlannerConfig {
  if (props.reports === undefined) {
    return { report_interval_hours: null };
  }
  const { every, fileName, log } = props.reports;
  return {
    report_interval_hours: every.toHours({ integral: false }),
    report_output_dir: REPORT_PATH,
    ...(fileName === undefined ? {} : { report_filename: fileName }),
    ...(log === undefined ? {} : { report_write_gzip_log: log }),
  };
}
