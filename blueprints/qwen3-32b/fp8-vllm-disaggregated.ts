import { Size } from 'cdk8s';
import { DecodePool, Engine, FabricKind, models, Parallelism, Precision, PrefillPool } from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { gpuOf, gpuParameters, nodeGroup } from '../machines';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';

const NAME = 'qwen3-32b-fp8-vllm';

/** How KV cache crosses InfiniBand: the receiver reads the sender's memory, however small the block. */
const UCX = { UCX_RNDV_SCHEME: 'get_zcopy', UCX_RNDV_THRESH: '0', UCX_TLS: 'rc_x,rc,cuda_copy,cuda_ipc' } as const;

export const qwen332bFp8Vllm = defineBlueprint({
  name: NAME,
  summary: 'Qwen3-32B FP8, disaggregated, on A100, H100 or H200 with vLLM',
  description:
    'Two prefill workers (TP2) and one decode worker (TP4), together eight GPUs, with KV cache over RDMA. A100 has no FP8 units: vLLM keeps the weights in FP8 and computes in BF16, which saves memory but not time. The checkpoint is FP8 as published.',
  parameters: {
    ...workloadParameters(NAME, { inputTokens: 7168, outputTokens: 1024, concurrency: 32 }),
    prefillWorkers: workers('prefill', 2),
    decodeWorkers: workers('decode', 1),
    ...gpuParameters('a100', 'h100', 'h200'),
    ...frontendParameters(),
    ...cacheParameters(100),
  },
  parities: [
    {
      recipe: 'recipes/qwen3-32b-fp8/vllm/disagg/deploy.yaml',
      differences: [
        ...['UCX_NET_DEVICES', 'UCX_IB_ADDR_TYPE'].map((name) => ({
          at: `*.env.${name}`,
          reason: 'belongs to the adapters of one cluster; elsewhere UCX finds them itself',
        })),
      ],
    },
  ],
  build(chart, parameters, release) {
    const graph = graphWithFrontend(chart, parameters, release, {
      model: models.QWEN3_32B.at(Precision.FP8),
      engine: Engine.vllm(),
      kvBlockTokens: 128,
    });
    const nodes = nodeGroup(parameters, gpuOf(parameters));
    const shared = {
      nodes,
      sharedMemory: Size.gibibytes(40),
      // Routing by KV cache needs workers that keep it.
      engineConfig: graph.router.mode === 'kv' ? {} : { enablePrefixCaching: false },
      extraEnv: nodes.fabric.kind === FabricKind.INFINIBAND ? UCX : {},
    };
    new PrefillPool(graph, 'prefill', {
      ...shared,
      parallelism: Parallelism.tensor(2),
      workers: parameters.prefillWorkers,
    });
    new DecodePool(graph, 'decode', {
      ...shared,
      parallelism: Parallelism.tensor(4),
      workers: parameters.decodeWorkers,
    });
    return graph;
  },
});
