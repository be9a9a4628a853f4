import { Literal, Union } from '@sinclair/typebox';
import {
  AggregatedPool,
  Engine,
  KvPrecision,
  Model,
  models,
  Parallelism,
  Precision,
  Release,
  type VllmFlags,
} from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { gpuOf, gpuParameters, nodeGroup } from '../machines';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';

const NAME = 'gpt-oss-120b-vllm-aggregated';

/** The small model that guesses ahead. */
const DRAFT = Model.unlisted({ repository: 'nvidia/gpt-oss-120b-Eagle3-v3' });

const FLAGS: VllmFlags = {
  asyncScheduling: true,
  compilationConfig: { pass_config: { eliminate_noops: true }, max_cudagraph_capture_size: 1024 },
  dynReasoningParser: 'gpt_oss',
  dynToolCallParser: 'harmony',
  enableFlashinferAutotune: true,
  enablePrefixCaching: true,
};

/** What runs the MXFP4 experts: FlashInfer's TensorRT-LLM kernels with MXFP8 activations, or its CUTLASS ones. */
const EXPERTS = {
  b200: { flags: {}, env: { VLLM_USE_FLASHINFER_MOE_MXFP4_MXFP8: '1' } },
  h200: { flags: { moeBackend: 'flashinfer_cutlass' }, env: {} },
} as const;

export const gptOss120bVllmAggregated = defineBlueprint({
  name: NAME,
  summary: 'gpt-oss-120b MXFP4 for agents, aggregated, with EAGLE3, on B200 or H200 with vLLM',
  description:
    'Eight workers of one GPU each on one node, behind a router that follows their KV cache: an agent that comes back with a longer prompt meets the worker that knows its start. A small model guesses three tokens ahead. After recipes/gpt-oss-120b/vllm (agg-b200-agentic, agg-h200-agentic) of ai-dynamo/dynamo; its authors warn that LMCache crashes with this model, and that disaggregation works inside of one pod only.',
  // The recipes are for 1.3.
  since: Release.V1_3,
  parameters: {
    ...workloadParameters(NAME, { inputTokens: 65_536, outputTokens: 4096, concurrency: 64 }),
    workers: workers('aggregated', 8),
    speculation: Union([Literal('eagle3'), Literal('off')], {
      default: 'eagle3',
      description: 'Whether a small model guesses tokens ahead; an existing claim has to hold it too',
    }),
    ...gpuParameters('b200', 'h200'),
    ...frontendParameters('kv'),
    ...cacheParameters(100),
  },
  build(chart, parameters, release) {
    const gpu = gpuOf(parameters);
    const experts = EXPERTS[gpu === 'b200' ? 'b200' : 'h200'];
    const guesses = parameters.speculation === 'eagle3';
    const graph = graphWithFrontend(
      chart,
      parameters,
      release,
      { model: models.GPT_OSS_120B.at(Precision.MXFP4), engine: Engine.vllm(), kvPrecision: KvPrecision.FP8 },
      guesses ? DRAFT : undefined,
    );
    new AggregatedPool(graph, 'worker', {
      nodes: nodeGroup(parameters, gpu),
      parallelism: Parallelism.tensor(1),
      workers: parameters.workers,
      limits: { batchedTokens: 32_768 },
      engineConfig: {
        ...FLAGS,
        ...experts.flags,
        ...(guesses
          ? { speculativeConfig: { method: 'eagle3', model: DRAFT.repository, num_speculative_tokens: 3 } }
          : {}),
      },
      extraEnv: experts.env,
    });
    return graph;
  },
});
