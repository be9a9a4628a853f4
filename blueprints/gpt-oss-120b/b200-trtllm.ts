import {
  DecodePool,
  Engine,
  type Env,
  FabricKind,
  KvPrecision,
  models,
  Parallelism,
  Precision,
  PrefillPool,
  type TrtllmConfig,
} from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { machineParameters, nodeGroup } from '../machines';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';

const NAME = 'gpt-oss-120b-b200-trtllm';
/** Tokens that the chat template adds to a prompt, as the recipe allows for. */
const TEMPLATE_TOKENS = 808;
/** Room that the recipe leaves decode sequences beyond prompt and answer. */
const DECODE_MARGIN_TOKENS = 1784;
const MAX_BATCHED_TOKENS = 20_000;

/** Run the MXFP4 experts with MXFP8 activations, and load weights one file after the other, as the recipe does. */
const ENV: Env = {
  NCCL_GRAPH_REGISTER: '0',
  OMPI_MCA_coll_ucc_enable: '0',
  OVERRIDE_QUANT_ALGO: 'W4A8_MXFP4_MXFP8',
  TRT_LLM_DISABLE_LOAD_WEIGHTS_IN_PARALLEL: 'True',
};

export const gptOss120bB200Trtllm = defineBlueprint({
  name: NAME,
  summary: 'gpt-oss-120b MXFP4, disaggregated on one node, on B200 with TensorRT-LLM',
  description:
    'Prefill on single GPUs and one decode worker on four (TP4) of a B200 node. The checkpoint is MXFP4 as published, with an FP8 KV cache.',
  parameters: {
    ...workloadParameters(NAME, { inputTokens: 8192, outputTokens: 1024, concurrency: 1280 }),
    prefillWorkers: workers('prefill', 1),
    decodeWorkers: workers('decode', 1),
    ...machineParameters('b200'),
    ...frontendParameters(),
    ...cacheParameters(100),
  },
  parities: [
    {
      recipe: 'recipes/gpt-oss-120b/trtllm/disagg/deploy.yaml',
      differences: [],
    },
  ],
  build(chart, parameters, release) {
    const b200 = nodeGroup(parameters, 'b200');
    const prompt = parameters.inputTokens + TEMPLATE_TOKENS;
    const shared: TrtllmConfig = {
      cache_transceiver_config: {
        ...(b200.fabric.kind === FabricKind.EFA ? {} : { backend: 'UCX' }),
        max_tokens_in_buffer: Math.ceil((prompt + 1) / 1024) * 1024,
      },
      moe_config: { backend: 'TRTLLM' },
      num_postprocess_workers: 4,
      stream_interval: 20,
    };
    const graph = graphWithFrontend(chart, parameters, release, {
      model: models.GPT_OSS_120B.at(Precision.MXFP4),
      engine: Engine.trtllm(),
      kvPrecision: KvPrecision.FP8,
    });
    new PrefillPool(graph, 'prefill', {
      nodes: b200,
      parallelism: Parallelism.tensor(1),
      workers: parameters.prefillWorkers,
      limits: { batchSize: 64, batchedTokens: Math.max(MAX_BATCHED_TOKENS, prompt), sequenceTokens: prompt },
      memoryFraction: 0.8,
      engineConfig: { ...shared, cuda_graph_config: { enable_padding: true, max_batch_size: 30 } },
      extraEnv: ENV,
    });
    new DecodePool(graph, 'decode', {
      nodes: b200,
      parallelism: Parallelism.tensor(4),
      workers: parameters.decodeWorkers,
      limits: {
        batchSize: 1280,
        batchedTokens: MAX_BATCHED_TOKENS,
        sequenceTokens: parameters.inputTokens + parameters.outputTokens + DECODE_MARGIN_TOKENS,
      },
      memoryFraction: 0.85,
      engineConfig: { ...shared, allreduce_strategy: 'AUTO', attention_dp_config: { enable_balance: true } },
      extraEnv: ENV,
    });
    return graph;
  },
});
