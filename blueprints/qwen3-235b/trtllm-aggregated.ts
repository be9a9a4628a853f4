import { AggregatedPool, Engine, models, Parallelism, Precision } from '../../constructs';
import { defineBlueprint, type RecipeDifference } from '../blueprint';
import { gpuOf, gpuParameters, nodeGroup } from '../machines';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';
import { DIFFERENCES, moeConfig, SHARED_MEMORY } from './trtllm';

const NAME = 'qwen3-235b-trtllm-aggregated';

const AGGREGATED: readonly RecipeDifference[] = [
  ...DIFFERENCES,
  { at: '*.engine.cache_transceiver_config.backend', reason: 'an aggregated worker has nobody to hand KV cache to' },
];

export const qwen3235bTrtllmAggregated = defineBlueprint({
  name: NAME,
  summary: 'Qwen3-235B-A22B FP8, aggregated, on H200, H100 or B200 with TensorRT-LLM',
  description:
    'Four workers (TEP4) that read prompts and generate, two on each node of eight GPUs, behind a router that follows their KV cache. The checkpoint is FP8 as published.',
  parameters: {
    ...workloadParameters(NAME, { inputTokens: 4096, outputTokens: 4096, concurrency: 64 }),
    workers: workers('aggregated', 4),
    ...gpuParameters('h200', 'h100', 'b200'),
    ...frontendParameters('kv'),
    ...cacheParameters(300),
  },
  parities: [
    {
      recipe: 'recipes/qwen3-235b-a22b-fp8/trtllm/agg/hopper/deploy.yaml',
      differences: AGGREGATED,
    },
    {
      recipe: 'recipes/qwen3-235b-a22b-fp8/trtllm/agg/blackwell/deploy.yaml',
      parameters: { gpu: 'b200' },
      differences: AGGREGATED,
    },
  ],
  build(chart, parameters, release) {
    const gpu = gpuOf(parameters);
    const graph = graphWithFrontend(chart, parameters, release, {
      model: models.QWEN3_235B_A22B.at(Precision.FP8),
      engine: Engine.trtllm(),
    });
    new AggregatedPool(graph, 'worker', {
      sharedMemory: SHARED_MEMORY,
      nodes: nodeGroup(parameters, gpu),
      parallelism: Parallelism.tensorExpert(4),
      workers: parameters.workers,
      limits: { batchSize: 128 },
      engineConfig: { ...moeConfig(gpu), cuda_graph_config: { enable_padding: true, max_batch_size: 128 } },
    });
    return graph;
  },
});
