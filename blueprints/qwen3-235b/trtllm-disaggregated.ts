import { DecodePool, Engine, KvPrecision, models, Parallelism, Precision, PrefillPool } from '../../constructs';
import { defineBlueprint, type RecipeDifference } from '../blueprint';
import { gpuOf, gpuParameters, nodeGroup } from '../machines';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';
import { DIFFERENCES, moeConfig, SHARED_MEMORY } from './trtllm';

const NAME = 'qwen3-235b-trtllm';

const DISAGGREGATED: readonly RecipeDifference[] = [
  ...DIFFERENCES,
  {
    at: 'decode.engine.kv_cache_config.enable_block_reuse',
    reason: 'workers that tell the router of their blocks have to keep them (decode workers do so from 1.4 on)',
  },
];

export const qwen3235bTrtllm = defineBlueprint({
  name: NAME,
  summary: 'Qwen3-235B-A22B FP8, disaggregated, on H200 or B200 with TensorRT-LLM',
  description:
    'Six prefill workers (TP2) and one decode worker (TEP4) on two nodes of eight GPUs, behind a router that follows the KV cache of the prefill workers. The checkpoint is FP8 as published, with an FP8 KV cache.',
  parameters: {
    ...workloadParameters(NAME, { inputTokens: 4096, outputTokens: 4096, concurrency: 64 }),
    prefillWorkers: workers('prefill', 6),
    decodeWorkers: workers('decode', 1),
    ...gpuParameters('h200', 'b200'),
    ...frontendParameters('kv'),
    ...cacheParameters(300),
  },
  parities: [
    { recipe: 'recipes/qwen3-235b-a22b-fp8/trtllm/disagg/hopper/deploy.yaml', differences: DISAGGREGATED },
    {
      recipe: 'recipes/qwen3-235b-a22b-fp8/trtllm/disagg/blackwell/deploy.yaml',
      parameters: { gpu: 'b200' },
      differences: DISAGGREGATED,
    },
  ],
  build(chart, parameters, release) {
    const gpu = gpuOf(parameters);
    const graph = graphWithFrontend(chart, parameters, release, {
      model: models.QWEN3_235B_A22B.at(Precision.FP8),
      engine: Engine.trtllm(),
      kvPrecision: KvPrecision.FP8,
    });
    const shared = { nodes: nodeGroup(parameters, gpu), sharedMemory: SHARED_MEMORY };
    new PrefillPool(graph, 'prefill', {
      ...shared,
      parallelism: Parallelism.tensor(2),
      workers: parameters.prefillWorkers,
      limits: { batchSize: 2 },
      memoryFraction: 0.7,
      engineConfig: { ...moeConfig(gpu), cuda_graph_config: { enable_padding: true, max_batch_size: 2 } },
    });
    new DecodePool(graph, 'decode', {
      ...shared,
      parallelism: Parallelism.tensorExpert(4),
      workers: parameters.decodeWorkers,
      limits: { batchSize: 512, batchedTokens: 1024 },
      memoryFraction: 0.95,
      engineConfig: { ...moeConfig(gpu), cuda_graph_config: { enable_padding: true, max_batch_size: 512 } },
    });
    return graph;
  },
});
