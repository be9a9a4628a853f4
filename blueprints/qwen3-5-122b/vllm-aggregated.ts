import { AggregatedPool, Engine, Parallelism } from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { gpuOf, gpuParameters, nodeGroup } from '../machines';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';
import { onGpu, SHARED_MEMORY, SINCE } from './qwen3-5-122b';

const NAME = 'qwen3-5-122b-vllm-aggregated';

export const qwen35122bVllmAggregated = defineBlueprint({
  name: NAME,
  summary: 'Qwen3.5-122B-A10B for agents, aggregated, on H200 (FP8, multi-token prediction) or B200 (NVFP4) with vLLM',
  description:
    'Two workers that take text, images and video, behind a router that follows their KV cache. On H200 a worker has two GPUs (TP2) and guesses three tokens ahead with the layer that the model brings for it; on B200 it has one and does not guess, since that crashed under load in the public recipe. After recipes/qwen3.5-122b (fp8/vllm/agg-h200-agentic, nvfp4/vllm/agg-b200-agentic) of ai-dynamo/dynamo.',
  since: SINCE,
  parameters: {
    ...workloadParameters(NAME, { inputTokens: 65_536, outputTokens: 4096, concurrency: 32 }),
    workers: workers('aggregated', 2),
    ...gpuParameters('h200', 'b200'),
    ...frontendParameters('kv'),
    ...cacheParameters(300),
  },
  build(chart, parameters, release) {
    const gpu = gpuOf(parameters);
    const { model, flags, pool } = onGpu(gpu);
    const graph = graphWithFrontend(chart, parameters, release, { model, engine: Engine.vllm() });
    const shared = {
      ...pool,
      nodes: nodeGroup(parameters, gpu),
      workers: parameters.workers,
      sharedMemory: SHARED_MEMORY,
    };
    new AggregatedPool(
      graph,
      'worker',
      gpu === 'b200'
        ? {
            ...shared,
            parallelism: Parallelism.tensor(1),
            limits: { batchSize: 32, batchedTokens: 16_384 },
            engineConfig: flags,
          }
        : {
            ...shared,
            parallelism: Parallelism.tensor(2),
            limits: { batchSize: 128, batchedTokens: 16_384 },
            engineConfig: {
              ...flags,
              speculativeConfig: { method: 'mtp', num_speculative_tokens: 3, moe_backend: 'triton' },
            },
          },
    );
    return graph;
  },
});
