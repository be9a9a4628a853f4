import { plannerBudget } from '../../constructs/rules/planner-budget';
import { describedGraph, describedPool } from './described';
import { graphFindings } from './findings';

describe('DYN151 the budget of a planner', () => {
  const settings = {
    name: 'planner',
    path: 'app/r1/planner',
    image: 'dynamo-planner:1.6.1',
    target: 'sla',
    advisory: false,
    pools: [{ name: 'decode', minWorkers: 2 }],
    maxGpus: 32,
  } as const;
  const { nodeGroup } = describedPool();
  const check = (planned: object, nodes?: number) =>
    graphFindings(
      plannerBudget,
      describedGraph({
        planner: { ...settings, ...planned },
        pools: [
          describedPool({ name: 'prefill', path: 'app/r1/prefill', role: 'prefill' }),
          describedPool({ nodeGroup: { ...nodeGroup, ...(nodes === undefined ? {} : { nodes }) } }),
        ],
      }),
    );

  test('more GPUs than the machines have are a warning', () => {
    expect(check({}, 3)).toEqual([
      expect.objectContaining({
        code: 'DYN151',
        severity: 'warning',
        path: 'app/r1/planner',
        message: "planner 'planner' may ask for 32 GPUs, but the machines of its pools have 24 ('h200-sxm' 3 x 8)",
        fix: 'set maxGpus to at most 24, or declare more nodes',
      }),
    ]);
  });

  test('less power than the minimums draw is an error', () => {
    expect(check({ power: { totalWatts: 10_000, wattsPerGpu: 700 } })).toEqual([
      expect.objectContaining({
        severity: 'error',
        message: "planner 'planner' may draw 10000 W, but its minimums need 11200 W (16 GPUs of 700 W)",
      }),
    ]);
  });

  test('what the machines hold passes, and so does a graph without a planner', () => {
    expect(check({}, 4)).toEqual([]);
    expect(check({ power: { totalWatts: 11_200, wattsPerGpu: 700 } })).toEqual([]);
    expect(graphFindings(plannerBudget, describedGraph())).toEqual([]);
  });
});
