import { Literal, Union } from '@sinclair/typebox';
import { Size } from 'cdk8s';
import { AggregatedPool, Engine, models, Parallelism, Precision } from '../../constructs';
import { defineBlueprint, type RecipeDifference } from '../blueprint';
import { machineParameters, nodeGroup } from '../machines';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';
import { PARSERS } from './trtllm';

const NAME = 'kimi-k2-5-b200-trtllm-aggregated';
/** Tokens that the chat template adds to a prompt, as the recipes allow for. */
const TEMPLATE_TOKENS = 20;
/** Tokens of one pass in the recipes. */
const PASS_TOKENS = 8448;

const AGGREGATED: readonly RecipeDifference[] = [
  { at: '*.engine.cache_transceiver_config.*', reason: 'an aggregated worker has nobody to hand KV cache to' },
  {
    at: '*.flags.--publish-*',
    reason: 'the recipe routes by KV cache without events from the workers, so that its router knows nothing of them',
  },
  {
    at: '*.engine.kv_cache_config.enable_block_reuse',
    added: true,
    reason: 'workers that tell the router of their blocks have to keep them',
  },
  {
    at: '*.engine.cuda_graph_config.*',
    added: true,
    reason: 'graphs are captured up to the largest batch, as other recipes ask for',
  },
  {
    at: '*.env.TRTLLM_MOE_ENABLE_ALLTOALL_WITHOUT_ALLGATHER',
    reason: 'ranks that attend to different requests meet in the experts, as in the DeepSeek recipes',
  },
];

export const kimiK25B200TrtllmAggregated = defineBlueprint({
  name: NAME,
  summary: 'Kimi-K2.5 NVFP4, aggregated, on B200 with TensorRT-LLM',
  description:
    'One worker (DEP8) on a node of eight B200: every GPU attends to its own requests, the 384 experts are spread over all eight. Answers come with tool calls and thoughts told apart. The checkpoint of NVIDIA sees images as well, the other one is text only. The KV cache is FP8.',
  parameters: {
    ...workloadParameters(NAME, { inputTokens: 7168, outputTokens: 1024, concurrency: 1024 }),
    workers: workers('aggregated', 1),
    checkpoint: Union([Literal('nvidia'), Literal('text')], {
      default: 'nvidia',
      description: 'nvidia/Kimi-K2.5-NVFP4, or the text-only baseten-admin/Kimi-2.5-text-nvfp4-v3',
    }),
    ...machineParameters('b200'),
    ...frontendParameters('kv'),
    ...cacheParameters(900),
  },
  parities: [
    { recipe: 'recipes/kimi-k2.5/trtllm/agg/nvidia/deploy.yaml', differences: AGGREGATED },
    {
      recipe: 'recipes/kimi-k2.5/trtllm/agg/baseten/deploy.yaml',
      parameters: { checkpoint: 'text' },
      differences: AGGREGATED,
    },
  ],
  build(chart, parameters, release) {
    const model = parameters.checkpoint === 'text' ? models.KIMI_K2_5_TEXT : models.KIMI_K2_5;
    const prompt = parameters.inputTokens + TEMPLATE_TOKENS;
    const graph = graphWithFrontend(chart, parameters, release, {
      model: model.at(Precision.NVFP4),
      engine: Engine.trtllm(),
    });
    new AggregatedPool(graph, 'worker', {
      nodes: nodeGroup(parameters, 'b200'),
      parallelism: Parallelism.attentionDp(8),
      workers: parameters.workers,
      sharedMemory: Size.gibibytes(80),
      limits: {
        batchSize: 128,
        batchedTokens: Math.max(PASS_TOKENS, prompt),
        sequenceTokens: prompt + parameters.outputTokens,
        chunkedPrefill: false,
      },
      memoryFraction: 0.75,
      engineConfig: { flags: PARSERS },
    });
    return graph;
  },
});
