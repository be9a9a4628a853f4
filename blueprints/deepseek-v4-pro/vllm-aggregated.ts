import { AggregatedPool, Engine, models, Parallelism, Precision, type VllmFlags } from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { DEEPSEEK_V4, SHARED_MEMORY, SINCE, VLLM_FLAGS } from '../deepseek-v4';
import { gpuOf, gpuParameters, nodeGroup } from '../machines';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';
import { ENV, RACK_DIFFERENCES, RACK_ENV } from './vllm';

const NAME = 'deepseek-v4-pro-vllm-aggregated';
/** Short enough for workers over two trays. */
const GRAPH_NAME = 'deepseek-v4-pro-vllm-agg';

const NODE_FLAGS: VllmFlags = {
  ...VLLM_FLAGS,
  compilationConfig: { mode: 0, cudagraph_mode: 'FULL_DECODE_ONLY' },
};

const RACK_FLAGS: VllmFlags = {
  ...VLLM_FLAGS,
  compilationConfig: {
    mode: 3,
    cudagraph_mode: 'FULL_AND_PIECEWISE',
    custom_ops: ['all'],
    pass_config: { fuse_allreduce_rms: true },
  },
  moeBackend: 'deep_gemm_mega_moe',
};

export const deepseekV4ProVllmAggregated = defineBlueprint({
  name: NAME,
  summary: 'DeepSeek-V4-Pro MXFP4, aggregated, on B200 or GB200 with vLLM',
  description:
    'Workers of eight GPUs (TEP8): a node of B200, or two trays of a GB200 NVL72 that meet over NVLink. The checkpoint is as published, with MXFP4 experts; the KV cache is FP8.',
  since: SINCE,
  parameters: {
    ...workloadParameters(GRAPH_NAME, { inputTokens: 32_768, outputTokens: 4096, concurrency: 256 }),
    workers: workers('aggregated', 1),
    ...gpuParameters('b200', 'gb200'),
    ...frontendParameters(),
    ...cacheParameters(1500),
  },
  parities: [
    {
      recipe: 'recipes/deepseek-v4/deepseek-v4-pro/vllm/agg/b200/deploy.yaml',
      differences: [],
    },
    {
      recipe: 'recipes/deepseek-v4/deepseek-v4-pro/vllm/agg/gb200/deploy.yaml',
      parameters: { gpu: 'gb200' },
      differences: RACK_DIFFERENCES,
    },
  ],
  build(chart, parameters, release) {
    const gpu = gpuOf(parameters);
    const graph = graphWithFrontend(chart, parameters, release, {
      ...DEEPSEEK_V4,
      model: models.DEEPSEEK_V4_PRO.at(Precision.MXFP4),
      engine: Engine.vllm(),
    });
    new AggregatedPool(graph, 'worker', {
      nodes: nodeGroup(parameters, gpu),
      parallelism: Parallelism.tensorExpert(8),
      workers: parameters.workers,
      sharedMemory: SHARED_MEMORY,
      limits: { batchSize: 256 },
      engineConfig: gpu === 'gb200' ? RACK_FLAGS : NODE_FLAGS,
      extraEnv: gpu === 'gb200' ? RACK_ENV : ENV,
    });
    return graph;
  },
});
