import { DecodePool, Engine, KvPrecision, models, Parallelism, Precision, PrefillPool } from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { gpuOf, gpuParameters, nodeGroup } from '../machines';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';
import { LIMITS_IN_FILE, LOADING } from './trtllm';

const NAME = 'qwen3-32b-trtllm';

export const qwen332bTrtllm = defineBlueprint({
  name: NAME,
  summary: 'Qwen3-32B FP8, disaggregated on one node, on H100 or H200 with TensorRT-LLM',
  description:
    'Four prefill workers on single GPUs and two decode workers on two (TP2), together one node of eight. The checkpoint is FP8 as published, with an FP8 KV cache.',
  parameters: {
    ...workloadParameters(NAME, { inputTokens: 6784, outputTokens: 1024, concurrency: 128 }),
    prefillWorkers: workers('prefill', 4),
    decodeWorkers: workers('decode', 2),
    ...gpuParameters('h100', 'h200'),
    ...frontendParameters(),
    ...cacheParameters(100),
  },
  parities: [
    {
      recipe: 'recipes/qwen3-32b-fp8/trtllm/disagg/deploy.yaml',
      differences: [
        LIMITS_IN_FILE,
        {
          at: 'prefill.engine.cuda_graph_config*',
          reason: 'a prefill worker takes one prompt at a time; graphs for larger batches would only cost memory',
        },
        {
          at: '*.engine.cuda_graph_config.max_batch_size',
          reason: 'the recipe lists every batch from 1 to 128, which is what a largest batch stands for',
        },
        { at: 'decode.engine.cuda_graph_config.batch_sizes', reason: 'said by the largest batch' },
      ],
    },
  ],
  build(chart, parameters, release) {
    const sequence = parameters.inputTokens + parameters.outputTokens;
    const graph = graphWithFrontend(chart, parameters, release, {
      model: models.QWEN3_32B.at(Precision.FP8),
      engine: Engine.trtllm(),
      kvPrecision: KvPrecision.FP8,
    });
    const shared = { nodes: nodeGroup(parameters, gpuOf(parameters)), memoryFraction: 0.7, extraEnv: LOADING };
    new PrefillPool(graph, 'prefill', {
      ...shared,
      parallelism: Parallelism.tensor(1),
      workers: parameters.prefillWorkers,
      limits: { batchSize: 1, batchedTokens: sequence },
    });
    new DecodePool(graph, 'decode', {
      ...shared,
      parallelism: Parallelism.tensor(2),
      workers: parameters.decodeWorkers,
      limits: { batchSize: 128, batchedTokens: sequence },
      engineConfig: { cuda_graph_config: { enable_padding: true, max_batch_size: 128 } },
    });
    return graph;
  },
});
