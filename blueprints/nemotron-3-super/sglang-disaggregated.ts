import { DecodePool, Engine, models, Parallelism, Precision, PrefillPool } from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { gpuOf, gpuParameters, nodeGroup } from '../machines';
import { APPROXIMATE_ROUTING } from '../recipe-differences';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';
import { PARSERS, SHARED_MEMORY } from './nemotron-3-super';
import { PAGE_TOKENS } from './sglang';

const NAME = 'nemotron-3-super-sglang';

export const nemotron3SuperSglang = defineBlueprint({
  name: NAME,
  summary: 'Nemotron-3-Super-120B-A12B FP8, disaggregated, on H100 or H200 with SGLang',
  description:
    'One prefill and one decode worker of two GPUs each (TP2). NIXL carries KV cache and the states of the Mamba layers. Two H100 have room for some fifty requests beside the weights, two H200 for hundreds. The checkpoint is FP8 as published.',
  parameters: {
    ...workloadParameters(NAME, { inputTokens: 8192, outputTokens: 1024, concurrency: 16 }),
    prefillWorkers: workers('prefill', 1),
    decodeWorkers: workers('decode', 1),
    ...gpuParameters('h100', 'h200'),
    ...frontendParameters('kv-approximate'),
    ...cacheParameters(300),
  },
  parities: [
    {
      recipe: 'recipes/nemotron-3-super-fp8/sglang/disagg/deploy.yaml',
      differences: [
        ...APPROXIMATE_ROUTING,
        { at: '*.flags.--skip-tokenizer-init', reason: 'the frontend tokenizes, so that the engine need not' },
      ],
    },
  ],
  build(chart, parameters, release) {
    const graph = graphWithFrontend(chart, parameters, release, {
      model: models.NEMOTRON_3_SUPER.at(Precision.FP8),
      engine: Engine.sglang({ bootstrapPort: 12_345 }),
      kvBlockTokens: PAGE_TOKENS,
    });
    const shared = {
      nodes: nodeGroup(parameters, gpuOf(parameters)),
      parallelism: Parallelism.tensor(2),
      sharedMemory: SHARED_MEMORY,
      engineConfig: PARSERS,
    };
    new PrefillPool(graph, 'prefill', { ...shared, workers: parameters.prefillWorkers });
    new DecodePool(graph, 'decode', { ...shared, workers: parameters.decodeWorkers });
    return graph;
  },
});
