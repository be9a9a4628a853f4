import { Literal, Union } from '@sinclair/typebox';
import { DecodePool, Engine, models, Parallelism, Precision, PrefillPool } from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { machineParameters, nodeGroup } from '../machines';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';

const NAME = 'deepseek-r1-h200-sglang';

export const deepseekR1H200Sglang = defineBlueprint({
  name: NAME,
  summary: 'DeepSeek-R1 FP8, disaggregated over one or two nodes per worker, on H200 with SGLang',
  description:
    'One prefill worker (TEP16) and one decode worker (DEP16), each on two nodes of eight H200, or half of that. The checkpoint is FP8 as published.',
  parameters: {
    ...workloadParameters(NAME, { inputTokens: 4096, outputTokens: 1024, concurrency: 512 }),
    workerGpus: Union([Literal(16), Literal(8)], {
      default: 16,
      description: 'GPUs of each worker: two nodes, or one with little room for KV cache',
    }),
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
    {
      recipe: 'recipes/deepseek-r1/sglang/disagg-8gpu/deploy.yaml',
      parameters: { workerGpus: 8 },
      differences: [
        { at: '*.flags.--skip-tokenizer-init', reason: 'the recipe for sixteen GPUs has it: the frontend tokenizes' },
      ],
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
      parallelism: Parallelism.tensorExpert(parameters.workerGpus),
      workers: parameters.prefillWorkers,
      memoryFraction: 0.75,
      engineConfig: { loadBalanceMethod: 'round_robin', watchdogTimeout: 3600 },
    });
    new DecodePool(graph, 'decode', {
      nodes: h200,
      parallelism: Parallelism.attentionDp(parameters.workerGpus),
      workers: parameters.decodeWorkers,
      // SGLang counts running requests over all attention groups of a worker.
      limits: { batchSize: Math.ceil(parameters.concurrency / parameters.decodeWorkers) },
      memoryFraction: 0.75,
      engineConfig: { prefillRoundRobinBalance: true, watchdogTimeout: 3600 },
    });
    return graph;
  },
});
