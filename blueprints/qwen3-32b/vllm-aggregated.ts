import { AggregatedPool, Engine, models, Parallelism, Precision } from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { machineParameters, nodeGroup } from '../machines';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';
import { contextFlags, contextParameter, DIFFERENCES } from './vllm';

const NAME = 'qwen3-32b-h200-vllm-aggregated';

export const qwen332bH200VllmAggregated = defineBlueprint({
  name: NAME,
  summary: 'Qwen3-32B BF16, aggregated, on H200 with vLLM, for long prompts',
  description:
    'Eight workers of two H200 (TP2) on two nodes that read prompts and generate. The simple half of a pair: compare it with the disaggregated graph on the same machines.',
  parameters: {
    ...workloadParameters(NAME, { inputTokens: 32_000, outputTokens: 2048, concurrency: 64 }),
    context: contextParameter,
    workers: workers('aggregated', 8),
    ...machineParameters('h200'),
    ...frontendParameters(),
    ...cacheParameters(100),
  },
  parities: [{ recipe: 'recipes/qwen3-32b/vllm/agg-round-robin/deploy.yaml', differences: DIFFERENCES }],
  build(chart, parameters, release) {
    const graph = graphWithFrontend(chart, parameters, release, {
      model: models.QWEN3_32B.at(Precision.BF16),
      engine: Engine.vllm(),
      kvBlockTokens: 64,
    });
    new AggregatedPool(graph, 'worker', {
      nodes: nodeGroup(parameters, 'h200'),
      parallelism: Parallelism.tensor(2),
      workers: parameters.workers,
      limits: { sequenceTokens: parameters.inputTokens + parameters.outputTokens },
      engineConfig: { ...contextFlags(parameters.context), asyncScheduling: true },
    });
    return graph;
  },
});
