import { AggregatedPool, Engine, models, Parallelism, Precision } from '../../constructs';
import { defineBlueprint } from '../blueprint';
import {
  DEEPSEEK_V4,
  SGLANG_DIFFERENCES,
  SGLANG_ENV,
  SGLANG_FLAGS,
  SGLANG_RACK_DIFFERENCES,
  SHARED_MEMORY,
  SINCE,
} from '../deepseek-v4';
import { gpuOf, gpuParameters, nodeGroup } from '../machines';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';

const NAME = 'deepseek-v4-pro-sglang-aggregated';
/** Short enough for workers over two trays. */
const GRAPH_NAME = 'deepseek-v4-pro-sglang';

export const deepseekV4ProSglangAggregated = defineBlueprint({
  name: NAME,
  summary: 'DeepSeek-V4-Pro MXFP4, aggregated, on B200 or GB200 with SGLang',
  description:
    'Workers of eight GPUs (TP8): a node of B200, or two trays of a GB200 NVL72 that meet over NVLink. Weights take three fifths of the memory of each GPU. The checkpoint is as published, with MXFP4 experts; the KV cache is FP8.',
  since: SINCE,
  parameters: {
    ...workloadParameters(GRAPH_NAME, { inputTokens: 32_768, outputTokens: 4096, concurrency: 128 }),
    workers: workers('aggregated', 1),
    ...gpuParameters('b200', 'gb200'),
    ...frontendParameters(),
    ...cacheParameters(1500),
  },
  parities: [
    {
      recipe: 'recipes/deepseek-v4/deepseek-v4-pro/sglang/agg/deploy.yaml',
      differences: SGLANG_DIFFERENCES,
    },
    {
      recipe: 'recipes/deepseek-v4/deepseek-v4-pro/sglang/agg-gb200/deploy.yaml',
      parameters: { gpu: 'gb200' },
      differences: [
        ...SGLANG_RACK_DIFFERENCES,
        ...['worker.channelClaims', 'computeDomain.nodes'].map((at) => ({
          at,
          reason: 'the two trays of a worker meet over NVLink, for which the recipe has no domain',
        })),
        ...['NCCL_NET', 'NCCL_SOCKET_IFNAME', 'NCCL_*_DISABLE'].map((name) => ({
          at: `worker.env.${name}`,
          reason: 'the recipe sends everything between its GPUs over TCP, which works and is slow',
        })),
        { at: 'worker.env.LD_PRELOAD', reason: 'a remedy for the development build that the recipe runs on' },
      ],
    },
  ],
  build(chart, parameters, release) {
    const gpu = gpuOf(parameters);
    const graph = graphWithFrontend(chart, parameters, release, {
      ...DEEPSEEK_V4,
      model: models.DEEPSEEK_V4_PRO.at(Precision.MXFP4),
      engine: Engine.sglang(),
    });
    new AggregatedPool(graph, 'worker', {
      nodes: nodeGroup(parameters, gpu),
      parallelism: Parallelism.tensor(8),
      workers: parameters.workers,
      sharedMemory: SHARED_MEMORY,
      limits: { batchedTokens: 4096 },
      // Workers over two trays start one after the other, and wait for each other longer than the watchdog does.
      engineConfig: { ...SGLANG_FLAGS, ...(gpu === 'gb200' ? { watchdogTimeout: 3600 } : {}) },
      extraEnv: SGLANG_ENV,
    });
    return graph;
  },
});
