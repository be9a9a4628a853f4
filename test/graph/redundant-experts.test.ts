import { App, Chart } from 'cdk8s';
import { AggregatedPool, Engine, InferenceGraph, models, NodeGroup, Parallelism, Precision } from '../../constructs';

const model = models.DEEPSEEK_R1.at(Precision.FP8);
const pool = { nodes: NodeGroup.h200Sxm(), parallelism: Parallelism.attentionDp(16) };
/** Two more of 58 layers' experts on each of 16 GPUs: three FP8 matrices of 7168 x 2048, and their scales. */
const TWO_MORE = 58 * 2 * 3 * 7168 * 2048;

function weights(engine: 'vllm' | 'sglang' | 'trtllm', balanced: boolean): number | undefined {
  const chart = new Chart(new App(), 'test');
  switch (engine) {
    case 'vllm': {
      const graph = new InferenceGraph(chart, 'graph', { model, engine: Engine.vllm() });
      const engineConfig = balanced ? { enableEplb: true, eplbConfig: { num_redundant_experts: 32 } } : {};
      const parallelism = Parallelism.of({ data: 16, expert: 16 });
      new AggregatedPool(graph, 'worker', { ...pool, parallelism, engineConfig });
      return graph.describe().pools[0]?.memory?.weightBytes;
    }
    case 'sglang': {
      const graph = new InferenceGraph(chart, 'graph', { model, engine: Engine.sglang() });
      new AggregatedPool(graph, 'worker', { ...pool, engineConfig: balanced ? { epNumRedundantExperts: 32 } : {} });
      return graph.describe().pools[0]?.memory?.weightBytes;
    }
    case 'trtllm': {
      const graph = new InferenceGraph(chart, 'graph', { model, engine: Engine.trtllm() });
      const engineConfig = balanced ? { moe_config: { load_balancer: { num_slots: 288 } } } : {};
      new AggregatedPool(graph, 'worker', { ...pool, engineConfig });
      return graph.describe().pools[0]?.memory?.weightBytes;
    }
  }
}

describe('copies of experts, for balancing their load', () => {
  test.each(['vllm', 'sglang', 'trtllm'] as const)('count as weights, as %s is told of them', (engine) => {
    const more = (weights(engine, true) ?? 0) - (weights(engine, false) ?? 0);
    expect(more / TWO_MORE).toBeCloseTo(1, 2);
  });

  test('vLLM makes none unless it balances', () => {
    const chart = new Chart(new App(), 'test');
    const graph = new InferenceGraph(chart, 'graph', { model, engine: Engine.vllm() });
    const parallelism = Parallelism.of({ data: 16, expert: 16 });
    new AggregatedPool(graph, 'worker', {
      ...pool,
      parallelism,
      engineConfig: { eplbConfig: { num_redundant_experts: 32 } },
    });
    expect(graph.describe().pools[0]?.memory?.weightBytes).toBe(weights('vllm', false));
  });
});
