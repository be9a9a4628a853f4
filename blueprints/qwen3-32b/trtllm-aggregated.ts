import { AggregatedPool, Engine, KvPrecision, models, Parallelism, Precision } from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { gpuOf, gpuParameters, nodeGroup } from '../machines';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';
import { LIMITS_IN_FILE, LOADING } from './trtllm';

const NAME = 'qwen3-32b-trtllm-aggregated';

export const qwen332bTrtllmAggregated = defineBlueprint({
  name: NAME,
  summary: 'Qwen3-32B FP8, aggregated, on H100 or H200 with TensorRT-LLM',
  description:
    'Workers of two GPUs (TP2) that read prompts and generate, with an FP8 KV cache. The checkpoint is FP8 as published.',
  parameters: {
    ...workloadParameters(NAME, { inputTokens: 6940, outputTokens: 1024, concurrency: 80 }),
    workers: workers('aggregated', 1),
    ...gpuParameters('h100', 'h200'),
    ...frontendParameters(),
    ...cacheParameters(100),
  },
  parities: [
    {
      recipe: 'recipes/qwen3-32b-fp8/trtllm/agg/deploy.yaml',
      differences: [
        LIMITS_IN_FILE,
        {
          at: 'worker.engine.cuda_graph_config.max_batch_size',
          reason: 'the largest of the listed batches, written down',
        },
      ],
    },
  ],
  build(chart, parameters, release) {
    const graph = graphWithFrontend(chart, parameters, release, {
      model: models.QWEN3_32B.at(Precision.FP8),
      engine: Engine.trtllm(),
      kvPrecision: KvPrecision.FP8,
    });
    new AggregatedPool(graph, 'worker', {
      nodes: nodeGroup(parameters, gpuOf(parameters)),
      parallelism: Parallelism.tensor(2),
      workers: parameters.workers,
      limits: { batchSize: 96, batchedTokens: parameters.inputTokens + parameters.outputTokens, chunkedPrefill: false },
      memoryFraction: 0.7,
      engineConfig: { cuda_graph_config: { enable_padding: true, batch_sizes: [1, 2, 4, 8, 16, 32, 64, 96] } },
      extraEnv: LOADING,
    });
    return graph;
  },
});
