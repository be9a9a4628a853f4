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

const NAME = 'deepseek-v4-flash-vllm';

/** What follows from the GPU: on Hopper MXFP4 experts are spread, and run on weight-only kernels. */
const ON_GPU = {
  b200: {
    model: models.DEEPSEEK_V4_FLASH.at(Precision.NVFP4),
    parallelism: Parallelism.tensor(4),
    prefillBatch: 64,
    flags: { ...VLLM_FLAGS, moeBackend: 'flashinfer_trtllm' },
    prefillFlags: { asyncScheduling: false },
    decodeFlags: {},
  },
  h200: {
    model: models.DEEPSEEK_V4_FLASH.at(Precision.MXFP4),
    parallelism: Parallelism.of({ data: 4, expert: 4 }),
    prefillBatch: 128,
    flags: { ...VLLM_PARSING, moeBackend: 'marlin' },
    prefillFlags: {},
    decodeFlags: {
      attentionBackend: 'FLASHINFER_MLA',
      speculativeConfig: { method: 'mtp', num_speculative_tokens: 1 },
    },
  },
} as const;

export const deepseekV4FlashVllm = defineBlueprint({
  name: NAME,
  summary: 'DeepSeek-V4-Flash for agents, disaggregated, on B200 (NVFP4) or H200 (MXFP4) with vLLM',
  description:
    'Prefill and decode workers of four GPUs behind a router that follows their KV cache: two and one (TP4) on B200 by default; for H200, where attention is data-parallel and decode workers guess one token ahead, take four and three. After recipes/deepseek-v4/deepseek-v4-flash/vllm (disagg-b200-agentic, disagg-h200-agentic) of ai-dynamo/dynamo.',
  since: SINCE,
  parameters: {
    ...workloadParameters(NAME, { inputTokens: 131_072, outputTokens: 8192, concurrency: 32 }),
    prefillWorkers: workers('prefill', 2),
    decodeWorkers: workers('decode', 1),
    ...gpuParameters('b200', 'h200'),
    ...frontendParameters('kv'),
    ...cacheParameters(400),
  },
  build(chart, parameters, release) {
    const gpu = gpuOf(parameters);
    const { model, parallelism, prefillBatch, flags, prefillFlags, decodeFlags } =
      ON_GPU[gpu === 'b200' ? 'b200' : 'h200'];
    const graph = graphWithFrontend(chart, parameters, release, {
      ...DEEPSEEK_V4,
      model,
      engine: Engine.vllm({ kvConnector: KvConnector.nixl({ bufferDevice: 'cuda', threads: 8 }) }),
    });
    const shared = {
      nodes: nodeGroup(parameters, gpu),
      parallelism,
      memoryFraction: 0.92,
      sharedMemory: SHARED_MEMORY,
      extraEnv: VLLM_ENV,
    };
    new PrefillPool(graph, 'prefill', {
      ...shared,
      workers: parameters.prefillWorkers,
      limits: { batchSize: prefillBatch, batchedTokens: 16_384 },
      engineConfig: { ...flags, ...prefillFlags, enablePrefixCaching: true },
    });
    new DecodePool(graph, 'decode', {
      ...shared,
      workers: parameters.decodeWorkers,
      limits: { batchSize: 128, batchedTokens: 16_384 },
      engineConfig: { ...flags, ...decodeFlags, compilationConfig: DECODE_COMPILATION },
    });
    return graph;
  },
});
