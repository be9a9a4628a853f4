import { DecodePool, Engine, models, Parallelism, Precision, PrefillPool } from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { machineParameters, nodeGroup } from '../machines';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';

const NAME = 'deepseek-r1-h200-sglang';

export const deepseekR1H200Sglang = defineBlueprint({
  name: NAME,
  summary: 'DeepSeek-R1 FP8, disaggregated over two nodes per worker, on H200 with SGLang',
  description:
    'One prefill worker (TEP16) and one decode worker (DEP16), each on two nodes of eight H200. The checkpoint is FP8 as published.',
  parameters: {
    ...workloadParameters(NAME, { inputTokens: 4096, outputTokens: 1024, concurrency: 512 }),
    prefillWorkers: workers('prefill', 1),
    decodeWorkers: workers('decode', 1),
    ...machineParameters('h200'),
    ...frontendParameters(),
    ...cacheParameters(1500),
  },
  parities: [
    {
      recipe: 'recipes/deepseek-r1/sglang/disagg-16gpu/deploy.yaml',
      differences: [],
    },
  ],
  build(chart, parameters, release) {
    const h200 = nodeGroup(parameters, 'h200');
    const graph = graphWithFrontend(chart, parameters, release, {
      model: models.DEEPSEEK_R1.at(Precision.FP8),
      engine: Engine.sglang(),
    });
    new PrefillPool(graph, 'prefill', {
      nodes: h200,
      parallelism: Parallelism.tensorExpert(16),
      workers: parameters.prefillWorkers,
      memoryFraction: 0.75,
      engineConfig: { loadBalanceMethod: 'round_robin', watchdogTimeout: 3600 },
    });
    new DecodePool(graph, 'decode', {
      nodes: h200,
      parallelism: Parallelism.attentionDp(16),
      workers: parameters.decodeWorkers,
      // SGLang counts running requests over all attention groups of a worker.
      limits: { batchSize: Math.ceil(parameters.concurrency / parameters.decodeWorkers) },
      memoryFraction: 0.75,
      engineConfig: { prefillRoundRobinBalance: true, watchdogTimeout: 3600 },
    });
    return graph;
  },
});
