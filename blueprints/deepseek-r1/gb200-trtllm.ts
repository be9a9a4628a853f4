import { Integer } from '@sinclair/typebox';
import { Size } from 'cdk8s';
import { DecodePool, Engine, models, Parallelism, Precision, PrefillPool } from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { nodeGroup, rackParameters } from '../machines';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';

const NAME = 'deepseek-r1-gb200-trtllm';
/** Tokens that the chat template and special tokens add to a prompt, as the recipe allows for. */
const TEMPLATE_TOKENS = 203;
/** Tokens beyond the prompt that the recipe's prefill pass keeps free for each sequence. */
const PREFILL_MARGIN_TOKENS = 128;
/** A Grace node's CPU and memory in the recipe; most of the memory is shared memory for the expert weights. */
const POD = { cpu: 130, memory: Size.gibibytes(850), sharedMemory: Size.gibibytes(800) } as const;

export const deepseekR1Gb200Trtllm = defineBlueprint({
  name: NAME,
  summary: 'DeepSeek-R1 NVFP4, disaggregated with wide expert parallelism, on GB200 NVL72 with TensorRT-LLM',
  description:
    'One prefill worker (DEP4) on one node and one decode worker (DEP32) on eight nodes of a GB200 NVL72, joined by one compute domain, so that experts and KV cache travel over NVLink. The checkpoint is NVFP4 with an FP8 KV cache.',
  parameters: {
    ...workloadParameters(NAME, { inputTokens: 1024, outputTokens: 1024, concurrency: 1024 }),
    prefillWorkers: workers('prefill', 1),
    decodeWorkers: workers('decode', 1),
    decodeGpus: Integer({
      default: 32,
      minimum: 4,
      maximum: 64,
      multipleOf: 4,
      description: 'GPUs of one decode worker: attention data-parallel, experts spread over all of them',
    }),
    prefillBatch: Integer({
      default: 4,
      minimum: 1,
      maximum: 256,
      description: 'Prompts in one prefill pass, for each GPU',
    }),
    decodeBatch: Integer({
      default: 32,
      minimum: 1,
      maximum: 2048,
      description: 'Sequences in one decode pass, for each GPU',
    }),
    ...rackParameters('gb200'),
    ...frontendParameters(),
    ...cacheParameters(1500),
  },
  parities: [
    {
      recipe: 'recipes/deepseek-r1/trtllm/disagg/wide_ep/gb200/deploy.yaml',
      differences: [
        {
          at: '*.env.HF_HOME',
          reason:
            'the recipe names a folder, which the frontend takes for a repository and cannot resolve; here workers name the repository and HF_HOME the claim',
        },
        {
          at: 'decode.engine.cuda_graph_config.*',
          reason:
            'the recipe lists batches up to 2048 with a largest batch of 32; graphs are captured up to the largest batch',
        },
        { at: '*.env.NCCL_NVLS_ENABLE', reason: 'every other recipe on multi-node NVLink sets it' },
        { at: '*.env.UCX_CUDA_IPC_ENABLE_MNNVL', reason: 'lets KV cache travel over multi-node NVLink instead of TCP' },
        {
          at: 'frontend.env.*',
          reason: 'the recipe gives the engine variables to every component; only workers read them',
        },
      ],
    },
  ],
  build(chart, parameters, release) {
    const gb200 = nodeGroup(parameters, 'gb200');
    const prompt = parameters.inputTokens + TEMPLATE_TOKENS;
    const prefillTokens = Math.max(prompt, parameters.prefillBatch * (parameters.inputTokens + PREFILL_MARGIN_TOKENS));
    const transfer = { cache_transceiver_config: { max_tokens_in_buffer: Math.max(prefillTokens, prompt + 1) } };
    const graph = graphWithFrontend(chart, parameters, release, {
      model: models.DEEPSEEK_R1.at(Precision.NVFP4),
      engine: Engine.trtllm(),
    });
    new PrefillPool(graph, 'prefill', {
      ...POD,
      nodes: gb200,
      parallelism: Parallelism.attentionDp(4),
      workers: parameters.prefillWorkers,
      limits: { batchSize: parameters.prefillBatch, batchedTokens: prefillTokens, sequenceTokens: prompt },
      memoryFraction: 0.85,
      engineConfig: transfer,
    });
    new DecodePool(graph, 'decode', {
      ...POD,
      nodes: gb200,
      parallelism: Parallelism.attentionDp(parameters.decodeGpus),
      workers: parameters.decodeWorkers,
      limits: {
        batchSize: parameters.decodeBatch,
        batchedTokens: parameters.decodeBatch,
        sequenceTokens: prompt + parameters.outputTokens,
      },
      memoryFraction: 0.7,
      engineConfig: { ...transfer, stream_interval: 20 },
    });
    return graph;
  },
});
