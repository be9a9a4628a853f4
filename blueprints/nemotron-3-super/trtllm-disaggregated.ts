import {
  DecodePool,
  Engine,
  FabricKind,
  models,
  Parallelism,
  Precision,
  PrefillPool,
  type TrtllmConfig,
} from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { gpuOf, gpuParameters, nodeGroup } from '../machines';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, reuselessFrontendParameters, workers, workloadParameters } from '../shared-parameters';
import { PARSERS, SHARED_MEMORY } from './nemotron-3-super';

const NAME = 'nemotron-3-super-trtllm';

/** Settings of both roles. On EFA the engine's transfer has to be NIXL, which is its default. */
const config = (fabric: FabricKind): TrtllmConfig => ({
  ...(fabric === FabricKind.EFA ? {} : { cache_transceiver_config: { backend: 'UCX' } }),
  moe_config: { backend: 'TRTLLM' },
  cuda_graph_config: { enable_padding: true, max_batch_size: 16 },
  kv_cache_config: { enable_block_reuse: false },
  flags: PARSERS,
});

export const nemotron3SuperTrtllm = defineBlueprint({
  name: NAME,
  summary: 'Nemotron-3-Super-120B-A12B FP8, disaggregated, on H100 or H200 with TensorRT-LLM',
  description:
    'One prefill and one decode worker of two GPUs each (TP2), with at most sixteen requests in a batch. Blocks of the KV cache are not reused between requests, since the states of the Mamba layers that belong to them are not kept. The checkpoint is FP8 as published.',
  parameters: {
    ...workloadParameters(NAME, { inputTokens: 8192, outputTokens: 1024, concurrency: 16 }),
    prefillWorkers: workers('prefill', 1),
    decodeWorkers: workers('decode', 1),
    ...gpuParameters('h100', 'h200'),
    ...reuselessFrontendParameters(),
    ...cacheParameters(300),
  },
  parities: [
    {
      recipe: 'recipes/nemotron-3-super-fp8/trtllm/disagg/deploy.yaml',
      differences: [
        {
          at: '*.engine.kv_cache_config.dtype',
          added: true,
          reason: 'auto is the default, and both pools must agree on it',
        },
      ],
    },
  ],
  build(chart, parameters, release) {
    const graph = graphWithFrontend(chart, parameters, release, {
      model: models.NEMOTRON_3_SUPER.at(Precision.FP8),
      engine: Engine.trtllm(),
    });
    const nodes = nodeGroup(parameters, gpuOf(parameters));
    const shared = {
      nodes,
      parallelism: Parallelism.tensor(2),
      memoryFraction: 0.85,
      limits: { batchSize: 16, batchedTokens: 8192, chunkedPrefill: true },
      sharedMemory: SHARED_MEMORY,
      engineConfig: config(nodes.fabric.kind),
    };
    new PrefillPool(graph, 'prefill', { ...shared, workers: parameters.prefillWorkers });
    new DecodePool(graph, 'decode', { ...shared, workers: parameters.decodeWorkers });
    return graph;
  },
});
