import { Size } from 'cdk8s';
import {
  DecodePool,
  Engine,
  FabricKind,
  models,
  Parallelism,
  Precision,
  PrefillPool,
  type VllmFlags,
} from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { machineParameters, nodeGroup } from '../machines';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';

const NAME = 'deepseek-r1-h200-vllm';

/** What both roles have in common: experts that move to where the load is. */
const WIDE_EXPERTS: VllmFlags = {
  asyncScheduling: true,
  enableEplb: true,
  eplbConfig: { window_size: 1000, step_interval: 3000, num_redundant_experts: 32, log_balancedness: false },
};

/** DeepEP between nodes, with two batches that hide each other's communication. */
const DEEPEP: VllmFlags = { enableDbo: true, dboDecodeTokenThreshold: 32 };

const ENV = {
  GLOO_SOCKET_IFNAME: 'eth0',
  NVIDIA_GDRCOPY: 'enabled',
  VLLM_RANDOMIZE_DP_DUMMY_INPUTS: '1',
  VLLM_SKIP_P2P_CHECK: '1',
  VLLM_USE_DEEP_GEMM: '1',
} as const;

export const deepseekR1H200Vllm = defineBlueprint({
  name: NAME,
  summary: 'DeepSeek-R1 FP8, disaggregated with wide expert parallelism, on H200 with vLLM',
  description:
    'One prefill and one decode worker of sixteen H200 each (TP1 DP16 EP16, two nodes): every GPU attends to its own requests, and DeepEP carries tokens to the experts of all sixteen. The nodes need GPU-initiated RDMA (IBGDA); on EFA and TCP, which have none, NCCL carries the tokens. The checkpoint is FP8 as published.',
  parameters: {
    ...workloadParameters(NAME, { inputTokens: 8192, outputTokens: 2048, concurrency: 256 }),
    prefillWorkers: workers('prefill', 1),
    decodeWorkers: workers('decode', 1),
    ...machineParameters('h200'),
    ...frontendParameters(),
    ...cacheParameters(1500),
  },
  parities: [
    {
      recipe: 'recipes/deepseek-r1/vllm/disagg/deploy_hopper_16gpu.yaml',
      differences: [
        { at: '*.flags.--max-model-len', reason: 'bounded by the workload, so that the KV cache provably holds it' },
        {
          at: '*.flags.--data-parallel-hybrid-lb',
          reason: 'the operator adds it to workers over several nodes, with rank and address',
        },
      ],
    },
  ],
  build(chart, parameters, release) {
    const graph = graphWithFrontend(chart, parameters, release, {
      model: models.DEEPSEEK_R1.at(Precision.FP8),
      engine: Engine.vllm(),
    });
    const nodes = nodeGroup(parameters, 'h200');
    const driven = [FabricKind.INFINIBAND, FabricKind.ROCE].some((kind) => kind === nodes.fabric.kind);
    const exchange = (kernels: 'deepep_high_throughput' | 'deepep_low_latency'): VllmFlags =>
      driven ? { ...DEEPEP, all2allBackend: kernels } : { all2allBackend: 'allgather_reducescatter' };
    const shared = {
      nodes,
      parallelism: Parallelism.of({ data: 16, expert: 16 }),
      sharedMemory: Size.gibibytes(80),
    };
    new PrefillPool(graph, 'prefill', {
      ...shared,
      workers: parameters.prefillWorkers,
      limits: { batchSize: 512 },
      engineConfig: { ...WIDE_EXPERTS, ...exchange('deepep_high_throughput') },
      extraEnv: ENV,
    });
    new DecodePool(graph, 'decode', {
      ...shared,
      workers: parameters.decodeWorkers,
      limits: { batchSize: 512 },
      engineConfig: {
        ...WIDE_EXPERTS,
        ...exchange('deepep_low_latency'),
        compilationConfig: {
          pass_config: { fuse_norm_quant: true, eliminate_noops: true },
          cudagraph_mode: 'FULL_DECODE_ONLY',
        },
      },
      extraEnv: { ...ENV, VLLM_MOE_DP_CHUNK_SIZE: '384' },
    });
    return graph;
  },
});
