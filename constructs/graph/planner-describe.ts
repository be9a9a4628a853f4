import type { PlannerDescription } from '../description';
import { effectivePlannerConfig } from '../planner';
import type { Planner } from './planner';
import { planPlanner } from './planner-plan';

/** The planner as plain data: what it will go by, its own defaults included. */
export function describePlanner(planner: Planner): PlannerDescription {
  const { graph, props, prometheus, image } = planner;
  const { config, pools } = planPlanner(planner);
  const settled = effectivePlannerConfig({ ...config }, graph.release);
  const { slo, globalPlanner, power } = props;
  return {
    name: planner.node.id,
    path: planner.node.path,
    image,
    target: settled.target,
    ...(slo === undefined ? {} : { slo: { ttftMs: slo.ttftMs, itlMs: slo.itlMs, percentile: slo.percentile } }),
    ...(settled.throughputScaling
      ? { throughput: { intervalSeconds: settled.throughputSeconds, predictor: config.load_predictor ?? 'arima' } }
      : {}),
    ...(settled.loadScaling ? { load: { intervalSeconds: settled.loadSeconds } } : {}),
    advisory: settled.advisory,
    pools: pools.map(({ pool, minWorkers }) => ({ name: pool.node.id, minWorkers })),
    maxGpus: settled.maxGpus,
    ...(settled.minGpus < 0 ? {} : { minGpus: settled.minGpus }),
    ...(prometheus.url === undefined ? {} : { prometheus: prometheus.url }),
    ...(globalPlanner === undefined ? {} : { globalPlanner: globalPlanner.name }),
    ...(power === undefined ? {} : { power: { totalWatts: power.totalWatts, wattsPerGpu: power.wattsPerGpu } }),
  };
}
