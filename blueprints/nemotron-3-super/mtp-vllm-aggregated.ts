import {
  AggregatedPool,
  Engine,
  KvPrecision,
  models,
  Parallelism,
  Precision,
  Release,
  type VllmFlags,
} from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { type GpuChoice, gpuOf, gpuParameters, nodeGroup } from '../machines';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';
import { PARSERS, SHARED_MEMORY } from './nemotron-3-super';

const NAME = 'nemotron-3-super-mtp-vllm-aggregated';

export const nemotron3SuperMtpVllmAggregated = defineBlueprint({
  name: NAME,
  summary:
    'Nemotron-3-Super-120B-A12B, aggregated with multi-token prediction, on H200 (FP8) or B200 (NVFP4) with vLLM',
  description:
    'Two workers of four GPUs (TEP4) on one node, which guess three tokens ahead with the layer that the model brings for it, behind a router that follows their KV cache. For long chats and agents. After recipes/nemotron-3-super/vllm of ai-dynamo/dynamo (agg_h200_chat, agg_b200_chat), which needed builds of 1.3 of its own; the all-to-all kernels of that build are left out, since experts are spread inside of one tensor-parallel group.',
  // The recipes are for builds of 1.3.
  since: Release.V1_3,
  parameters: {
    ...workloadParameters(NAME, { inputTokens: 114_688, outputTokens: 16_384, concurrency: 64 }),
    workers: workers('aggregated', 2),
    ...gpuParameters('h200', 'b200'),
    ...frontendParameters('kv'),
    ...cacheParameters(300),
  },
  build(chart, parameters, release) {
    const gpu = gpuOf(parameters);
    const graph = graphWithFrontend(chart, parameters, release, {
      model: models.NEMOTRON_3_SUPER.at(gpu === 'b200' ? Precision.NVFP4 : Precision.FP8),
      engine: Engine.vllm(),
      kvPrecision: KvPrecision.FP8,
    });
    new AggregatedPool(graph, 'worker', {
      nodes: nodeGroup(parameters, gpu),
      parallelism: Parallelism.tensorExpert(4),
      workers: parameters.workers,
      limits: { batchedTokens: gpu === 'b200' ? 65_536 : 16_384 },
      sharedMemory: SHARED_MEMORY,
      engineConfig: {
        ...PARSERS,
        ...experts(gpu),
        enablePrefixCaching: true,
        enableFlashinferAutotune: true,
        mambaSsmCacheDtype: 'float16',
      },
      extraEnv: { VLLM_FLASHINFER_ALLREDUCE_BACKEND: 'trtllm' },
    });
    return graph;
  },
});

/** FlashInfer's kernels for NVFP4 experts do not run the layer that guesses, which takes Triton's. */
function experts(gpu: GpuChoice): VllmFlags {
  const speculative = { method: 'mtp', num_speculative_tokens: 3 } as const;
  return gpu === 'b200'
    ? { moeBackend: 'flashinfer_trtllm', speculativeConfig: { ...speculative, moe_backend: 'triton' } }
    : { speculativeConfig: speculative };
}
