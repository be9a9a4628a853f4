import {
  AggregatedPool,
  Engine,
  EnvValue,
  Frontend,
  InferenceGraph,
  models,
  Parallelism,
  Precision,
} from '../../constructs';
import { toEnvVars } from '../../constructs/graph/env-value';
import { chart, h200 } from './support';

describe('environment variables', () => {
  test('later layers win, names are sorted, null leaves out', () => {
    const layers = [
      { B: '1', A: 'x', C: EnvValue.field('metadata.name') },
      { B: null, A: 'y' },
    ] as const;
    expect(toEnvVars(...layers)).toEqual([
      { name: 'A', value: 'y' },
      { name: 'C', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    ]);
    expect(toEnvVars({ A: null }, { A: '' })).toEqual([{ name: 'A', value: '' }]);
  });

  test('a pool leaves out what the graph or Stator sets', () => {
    const graph = new InferenceGraph(chart(), 'qwen', {
      model: models.QWEN3_32B.at(Precision.FP8),
      engine: Engine.trtllm(),
      env: { EVERYWHERE: '1', HF_TOKEN: null },
    });
    new Frontend(graph, 'frontend');
    new AggregatedPool(graph, 'worker', {
      nodes: h200,
      parallelism: Parallelism.tensor(2),
      extraEnv: { EVERYWHERE: null, TRTLLM_ENABLE_PDL: null },
    });
    const [frontend = '', worker = ''] = JSON.stringify(graph.deployment.toJson()).split('dynamo.trtllm');
    expect(frontend.match(/EVERYWHERE/g)).toHaveLength(1);
    expect(worker).not.toMatch(/EVERYWHERE|TRTLLM_ENABLE_PDL/);
    expect(graph.describe().model.accessible).toBe(false);
  });
});
