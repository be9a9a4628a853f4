import { AggregatedPool, Engine, models, Parallelism, Precision } from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { gpuOf, gpuParameters, nodeGroup } from '../machines';
import { APPROXIMATE_ROUTING } from '../recipe-differences';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';
import { PARSERS, SHARED_MEMORY } from './nemotron-3-super';

const NAME = 'nemotron-3-super-vllm-aggregated';

export const nemotron3SuperVllmAggregated = defineBlueprint({
  name: NAME,
  summary: 'Nemotron-3-Super-120B-A12B FP8, aggregated, on H100 or H200 with vLLM',
  description:
    'Workers of four GPUs (TP4) that read prompts and generate. Most layers are Mamba, whose state does not grow with the sequence, so long prompts take little memory; states are cached at the borders of blocks. The router remembers where it sent a prefix. The checkpoint is FP8 as published.',
  parameters: {
    ...workloadParameters(NAME, { inputTokens: 8192, outputTokens: 1024, concurrency: 64 }),
    workers: workers('aggregated', 1),
    ...gpuParameters('h100', 'h200'),
    ...frontendParameters('kv-approximate'),
    ...cacheParameters(300),
  },
  parities: [
    {
      recipe: 'recipes/nemotron-3-super-fp8/vllm/agg/deploy.yaml',
      differences: [
        ...APPROXIMATE_ROUTING,
        {
          at: 'worker.flags.--is-decode-worker',
          reason: 'the flag kept the worker from publishing KV events, which it no longer does unasked; 1.4 removed it',
        },
      ],
    },
  ],
  build(chart, parameters, release) {
    const graph = graphWithFrontend(chart, parameters, release, {
      model: models.NEMOTRON_3_SUPER.at(Precision.FP8),
      engine: Engine.vllm(),
    });
    new AggregatedPool(graph, 'worker', {
      nodes: nodeGroup(parameters, gpuOf(parameters)),
      parallelism: Parallelism.tensor(4),
      workers: parameters.workers,
      sharedMemory: SHARED_MEMORY,
      engineConfig: { ...PARSERS, mambaCacheMode: 'align' },
      extraEnv: { VLLM_FLASHINFER_ALLREDUCE_BACKEND: 'trtllm' },
    });
    return graph;
  },
});
