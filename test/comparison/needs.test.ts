import fc from 'fast-check';
import { compareGraphs } from '../../constructs/comparison';
import { machinesFor } from '../../constructs/graph/placement';
import { MACHINES } from '../../constructs/hardware/node-group-table';
import { frontend, manifest, type Part, vllm } from '../rules/parts';
import { observe } from './support';

const needs = (parts: readonly Part[]) => {
  const observation = observe(manifest(parts));
  return compareGraphs(observation, observation).after;
};
const on = (product: string) => ({ pod: { nodeSelector: { 'nvidia.com/gpu.product': product } } });

describe('what a graph takes', () => {
  test('machines that pods name by their GPU are known', () => {
    const gb200 = MACHINES.GB200_NVL72.gpu.productLabels[0] ?? '';
    expect(needs([frontend(), vllm('w', 'worker', [], { gpus: 4, nodes: 8, replicas: 2, ...on(gb200) })])).toEqual({
      pods: 17,
      gpus: 64,
      nodes: [{ machine: gb200, nodes: 16, known: true }],
    });
  });

  test('others are told as the least that could be', () => {
    expect(
      needs([vllm('a', 'worker', [], { gpus: 8 }), vllm('b', 'worker', [], { gpus: 1, replicas: 3 })]).nodes,
    ).toEqual([{ machine: 'any', nodes: 2, known: false }]);
    expect(needs([vllm('a', 'worker', [], { gpus: 4, ...on('NVIDIA-Z1') })]).nodes).toEqual([
      { machine: 'NVIDIA-Z1', nodes: 1, known: false },
    ]);
  });

  test('a graph without GPUs takes no machine', () => {
    expect(needs([frontend([], { replicas: 3 })])).toEqual({ pods: 3, gpus: 0, nodes: [] });
  });

  test('any number of replicas is counted at once, and as machines are counted elsewhere', () => {
    expect(needs([vllm('a', 'worker', [], { gpus: 3, replicas: 1_000_000_000 })]).nodes[0]?.nodes).toBe(500_000_000);
    const pods = fc.array(
      fc.record({ gpus: fc.integer({ min: 1, max: 8 }), replicas: fc.integer({ min: 1, max: 9 }) }),
      {
        minLength: 1,
        maxLength: 6,
      },
    );
    fc.assert(
      fc.property(pods, (pools) => {
        const parts = pools.map((pool, index) => vllm(`w${index}`, 'worker', [], pool));
        const all = pools.flatMap(({ gpus, replicas }) =>
          Array.from({ length: replicas }, () => ({ 'nvidia.com/gpu': gpus })),
        );
        const counted = needs(parts).nodes[0]?.nodes ?? 0;
        const packed = machinesFor(all, { 'nvidia.com/gpu': 8 });
        // Both pack the largest first; they only differ in which machine with room they take.
        expect(Math.abs(counted - packed)).toBeLessThanOrEqual(1);
        expect(counted).toBeGreaterThanOrEqual(Math.ceil(all.reduce((sum, pod) => sum + pod['nvidia.com/gpu'], 0) / 8));
      }),
    );
  });
});
