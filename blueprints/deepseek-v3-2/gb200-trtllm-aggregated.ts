import { AggregatedPool, Engine, models, Precision } from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { nodeGroup, rackParameters } from '../machines';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';
import { DIFFERENCES, GENERATION, GENERATION_ENV, KV_BLOCK_TOKENS, PARALLELISM } from './trtllm';

const NAME = 'deepseek-v3-2-gb200-trtllm-aggregated';
/** Short enough for workers over two trays. */
const GRAPH_NAME = 'deepseek-v3-2-aggregated';

export const deepseekV32Gb200TrtllmAggregated = defineBlueprint({
  name: NAME,
  summary: 'DeepSeek-V3.2 NVFP4, aggregated for long prompts, on GB200 NVL72 with TensorRT-LLM',
  description:
    'Four workers (DEP8) that read prompts in pieces and generate, each on two trays of a GB200 NVL72. On the same machines as the disaggregated graph, to compare with. The checkpoint is NVFP4 with an FP8 KV cache.',
  parameters: {
    ...workloadParameters(GRAPH_NAME, { inputTokens: 110_000, outputTokens: 11_000, concurrency: 256 }),
    workers: workers('aggregated', 4),
    ...rackParameters('gb200'),
    ...frontendParameters(),
    ...cacheParameters(600),
  },
  parities: [
    {
      recipe: 'recipes/deepseek-v32-fp4/trtllm/agg-round-robin/deploy.yaml',
      differences: [
        ...DIFFERENCES,
        {
          at: '*.engine.cache_transceiver_config.*',
          reason: 'an aggregated worker has nobody to hand KV cache to',
        },
      ],
    },
  ],
  build(chart, parameters, release) {
    const graph = graphWithFrontend(chart, parameters, release, {
      model: models.DEEPSEEK_V3_2.at(Precision.NVFP4),
      engine: Engine.trtllm(),
      kvBlockTokens: KV_BLOCK_TOKENS,
    });
    new AggregatedPool(graph, 'worker', {
      nodes: nodeGroup(parameters, 'gb200'),
      parallelism: PARALLELISM,
      workers: parameters.workers,
      limits: { batchSize: 8, batchedTokens: 8192 },
      memoryFraction: 0.9,
      engineConfig: {
        ...GENERATION,
        disable_overlap_scheduler: true,
        moe_config: { backend: 'TRTLLM', use_low_precision_moe_combine: true },
      },
      extraEnv: GENERATION_ENV,
    });
    return graph;
  },
});
