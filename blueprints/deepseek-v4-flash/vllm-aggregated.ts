import { Literal, Union } from '@sinclair/typebox';
import { AggregatedPool, Engine, models, Parallelism, Precision } from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { DEEPSEEK_V4, SHARED_MEMORY, SINCE, VLLM_ENV, VLLM_FLAGS } from '../deepseek-v4';
import { gpuOf, gpuParameters, nodeGroup } from '../machines';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';

const NAME = 'deepseek-v4-flash-vllm-aggregated';

/** The two ways in which the recipes cut attention; the experts are spread over all four GPUs in both. */
const ATTENTION = {
  data: {
    parallelism: Parallelism.of({ data: 4, expert: 4 }),
    flags: {},
    env: { VLLM_RANDOMIZE_DP_DUMMY_INPUTS: '1' },
  },
  tensor: {
    parallelism: Parallelism.tensorExpert(4),
    flags: { moeBackend: 'deep_gemm_mega_moe' },
    env: { NCCL_NVLS_ENABLE: '1', NCCL_P2P_LEVEL: 'NVL', VLLM_USE_NCCL_SYMM_MEM: '1' },
  },
} as const;

export const deepseekV4FlashVllmAggregated = defineBlueprint({
  name: NAME,
  summary: 'DeepSeek-V4-Flash MXFP4, aggregated, on B200 or GB200 with vLLM',
  description:
    'Workers of four GPUs with the experts spread over all of them. With data-parallel attention each GPU keeps its own requests, for many at a time; with tensor-parallel attention all work on each request, for few that shall be fast. The checkpoint is as published, with MXFP4 experts; the KV cache is FP8.',
  since: SINCE,
  parameters: {
    ...workloadParameters(NAME, { inputTokens: 32_768, outputTokens: 4096, concurrency: 256 }),
    workers: workers('aggregated', 1),
    attention: Union([Literal('data'), Literal('tensor')], {
      default: 'data',
      description: 'Whether each GPU attends to its own requests, or all four to the same',
    }),
    ...gpuParameters('b200', 'gb200'),
    ...frontendParameters(),
    ...cacheParameters(400),
  },
  parities: [
    {
      recipe: 'recipes/deepseek-v4/deepseek-v4-flash/vllm/agg_b200/deploy.yaml',
      differences: [],
    },
    {
      recipe: 'recipes/deepseek-v4/deepseek-v4-flash/vllm/agg_gb200/deploy.yaml',
      parameters: { gpu: 'gb200', attention: 'tensor' },
      differences: [],
    },
  ],
  build(chart, parameters, release) {
    const { parallelism, flags, env } = ATTENTION[parameters.attention];
    const graph = graphWithFrontend(chart, parameters, release, {
      ...DEEPSEEK_V4,
      model: models.DEEPSEEK_V4_FLASH.at(Precision.MXFP4),
      engine: Engine.vllm(),
    });
    new AggregatedPool(graph, 'worker', {
      nodes: nodeGroup(parameters, gpuOf(parameters)),
      parallelism,
      workers: parameters.workers,
      sharedMemory: SHARED_MEMORY,
      limits: { batchSize: 256 },
      engineConfig: {
        ...VLLM_FLAGS,
        ...flags,
        compilationConfig: { cudagraph_mode: 'FULL_AND_PIECEWISE', custom_ops: ['all'] },
      },
      extraEnv: { ...VLLM_ENV, VLLM_ENGINE_READY_TIMEOUT_S: '3600', ...env },
    });
    return graph;
  },
});
