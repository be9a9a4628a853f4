import type { Release } from '../releases';
import type { OptimizationTarget, PlannerMode, PlannerRole } from './config';
import { asNumber, asSwitch } from './field-check';

type Values = Readonly<Record<string, unknown>>;

/** What the planner goes by once it has filled in its defaults. */
export interface EffectivePlannerConfig {
  readonly mode: PlannerMode;
  /** Roles that it scales; aggregated workers count as decode. */
  readonly roles: readonly PlannerRole[];
  readonly environment: string;
  readonly backend: string;
  readonly target: OptimizationTarget;
  readonly throughputScaling: boolean;
  readonly loadScaling: boolean;
  readonly advisory: boolean;
  readonly sweep: 'none' | 'rapid' | 'thorough';
  readonly throughputSeconds: number;
  readonly loadSeconds: number;
  /** Workers that a role keeps at least. */
  readonly minimum: Readonly<Record<PlannerRole, number>>;
  /** Below 0: no limit. */
  readonly maxGpus: number;
  /** Below 0: no limit. */
  readonly minGpus: number;
  /** GPUs of one worker, where the configuration says. */
  readonly engineGpus: Readonly<Partial<Record<PlannerRole, number>>>;
}

/** Defaults, the same in all releases. Source: ai-dynamo 1.2.1 to 1.6.1, dynamo/planner/config/defaults.py, read 2026-11. */
export const PLANNER_DEFAULTS = {
  throughputSeconds: 180,
  loadSeconds: 5,
  maxGpus: 8,
  minGpus: -1,
  minimum: 1,
  samples: 64,
  buckets: 16,
  downSensitivity: 80,
  leastObservations: 5,
} as const;

/** Roles that a mode scales. */
function rolesOf(mode: PlannerMode): readonly PlannerRole[] {
  switch (mode) {
    case 'disagg':
      return ['prefill', 'decode'];
    case 'prefill':
      return ['prefill'];
    case 'decode':
    case 'agg':
      return ['decode'];
  }
}

/** Values that no release takes count as left out; `unreadableFields` reports them. */
export function effectivePlannerConfig(values: Values, release: Release): EffectivePlannerConfig {
  const mode = oneOf(values['mode'], ['disagg', 'prefill', 'decode', 'agg'] as const) ?? 'disagg';
  const target =
    oneOf(values['optimization_target'], ['throughput', 'latency', 'load', 'sla'] as const) ?? 'throughput';
  const sla = target === 'sla';
  const all = numberIn(values, 'min_endpoint') ?? PLANNER_DEFAULTS.minimum;
  const minimum = (role: PlannerRole) =>
    (release.atLeast('1.5') ? numberIn(values, `${role}_min_endpoint`) : undefined) ?? all;
  const engineGpus = (role: PlannerRole) => {
    const gpus = numberIn(values, `${role}_engine_num_gpu`);
    return gpus === undefined ? {} : { [role]: gpus };
  };
  return {
    mode,
    roles: rolesOf(mode),
    environment: textIn(values, 'environment') ?? 'kubernetes',
    backend: textIn(values, 'backend') ?? 'vllm',
    target,
    // Any other target forces load scaling on and throughput scaling off.
    throughputScaling: sla && (asSwitch(values['enable_throughput_scaling']) ?? true),
    loadScaling: !sla || (asSwitch(values['enable_load_scaling']) ?? false),
    advisory: asSwitch(values['advisory']) ?? false,
    sweep: sweepIn(values),
    throughputSeconds:
      numberIn(values, 'throughput_adjustment_interval_seconds', 'throughput_adjustment_interval') ??
      PLANNER_DEFAULTS.throughputSeconds,
    loadSeconds:
      numberIn(values, 'load_adjustment_interval_seconds', 'load_adjustment_interval') ?? PLANNER_DEFAULTS.loadSeconds,
    minimum: { prefill: minimum('prefill'), decode: minimum('decode') },
    maxGpus: numberIn(values, 'max_gpu_budget') ?? PLANNER_DEFAULTS.maxGpus,
    minGpus: numberIn(values, 'min_gpu_budget') ?? PLANNER_DEFAULTS.minGpus,
    engineGpus: { ...engineGpus('prefill'), ...engineGpus('decode') },
  };
}

/** A number under one of these keys. */
export function numberIn(values: Values, ...keys: readonly string[]): number | undefined {
  return keys.map((key) => asNumber(values[key])).find((value) => value !== undefined);
}

/** A text under this key. */
export function textIn(values: Values, key: string): string | undefined {
  const value = values[key];
  return typeof value === 'string' ? value : undefined;
}

function sweepIn(values: Values): EffectivePlannerConfig['sweep'] {
  return values['pre_deployment_sweeping_mode'] === null
    ? 'none'
    : (oneOf(values['pre_deployment_sweeping_mode'], ['none', 'rapid', 'thorough'] as const) ?? 'rapid');
}

function oneOf<T extends string>(value: unknown, known: readonly T[]): T | undefined {
  return known.find((each) => each === value);
}
