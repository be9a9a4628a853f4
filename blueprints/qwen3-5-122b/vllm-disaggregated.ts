import { DecodePool, Engine, FabricKind, KvConnector, KvPrecision, Parallelism, PrefillPool } from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { gpuOf, gpuParameters, nodeGroup } from '../machines';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';
import { onGpu, SHARED_MEMORY, SINCE } from './qwen3-5-122b';

const NAME = 'qwen3-5-122b-vllm';

/** The layout in which NIXL reads the convolution states of the delta-net layers. */
const STATES = { VLLM_SSM_CONV_STATE_LAYOUT: 'DS' } as const;
/** KV cache goes over the GPU's own adapter, and not by way of CUDA IPC, which is slow between pods. */
const UCX = { UCX_MAX_RNDV_RAILS: '4', UCX_RNDV_SCHEME: 'get_zcopy', UCX_TLS: '^cuda_ipc' } as const;

export const qwen35122bVllm = defineBlueprint({
  name: NAME,
  summary: 'Qwen3.5-122B-A10B for agents, disaggregated, on H200 (FP8) or B200 (NVFP4) with vLLM',
  description:
    'One prefill and two decode workers of one GPU each, which take text, images and video. NIXL carries KV cache and the states of the delta-net layers over RDMA. The FP8 weights leave a tenth of an H200 to KV cache, the NVFP4 ones half of a B200. Multi-token prediction does not go together with disaggregation. After recipes/qwen3.5-122b (fp8/vllm/disagg-h200-agentic, nvfp4/vllm/disagg-b200-agentic) of ai-dynamo/dynamo.',
  since: SINCE,
  parameters: {
    ...workloadParameters(NAME, { inputTokens: 65_536, outputTokens: 4096, concurrency: 16 }),
    prefillWorkers: workers('prefill', 1),
    decodeWorkers: workers('decode', 2),
    ...gpuParameters('h200', 'b200'),
    ...frontendParameters('kv'),
    ...cacheParameters(300),
  },
  build(chart, parameters, release) {
    const gpu = gpuOf(parameters);
    const { model, flags, pool } = onGpu(gpu);
    const nodes = nodeGroup(parameters, gpu);
    const graph = graphWithFrontend(chart, parameters, release, {
      model,
      engine: Engine.vllm({ kvConnector: KvConnector.nixl({ threads: 8 }) }),
      kvPrecision: KvPrecision.FP8,
    });
    const shared = {
      ...pool,
      nodes,
      parallelism: Parallelism.tensor(1),
      sharedMemory: SHARED_MEMORY,
      memoryFraction: gpu === 'b200' ? 0.9 : 0.95,
      // Prefill workers turn images into embeddings, and decode workers take them.
      engineConfig: { ...flags, enableMmEmbeds: true },
      extraEnv: { ...STATES, ...(nodes.fabric.kind === FabricKind.INFINIBAND ? UCX : {}) },
    };
    new PrefillPool(graph, 'prefill', {
      ...shared,
      workers: parameters.prefillWorkers,
      limits: { batchSize: 32, batchedTokens: gpu === 'b200' ? 16_384 : 32_768 },
    });
    new DecodePool(graph, 'decode', {
      ...shared,
      workers: parameters.decodeWorkers,
      limits: { batchSize: 128, batchedTokens: 16_384 },
    });
    return graph;
  },
});
