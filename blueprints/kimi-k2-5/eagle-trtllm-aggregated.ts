import { Size } from 'cdk8s';
import { AggregatedPool, Engine, Model, modelFolder, models, Parallelism, Precision } from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { gpuOf, gpuParameters, nodeGroup } from '../machines';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';
import { PARSERS } from './trtllm';

const NAME = 'kimi-k2-5-eagle-trtllm-aggregated';
/** Short enough for workers over two trays. */
const GRAPH_NAME = 'kimi-k2-5-eagle-trtllm';
/** Tokens of one pass in the recipe, which prompts are not divided for. */
const PASS_TOKENS = 148_000;

/** Source: ai-dynamo/dynamo recipes/kimi-k2.5/trtllm/agg/nvidia/deploy-specdec.yaml, 2026-05. */
const DRAFT = Model.unlisted({
  repository: 'nvidia/Kimi-K2.5-Thinking-Eagle3',
  revision: '0b0c6ac039089ad2c2418c91c039553381a302d9',
});

export const kimiK25EagleTrtllmAggregated = defineBlueprint({
  name: NAME,
  summary: 'Kimi-K2.5 NVFP4 with an EAGLE draft model, aggregated, on GB200 or B200 with TensorRT-LLM',
  description:
    'Workers of eight GPUs (TEP8, two trays of a GB200 NVL72 or a node of B200) for few requests that shall be fast: a draft model guesses three tokens ahead, which the model confirms or not. Draft and model lie on one claim, also where it exists already; the memory that the draft takes is not counted. Prompts are read in one pass. The checkpoint is NVFP4 with an FP8 KV cache.',
  parameters: {
    ...workloadParameters(GRAPH_NAME, { inputTokens: 131_072, outputTokens: 8192, concurrency: 48 }),
    workers: workers('aggregated', 4),
    ...gpuParameters('gb200', 'b200'),
    ...frontendParameters('kv'),
    ...cacheParameters(900),
  },
  parities: [
    {
      recipe: 'recipes/kimi-k2.5/trtllm/agg/nvidia/deploy-specdec.yaml',
      differences: [
        ...['*.flags.--request-plane', 'frontend.flags.--router-reset-states'].map((at) => ({
          at,
          reason: 'requests travel over TCP and the router keeps nothing in NATS, so that no NATS server is needed',
        })),
        { at: '*.flags.--discovery-backend', reason: 'the operator says it to every component by a variable' },
        { at: '*.flags.--publish-*', reason: 'the same, with the flag that the release knows' },
        {
          at: '*.engine.speculative_config.speculative_model_dir',
          reason: 'the same folder of the same repository, where the claim is mounted here',
        },
        ...['worker.channelClaims', 'computeDomain.nodes'].map((at) => ({
          at,
          reason: 'without a compute domain the GPUs of two trays cannot reach each other over NVLink',
        })),
      ],
    },
  ],
  build(chart, parameters, release) {
    const gpu = gpuOf(parameters);
    const graph = graphWithFrontend(
      chart,
      parameters,
      release,
      { model: models.KIMI_K2_5.at(Precision.NVFP4), engine: Engine.trtllm() },
      DRAFT,
    );
    new AggregatedPool(graph, 'worker', {
      nodes: nodeGroup(parameters, gpu),
      parallelism: Parallelism.tensorExpert(8),
      workers: parameters.workers,
      sharedMemory: Size.gibibytes(179),
      limits: { batchSize: 16, batchedTokens: Math.max(PASS_TOKENS, parameters.inputTokens), chunkedPrefill: false },
      memoryFraction: 0.75,
      engineConfig: {
        allreduce_strategy: gpu === 'gb200' ? 'MNNVL' : 'AUTO',
        backend: 'pytorch',
        cuda_graph_config: { batch_sizes: [1, 2, 4, 8, 16], enable_padding: true },
        flags: PARSERS,
        moe_config: { backend: 'TRTLLM', max_num_tokens: 2048 },
        num_postprocess_workers: 8,
        // The engine takes sizes or a largest one, not both.
        omit: ['cuda_graph_config.max_batch_size'],
        speculative_config: {
          decoding_type: 'Eagle',
          max_draft_len: 3,
          speculative_model_dir: modelFolder(DRAFT),
          allow_advanced_sampling: true,
        },
        stream_interval: 10,
      },
      extraEnv: { ENABLE_CONFIGURABLE_MOE: '1', TLLM_LOG_LEVEL: 'INFO' },
    });
    return graph;
  },
});
