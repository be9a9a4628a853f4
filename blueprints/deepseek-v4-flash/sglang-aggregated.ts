import { AggregatedPool, Engine, models, Parallelism, Precision } from '../../constructs';
import { defineBlueprint, type RecipeDifference } from '../blueprint';
import { DEEPSEEK_V4, SGLANG_DIFFERENCES, SGLANG_ENV, SGLANG_FLAGS, SHARED_MEMORY, SINCE } from '../deepseek-v4';
import { gpuOf, gpuParameters, nodeGroup } from '../machines';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';

const NAME = 'deepseek-v4-flash-sglang-aggregated';

const DIFFERENCES: readonly RecipeDifference[] = [
  ...SGLANG_DIFFERENCES,
  { at: 'worker.flags.--speculative-algo*', reason: 'the same, with the full name of the flag' },
];

export const deepseekV4FlashSglangAggregated = defineBlueprint({
  name: NAME,
  summary: 'DeepSeek-V4-Flash MXFP4 with multi-token prediction, aggregated, on B200 or GB200 with SGLang',
  description:
    "Workers of four GPUs (TP4): half a node of B200 or a tray of GB200. The model's own prediction layer guesses three tokens ahead. The checkpoint is as published, with MXFP4 experts; the KV cache is FP8.",
  since: SINCE,
  parameters: {
    ...workloadParameters(NAME, { inputTokens: 32_768, outputTokens: 4096, concurrency: 256 }),
    workers: workers('aggregated', 1),
    ...gpuParameters('b200', 'gb200'),
    ...frontendParameters(),
    ...cacheParameters(400),
  },
  parities: [
    {
      recipe: 'recipes/deepseek-v4/deepseek-v4-flash/sglang/agg/deploy.yaml',
      differences: DIFFERENCES,
    },
    {
      recipe: 'recipes/deepseek-v4/deepseek-v4-flash/sglang/agg-gb200/deploy.yaml',
      parameters: { gpu: 'gb200' },
      differences: DIFFERENCES,
    },
  ],
  build(chart, parameters, release) {
    const graph = graphWithFrontend(chart, parameters, release, {
      ...DEEPSEEK_V4,
      model: models.DEEPSEEK_V4_FLASH.at(Precision.MXFP4),
      engine: Engine.sglang(),
    });
    new AggregatedPool(graph, 'worker', {
      nodes: nodeGroup(parameters, gpuOf(parameters)),
      parallelism: Parallelism.tensor(4),
      workers: parameters.workers,
      sharedMemory: SHARED_MEMORY,
      limits: { batchedTokens: 4096 },
      engineConfig: {
        ...SGLANG_FLAGS,
        speculativeAlgorithm: 'EAGLE',
        speculativeNumSteps: 3,
        speculativeEagleTopk: 1,
        speculativeNumDraftTokens: 4,
      },
      extraEnv: SGLANG_ENV,
    });
    return graph;
  },
});
