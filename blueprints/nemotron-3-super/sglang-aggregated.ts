import { AggregatedPool, Engine, models, Parallelism, Precision } from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { gpuOf, gpuParameters, nodeGroup } from '../machines';
import { APPROXIMATE_ROUTING } from '../recipe-differences';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';
import { PARSERS, SHARED_MEMORY } from './nemotron-3-super';
import { PAGE_TOKENS } from './sglang';

const NAME = 'nemotron-3-super-sglang-aggregated';

export const nemotron3SuperSglangAggregated = defineBlueprint({
  name: NAME,
  summary: 'Nemotron-3-Super-120B-A12B FP8, aggregated, on H100 or H200 with SGLang',
  description:
    'Workers of four GPUs (TP4) that read prompts and generate. Most layers are Mamba, whose state does not grow with the sequence, so long prompts take little memory. The router remembers where it sent a prefix, since the engine keeps states token by token. The checkpoint is FP8 as published.',
  parameters: {
    ...workloadParameters(NAME, { inputTokens: 8192, outputTokens: 1024, concurrency: 64 }),
    workers: workers('aggregated', 1),
    ...gpuParameters('h100', 'h200'),
    ...frontendParameters('kv-approximate'),
    ...cacheParameters(300),
  },
  parities: [
    {
      recipe: 'recipes/nemotron-3-super-fp8/sglang/agg/deploy.yaml',
      differences: [
        ...APPROXIMATE_ROUTING,
        { at: 'worker.flags.--skip-tokenizer-init', reason: 'the frontend tokenizes, so that the engine need not' },
      ],
    },
  ],
  build(chart, parameters, release) {
    const graph = graphWithFrontend(chart, parameters, release, {
      model: models.NEMOTRON_3_SUPER.at(Precision.FP8),
      engine: Engine.sglang(),
      kvBlockTokens: PAGE_TOKENS,
    });
    new AggregatedPool(graph, 'worker', {
      nodes: nodeGroup(parameters, gpuOf(parameters)),
      parallelism: Parallelism.tensor(4),
      workers: parameters.workers,
      sharedMemory: SHARED_MEMORY,
      engineConfig: PARSERS,
    });
    return graph;
  },
});
