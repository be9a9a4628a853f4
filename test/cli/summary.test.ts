import { createColors } from 'picocolors';
import { findBlueprint, instantiate } from '../../blueprints';
import { summaryLines } from '../../cli/summary';

const NAME = 'llama-3-70b-slo-h100-vllm';

function summary(parameters: Readonly<Record<string, unknown>> = {}): string {
  const { graph } = instantiate(findBlueprint(NAME), { parameters });
  return summaryLines(graph.describe(), createColors(false)).join('\n');
}

describe('the summary of a graph with a planner', () => {
  test('says what it scales, to what end and how far', () => {
    expect(summary()).toMatch(
      /planner +scales to TTFT 2000 ms and ITL 30 ms, ahead of the load every 180 s and after the load every 5 s: prefill from 2, decode from 1, at most 24 GPUs together/,
    );
    expect(summary()).toMatch(/^planner +planner +1 +-/m);
  });

  test('says when it only advises', () => {
    expect(summary({ advisory: true, scaling: 'load' })).toMatch(
      /planner +would scale to .* ms, after the load every 5 s:/,
    );
  });
});
