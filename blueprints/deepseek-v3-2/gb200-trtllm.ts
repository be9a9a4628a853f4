import { DecodePool, Engine, models, Precision, PrefillPool } from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { nodeGroup, rackParameters } from '../machines';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';
import { DIFFERENCES, ENV, GENERATION, GENERATION_ENV, KV_BLOCK_TOKENS, PARALLELISM } from './trtllm';

const NAME = 'deepseek-v3-2-gb200-trtllm';
/** Over NVLink, by UCX. */
const TRANSFER = { cache_transceiver_config: { backend: 'UCX' } } as const;

export const deepseekV32Gb200Trtllm = defineBlueprint({
  name: NAME,
  summary: 'DeepSeek-V3.2 NVFP4, disaggregated for long prompts, on GB200 NVL72 with TensorRT-LLM',
  description:
    'Two prefill and two decode workers (DEP8), each on two trays of a GB200 NVL72, behind a router that follows their KV cache: for long prompts that share their beginning. Sparse attention reads a part of the cache only, but all of it has to be kept. The checkpoint is NVFP4 with an FP8 KV cache.',
  parameters: {
    ...workloadParameters(NAME, { inputTokens: 110_000, outputTokens: 11_000, concurrency: 128 }),
    prefillWorkers: workers('prefill', 2),
    decodeWorkers: workers('decode', 2),
    ...rackParameters('gb200'),
    ...frontendParameters('kv'),
    ...cacheParameters(600),
  },
  parities: [
    {
      recipe: 'recipes/deepseek-v32-fp4/trtllm/disagg-kv-router/deploy.yaml',
      differences: [
        ...DIFFERENCES,
        {
          at: 'decode.engine.kv_cache_config.enable_block_reuse',
          reason: 'workers that tell the router of their blocks have to keep them (decode workers do so from 1.4 on)',
        },
        {
          at: '*.engine.cache_transceiver_config.max_tokens_in_buffer',
          reason: 'the buffer of the recipe is smaller than the longest prompt that it lets in',
        },
        { at: 'decode.env.ENROOT_ALLOW_DEV', reason: 'a setting of Slurm clusters, which Kubernetes does not read' },
      ],
    },
  ],
  build(chart, parameters, release) {
    const graph = graphWithFrontend(chart, parameters, release, {
      model: models.DEEPSEEK_V3_2.at(Precision.NVFP4),
      engine: Engine.trtllm(),
      kvBlockTokens: KV_BLOCK_TOKENS,
    });
    const shared = { nodes: nodeGroup(parameters, 'gb200'), parallelism: PARALLELISM, memoryFraction: 0.9 };
    new PrefillPool(graph, 'prefill', {
      ...shared,
      workers: parameters.prefillWorkers,
      limits: { batchSize: 32, batchedTokens: 8192, chunkedPrefill: true },
      engineConfig: {
        ...TRANSFER,
        cuda_graph_config: { enable_padding: true, max_batch_size: 32 },
        moe_config: { backend: 'TRTLLM' },
      },
      extraEnv: ENV,
    });
    new DecodePool(graph, 'decode', {
      ...shared,
      workers: parameters.decodeWorkers,
      limits: { batchSize: 8, batchedTokens: 8192 },
      engineConfig: {
        ...TRANSFER,
        ...GENERATION,
        moe_config: { backend: 'WIDEEP', use_low_precision_moe_combine: true },
      },
      extraEnv: GENERATION_ENV,
    });
    return graph;
  },
});
