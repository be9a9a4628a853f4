import type { PlannerDescription, PoolDescription } from '../description';
import { Severity } from '../findings';
import type { Rule, Violation } from './rule';

export const plannerBudget: Rule = {
  code: 'DYN151',
  title: 'machines and power can hold what a planner may do',
  severity: Severity.ERROR,
  rationale:
    'A planner adds workers up to its budget, whether or not there are machines for them: what does not fit stays pending, and the graph is not ready while the planner waits. With less power than its minimums draw it adds none.',
  fix: 'lower the budget or the minimums, or declare more machines',
  source: 'ai-dynamo 1.6.1 dynamo/planner/core/budget.py',
  *checkGraph(graph) {
    const { planner } = graph;
    if (planner === undefined) {
      return;
    }
    const pools = planner.pools.flatMap(({ name, minWorkers }) =>
      graph.pools.filter((pool) => pool.name === name).map((pool) => ({ pool, minWorkers })),
    );
    yield* machines(
      planner,
      pools.map(({ pool }) => pool),
    );
    yield* power(planner, pools);
  },
};

function* machines(planner: PlannerDescription, pools: readonly PoolDescription[]): Generator<Violation> {
  const groups = new Map(pools.map(({ nodeGroup }) => [nodeGroup.name, nodeGroup]));
  const counts = [...groups.values()].map(({ nodes, gpusPerNode }) =>
    nodes === undefined ? Infinity : nodes * gpusPerNode,
  );
  const available = counts.reduce((sum, count) => sum + count, 0);
  if (planner.maxGpus > available) {
    yield {
      path: planner.path,
      severity: Severity.WARNING,
      message: `planner '${planner.name}' may ask for ${planner.maxGpus} GPUs, but the machines of its pools have ${available} (${[
        ...groups.values(),
      ]
        .map(({ name, nodes = 0, gpusPerNode }) => `'${name}' ${nodes} x ${gpusPerNode}`)
        .join(', ')})`,
      fix: `set maxGpus to at most ${available}, or declare more nodes`,
    };
  }
}

interface PlannedPool {
  readonly pool: PoolDescription;
  readonly minWorkers: number;
}

function* power(planner: PlannerDescription, pools: readonly PlannedPool[]): Generator<Violation> {
  const { power: limits } = planner;
  const gpus = pools.reduce((sum, { pool, minWorkers }) => sum + minWorkers * pool.gpusPerWorker, 0);
  const needed = gpus * (limits?.wattsPerGpu ?? 0);
  if (limits !== undefined && needed > limits.totalWatts) {
    yield {
      path: planner.path,
      message: `planner '${planner.name}' may draw ${limits.totalWatts} W, but its minimums need ${needed} W (${gpus} GPUs of ${limits.wattsPerGpu} W)`,
      fix: `set power.totalWatts to at least ${needed}, lower power.wattsPerGpu, or lower minWorkers`,
    };
  }
}
