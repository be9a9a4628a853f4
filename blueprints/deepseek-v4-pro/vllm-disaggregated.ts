import { DecodePool, Engine, KvConnector, models, Parallelism, Precision, PrefillPool } from '../../constructs';
import { defineBlueprint } from '../blueprint';
import {
  DECODE_COMPILATION,
  DEEPSEEK_V4,
  SHARED_MEMORY,
  SINCE,
  VLLM_ENV,
  VLLM_FLAGS,
  VLLM_PARSING,
} from '../deepseek-v4';
import { gpuOf, gpuParameters, nodeGroup } from '../machines';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';

const NAME = 'deepseek-v4-pro-vllm';

/** What follows from the GPU: on Hopper MXFP4 experts run on weight-only kernels, and fill most of the memory. */
const ON_GPU = {
  b200: {
    model: models.DEEPSEEK_V4_PRO.at(Precision.NVFP4),
    memoryFraction: 0.9348,
    flags: { ...VLLM_FLAGS, moeBackend: 'flashinfer_trtllm' },
    env: { ...VLLM_ENV, VLLM_ALLREDUCE_USE_FLASHINFER: '1' },
    prefillFlags: { asyncScheduling: false },
    decodeFlags: {
      compilationConfig: DECODE_COMPILATION,
      speculativeConfig: { method: 'mtp', num_speculative_tokens: 2 },
    },
  },
  h200: {
    model: models.DEEPSEEK_V4_PRO.at(Precision.MXFP4),
    memoryFraction: 0.94,
    flags: {
      ...VLLM_PARSING,
      compilationConfig: { cudagraph_mode: 'FULL_DECODE_ONLY', max_cudagraph_capture_size: 128, mode: 0 },
      enableFlashinferAutotune: false,
      moeBackend: 'marlin',
    },
    env: VLLM_ENV,
    prefillFlags: {},
    decodeFlags: {},
  },
} as const;

export const deepseekV4ProVllm = defineBlueprint({
  name: NAME,
  summary: 'DeepSeek-V4-Pro for agents, disaggregated, on B200 (NVFP4) or H200 (MXFP4) with vLLM',
  description:
    'One prefill and one decode worker of a whole node each (TEP8), behind a router that follows their KV cache. On B200 decode workers guess two tokens ahead. On H200 the recipe has three decode workers, and keeps prompt and answer below 86016 tokens together. After recipes/deepseek-v4/deepseek-v4-pro/vllm (disagg-b200-agentic, disagg-h200-agentic) of ai-dynamo/dynamo.',
  since: SINCE,
  parameters: {
    ...workloadParameters(NAME, { inputTokens: 65_536, outputTokens: 8192, concurrency: 16 }),
    prefillWorkers: workers('prefill', 1),
    decodeWorkers: workers('decode', 1),
    ...gpuParameters('b200', 'h200'),
    ...frontendParameters('kv'),
    ...cacheParameters(1500),
  },
  build(chart, parameters, release) {
    const gpu = gpuOf(parameters);
    const { model, memoryFraction, flags, env, prefillFlags, decodeFlags } = ON_GPU[gpu === 'b200' ? 'b200' : 'h200'];
    const graph = graphWithFrontend(chart, parameters, release, {
      ...DEEPSEEK_V4,
      model,
      engine: Engine.vllm({ kvConnector: KvConnector.nixl({ bufferDevice: 'cuda', threads: 8 }) }),
    });
    const shared = {
      nodes: nodeGroup(parameters, gpu),
      parallelism: Parallelism.tensorExpert(8),
      memoryFraction,
      sharedMemory: SHARED_MEMORY,
      extraEnv: env,
    };
    new PrefillPool(graph, 'prefill', {
      ...shared,
      workers: parameters.prefillWorkers,
      limits: { batchSize: 128, batchedTokens: 16_384 },
      engineConfig: { ...flags, ...prefillFlags, enablePrefixCaching: true },
    });
    new DecodePool(graph, 'decode', {
      ...shared,
      workers: parameters.decodeWorkers,
      limits: { batchSize: 128, batchedTokens: 16_384 },
      engineConfig: { ...flags, ...decodeFlags },
    });
    return graph;
  },
});
