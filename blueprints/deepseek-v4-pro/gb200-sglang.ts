import { DecodePool, Engine, models, Parallelism, Precision, PrefillPool } from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { DEEPSEEK_V4, SGLANG_ENV, SGLANG_FLAGS, SGLANG_RACK_DIFFERENCES, SHARED_MEMORY, SINCE } from '../deepseek-v4';
import { nodeGroup, rackParameters } from '../machines';
import { NO_ADAPTERS } from '../recipe-differences';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';

const NAME = 'deepseek-v4-pro-gb200-sglang';
/** Short enough for workers over two trays. */
const GRAPH_NAME = 'dsv4-pro-gb200-sglang';

export const deepseekV4ProGb200Sglang = defineBlueprint({
  name: NAME,
  summary: 'DeepSeek-V4-Pro MXFP4, disaggregated, on GB200 NVL72 with SGLang',
  description:
    'One prefill and one decode worker (TP8), each on two trays of a GB200 NVL72, joined by one compute domain. The checkpoint is as published, with MXFP4 experts; the KV cache is FP8.',
  since: SINCE,
  parameters: {
    ...workloadParameters(GRAPH_NAME, { inputTokens: 32_768, outputTokens: 4096, concurrency: 128 }),
    prefillWorkers: workers('prefill', 1),
    decodeWorkers: workers('decode', 1),
    ...rackParameters('gb200'),
    ...frontendParameters(),
    ...cacheParameters(1500),
  },
  parities: [
    {
      recipe: 'recipes/deepseek-v4/deepseek-v4-pro/sglang/disagg-gb200/deploy.yaml',
      differences: [...SGLANG_RACK_DIFFERENCES, ...NO_ADAPTERS],
    },
  ],
  build(chart, parameters, release) {
    const graph = graphWithFrontend(chart, parameters, release, {
      ...DEEPSEEK_V4,
      model: models.DEEPSEEK_V4_PRO.at(Precision.MXFP4),
      engine: Engine.sglang(),
    });
    const shared = {
      nodes: nodeGroup(parameters, 'gb200'),
      parallelism: Parallelism.tensor(8),
      sharedMemory: SHARED_MEMORY,
      limits: { batchedTokens: 4096 },
      memoryFraction: 0.75,
      extraEnv: {
        ...SGLANG_ENV,
        NCCL_SOCKET_IFNAME: 'eth0',
        NCCL_STORE_TIMEOUT: '7200',
        NIXL_LOG_LEVEL: 'INFO',
        NVIDIA_GDRCOPY: '1',
      },
    };
    const flags = { ...SGLANG_FLAGS, cudaGraphMaxBs: 128, watchdogTimeout: 3600 };
    new PrefillPool(graph, 'prefill', {
      ...shared,
      workers: parameters.prefillWorkers,
      engineConfig: { ...flags, loadBalanceMethod: 'round_robin' },
    });
    new DecodePool(graph, 'decode', {
      ...shared,
      workers: parameters.decodeWorkers,
      engineConfig: { ...flags, prefillRoundRobinBalance: true },
    });
    return graph;
  },
});
