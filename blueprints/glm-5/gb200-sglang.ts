import { DecodePool, Engine, models, Parallelism, Precision, PrefillPool, Release } from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { nodeGroup, rackParameters } from '../machines';
import { NO_ADAPTERS } from '../recipe-differences';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';

const NAME = 'glm-5-gb200-sglang';

export const glm5Gb200Sglang = defineBlueprint({
  name: NAME,
  summary: 'GLM-5 NVFP4 with multi-token prediction, disaggregated, on GB200 NVL72 with SGLang',
  description:
    "One prefill worker (TP4) on one tray and one decode worker (DEP16) on four trays of a GB200 NVL72: for long answers, with many requests at a time. The model's own prediction layer guesses two tokens ahead. The checkpoint is NVFP4 with an FP8 KV cache.",
  // The recipe of May 2026 builds an image with an SGLang newer than that of its release (ai-dynamo/dynamo recipes/glm-5-nvfp4).
  since: Release.V1_3,
  parameters: {
    ...workloadParameters(NAME, { inputTokens: 1024, outputTokens: 8192, concurrency: 512 }),
    prefillWorkers: workers('prefill', 1),
    decodeWorkers: workers('decode', 1),
    ...rackParameters('gb200'),
    ...frontendParameters(),
    ...cacheParameters(700),
  },
  parities: [
    {
      recipe: 'recipes/glm-5-nvfp4/sglang/disagg/deploy.yaml',
      differences: [
        ...NO_ADAPTERS,
        { at: 'prefill.channelClaims', reason: 'without a channel of the domain, KV cache cannot leave over NVLink' },
        { at: '*.env.FLASHINFER_DISABLE_VERSION_CHECK', reason: "the versions in the release's image fit each other" },
        { at: 'frontend.flags.--enforce-disagg', reason: 'newer frontends do not read it' },
        { at: '*.flags.--skip-tokenizer-init', reason: 'the frontend tokenizes, as other SGLang recipes have it' },
        {
          at: '*.sharedMemory',
          reason: 'the recipe says nothing and so gets 8 GiB; other recipes for large models have at least 80 GiB',
        },
      ],
    },
  ],
  build(chart, parameters, release) {
    const graph = graphWithFrontend(chart, parameters, release, {
      model: models.GLM_5.at(Precision.NVFP4),
      engine: Engine.sglang(),
    });
    const shared = {
      nodes: nodeGroup(parameters, 'gb200'),
      limits: { batchSize: 2048, batchedTokens: 32_768 },
      memoryFraction: 0.72,
    };
    const flags = {
      attentionBackend: 'nsa',
      cudaGraphMaxBs: 128,
      enableDpLmHead: true,
      enableFlashinferAllreduceFusion: true,
      incrementalStreamingOutput: true,
      maxPrefillTokens: 32_768,
      modelLoaderExtraConfig: { enable_multithread_load: true, num_threads: 32 },
      moeRunnerBackend: 'flashinfer_trtllm',
      nsaDecodeBackend: 'trtllm',
      nsaPrefillBackend: 'trtllm',
      quantization: 'modelopt_fp4',
      streamInterval: 50,
      watchdogTimeout: 3600,
    } as const;
    const env = {
      NCCL_STORE_TIMEOUT: '7200',
      NIXL_LOG_LEVEL: 'ERROR',
      NVIDIA_GDRCOPY: '1',
      SGLANG_DEEPEP_NUM_MAX_DISPATCH_TOKENS_PER_RANK: '1024',
      SGLANG_ENABLE_JIT_DEEPGEMM: '1',
      SGLANG_ENABLE_SPEC_V2: '1',
      SGLANG_NVFP4_CKPT_FP8_NEXTN_MOE: '1',
      UCX_LOG_LEVEL: 'error',
    };
    new PrefillPool(graph, 'prefill', {
      ...shared,
      parallelism: Parallelism.tensor(4),
      workers: parameters.prefillWorkers,
      engineConfig: { ...flags, loadBalanceMethod: 'round_robin' },
      extraEnv: env,
    });
    new DecodePool(graph, 'decode', {
      ...shared,
      parallelism: Parallelism.attentionDp(16),
      workers: parameters.decodeWorkers,
      engineConfig: {
        ...flags,
        prefillRoundRobinBalance: true,
        speculativeAlgorithm: 'EAGLE',
        speculativeEagleTopk: 1,
        speculativeNumDraftTokens: 3,
        speculativeNumSteps: 2,
      },
      extraEnv: { ...env, NCCL_GRAPH_MIXING_SUPPORT: '0' },
    });
    return graph;
  },
});
