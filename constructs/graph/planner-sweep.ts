import type { EngineKind } from '../description';
import type { Gpu } from '../hardware';
import type { Parallelism } from '../models';
import type { InterpolationConfig, PickConfig, PlannerConfig, PreDeploymentSweep } from '../planner';
import type { Planner } from './planner';
import type { Pool } from './pool';
import { planPool } from './pool-plan';

/** Where the planner takes its performance model from before it has seen any load. */
export function sweepConfig(planner: Planner, sweep: PreDeploymentSweep): PlannerConfig {
  switch (sweep.mode) {
    case 'none':
      return { pre_deployment_sweeping_mode: 'none' };
    case 'thorough':
      return {
        pre_deployment_sweeping_mode: 'thorough',
        ...(sweep.folder === undefined ? {} : { profile_results_dir: sweep.folder }),
      };
    case 'rapid': {
      const interpolation = interpolationOf(planner, sweep);
      // Without these facts there is nothing to simulate; a rule says so.
      return interpolation === undefined
        ? { pre_deployment_sweeping_mode: planner.graph.release.atLeast('1.3') ? 'none' : 'rapid' }
        : { pre_deployment_sweeping_mode: 'rapid', aic_interpolation: interpolation };
    }
  }
}

/** What the profiler would write; undefined without a workload, and for GPUs that the simulation does not know. */
function interpolationOf({ graph, pools }: Planner, sweep: PreDeploymentSweep): InterpolationConfig | undefined {
  const { workload, model } = graph;
  const { framework } = graph.engine;
  const prefill = pools.find(({ role }) => role === 'prefill') ?? pools[0];
  const decode = pools.find(({ role }) => role !== 'prefill') ?? pools[0];
  const systems = new Set(pools.map(({ props }) => systemOf(props.nodes.gpu)));
  const [system] = systems;
  if (
    workload === undefined ||
    framework === undefined ||
    prefill === undefined ||
    decode === undefined ||
    system === undefined ||
    systems.size > 1
  ) {
    return undefined;
  }
  const experts = model.model.architecture?.experts !== undefined;
  return {
    hf_id: model.repository,
    system,
    backend: framework,
    isl: workload.inputTokens,
    osl: workload.outputTokens,
    sweep_max_context_length: Math.max(...pools.map((pool) => longestSequence(pool))),
    prefill_interpolation_granularity: sweep.prefillPoints,
    decode_interpolation_granularity: sweep.decodePoints,
    prefill_pick: pick(prefill.props.parallelism, experts),
    decode_pick: pick(decode.props.parallelism, experts),
  };
}

function longestSequence(pool: Pool<EngineKind>): number {
  return planPool(pool).worker.limits.sequenceTokens;
}

function systemOf({ aiconfiguratorSystem }: Gpu): string | undefined {
  return aiconfiguratorSystem;
}

/** Source: ai-dynamo 1.6.1 on PyPI, dynamo/planner/config/parallelization.py, read 2026-11. */
function pick(parallelism: Parallelism, experts: boolean): PickConfig {
  const { pipeline, expert, expertTensor, attentionTensor, attentionReplicas } = parallelism;
  return {
    tp: attentionTensor,
    pp: pipeline,
    dp: attentionReplicas,
    moe_tp: experts ? expertTensor : 1,
    moe_ep: experts ? expert : 1,
  };
}
