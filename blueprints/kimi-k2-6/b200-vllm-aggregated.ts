import { Integer, Literal, Union } from '@sinclair/typebox';
import {
  AggregatedPool,
  Engine,
  KvConnector,
  Model,
  models,
  Parallelism,
  Precision,
  Release,
  type VllmFlags,
} from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { machineParameters, nodeGroup } from '../machines';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';

const NAME = 'kimi-k2-6-b200-vllm-aggregated';

/** The small model that guesses ahead. */
const DRAFT = Model.unlisted({ repository: 'lightseekorg/kimi-k2.6-eagle3-mla' });

const FLAGS: VllmFlags = {
  compilationConfig: {
    pass_config: { fuse_allreduce_rms: true, fuse_attn_quant: true },
    max_cudagraph_capture_size: 512,
  },
  dynReasoningParser: 'kimi_k25',
  dynToolCallParser: 'kimi_k2',
  enableFlashinferAutotune: true,
  enableMultimodal: true,
  moeBackend: 'flashinfer_trtllm',
  // The tokenizer is code in the model's repository.
  trustRemoteCode: true,
  // Each GPU encodes other images.
  extra: { 'mm-encoder-tp-mode': 'data' },
};

/** Sums over the GPUs of a worker run in NVLink's switches. */
const ENV = { NCCL_CUMEM_ENABLE: '1', NCCL_NVLS_ENABLE: '1', VLLM_USE_NCCL_SYMM_MEM: '1' } as const;

export const kimiK26B200VllmAggregated = defineBlueprint({
  name: NAME,
  summary: 'Kimi-K2.6 NVFP4 for agents, aggregated, with EAGLE3 and KV cache in host memory, on B200 with vLLM',
  description:
    'Workers of four B200 (TP4) that take text and images. The weights leave room for some 700000 tokens of FP8 KV cache, so LMCache keeps what does not fit in host memory; a small model guesses three tokens ahead. The engine runs code of the repository: the tokenizer. After recipes/kimi-k2.6/vllm/agg-b200-agentic of ai-dynamo/dynamo, which ran on a build of 1.3 with attention kernels of its own; here vLLM chooses them.',
  // The recipe is for a build of 1.3.
  since: Release.V1_3,
  parameters: {
    ...workloadParameters(NAME, { inputTokens: 65_536, outputTokens: 4096, concurrency: 4 }),
    workers: workers('aggregated', 1),
    hostCacheGibibytes: Integer({
      default: 500,
      minimum: 1,
      maximum: 4000,
      description: 'Host memory for KV cache in each worker, in GiB',
    }),
    speculation: Union([Literal('eagle3'), Literal('off')], {
      default: 'eagle3',
      description: 'Whether a small model guesses tokens ahead; an existing claim has to hold it too',
    }),
    ...machineParameters('b200'),
    ...frontendParameters('kv'),
    ...cacheParameters(900),
  },
  build(chart, parameters, release) {
    const guesses = parameters.speculation === 'eagle3';
    const kvConnector = KvConnector.lmcache({ hostMemoryGib: parameters.hostCacheGibibytes });
    const graph = graphWithFrontend(
      chart,
      parameters,
      release,
      { model: models.KIMI_K2_6.at(Precision.NVFP4), engine: Engine.vllm({ kvConnector }) },
      guesses ? DRAFT : undefined,
    );
    new AggregatedPool(graph, 'worker', {
      nodes: nodeGroup(parameters, 'b200'),
      parallelism: Parallelism.tensor(4),
      workers: parameters.workers,
      memoryFraction: 0.95,
      engineConfig: {
        ...FLAGS,
        ...(guesses
          ? { speculativeConfig: { method: 'eagle3', model: DRAFT.repository, num_speculative_tokens: 3 } }
          : {}),
      },
      extraEnv: ENV,
    });
    return graph;
  },
});
