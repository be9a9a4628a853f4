import { DecodePool, Engine, models, Parallelism, Precision, PrefillPool, type VllmFlags } from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { DEEPSEEK_V4, SHARED_MEMORY, SINCE, VLLM_PARSING } from '../deepseek-v4';
import { nodeGroup, rackParameters } from '../machines';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';
import { RACK_DIFFERENCES, RACK_ENV } from './vllm';

const NAME = 'deepseek-v4-pro-gb200-vllm';

/** Tokens that the chat template adds to a prompt, as the recipe allows for. */
const TEMPLATE_TOKENS = 64;

/** Every third layer of weights waits in the memory of the Grace CPU: prefill needs the room for its activations. */
const PREFILL_FLAGS: VllmFlags = {
  ...VLLM_PARSING,
  asyncScheduling: false,
  disableHybridKvCacheManager: false,
  enableFlashinferAutotune: false,
  enableSleepMode: true,
  enforceEager: true,
  numaBind: true,
  offloadGroupSize: 3,
  offloadNumInGroup: 1,
  offloadPrefetchStep: 2,
};

const DECODE_FLAGS: VllmFlags = {
  ...VLLM_PARSING,
  compilationConfig: { cudagraph_mode: 'FULL_DECODE_ONLY', mode: 0 },
  disableHybridKvCacheManager: false,
  enableSleepMode: true,
  maxCudagraphCaptureSize: 128,
  streamInterval: 50,
};

export const deepseekV4ProGb200Vllm = defineBlueprint({
  name: NAME,
  summary: 'DeepSeek-V4-Pro MXFP4, disaggregated with wide expert parallelism, on GB200 NVL72 with vLLM',
  description:
    'One prefill and one decode worker (TP1 DP8 EP8), each on two trays of a GB200 NVL72: every GPU attends to its own requests, the experts are spread over all eight. Prefill keeps a third of its layers in CPU memory. The checkpoint is as published, with MXFP4 experts; the KV cache is FP8.',
  since: SINCE,
  parameters: {
    ...workloadParameters(NAME, { inputTokens: 8192, outputTokens: 1024, concurrency: 1024 }),
    prefillWorkers: workers('prefill', 1),
    decodeWorkers: workers('decode', 1),
    ...rackParameters('gb200'),
    ...frontendParameters(),
    ...cacheParameters(1500),
  },
  parities: [
    {
      recipe: 'recipes/deepseek-v4/deepseek-v4-pro/vllm/disagg/gb200/deploy.yaml',
      differences: [
        ...RACK_DIFFERENCES,
        {
          at: '*.flags.--data-parallel-rpc-port',
          reason: "operators that wait for vLLM's own port need no other; those of 1.2 are given it",
        },
      ],
    },
  ],
  build(chart, parameters, release) {
    const graph = graphWithFrontend(chart, parameters, release, {
      ...DEEPSEEK_V4,
      model: models.DEEPSEEK_V4_PRO.at(Precision.MXFP4),
      engine: Engine.vllm(),
    });
    // A router that follows the KV cache needs workers that keep it; without one the recipe saves the bookkeeping.
    const caching: VllmFlags = parameters.router === 'kv' ? {} : { enablePrefixCaching: false };
    const sequenceTokens = parameters.inputTokens + parameters.outputTokens + TEMPLATE_TOKENS;
    const shared = {
      nodes: nodeGroup(parameters, 'gb200'),
      parallelism: Parallelism.of({ data: 8, expert: 8 }),
      sharedMemory: SHARED_MEMORY,
    };
    new PrefillPool(graph, 'prefill', {
      ...shared,
      workers: parameters.prefillWorkers,
      limits: { batchSize: 16, batchedTokens: 32_768, sequenceTokens },
      memoryFraction: 0.8,
      engineConfig: { ...PREFILL_FLAGS, ...caching },
      extraEnv: {
        ...RACK_ENV,
        VLLM_MAX_TOKENS_PER_EXPERT_FP4_MOE: '2048',
        VLLM_SPARSE_INDEXER_MAX_LOGITS_MB: '1024',
      },
    });
    new DecodePool(graph, 'decode', {
      ...shared,
      workers: parameters.decodeWorkers,
      limits: { batchSize: 128, batchedTokens: 128, sequenceTokens },
      memoryFraction: 0.9,
      engineConfig: { ...DECODE_FLAGS, ...caching },
      extraEnv: RACK_ENV,
    });
    return graph;
  },
});
