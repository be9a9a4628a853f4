import { AggregatedPool, Engine, models, Parallelism, Precision } from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { gpuOf, gpuParameters, nodeGroup } from '../machines';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';

const NAME = 'gpt-oss-120b-trtllm-aggregated';

export const gptOss120bTrtllmAggregated = defineBlueprint({
  name: NAME,
  summary: 'gpt-oss-120b MXFP4, aggregated, on GB200 or B200 with TensorRT-LLM',
  description:
    'Workers of four GPUs (DEP4: attention data-parallel, experts spread) with large batches, for throughput. The checkpoint is MXFP4 as published.',
  parameters: {
    ...workloadParameters(NAME, { inputTokens: 8192, outputTokens: 1024, concurrency: 800 }),
    workers: workers('aggregated', 1),
    ...gpuParameters('gb200', 'b200'),
    ...frontendParameters(),
    ...cacheParameters(100),
  },
  parities: [
    {
      recipe: 'recipes/gpt-oss-120b/trtllm/agg/deploy.yaml',
      differences: [
        {
          at: 'worker.flags.--free-gpu-memory-fraction',
          reason: 'stands in the configuration file, with all other limits',
        },
        ...['dtype', 'tensor_parallel_size', 'moe_expert_parallel_size'].map((key) => ({
          at: `worker.engine.*${key}`,
          added: true,
          reason: 'the recipe leaves it to flags and defaults; one file says all',
        })),
        { at: 'worker.env.*MNNVL*', reason: 'every other recipe on machines with multi-node NVLink sets it' },
        { at: 'worker.env.NCCL_*', reason: 'every other recipe on machines with multi-node NVLink sets it' },
        {
          at: 'worker.env.TRTLLM_MOE_ENABLE_ALLTOALL_WITHOUT_ALLGATHER',
          reason: 'ranks that attend to different requests meet in the experts, as in the DeepSeek recipes',
        },
        {
          at: 'worker.engine.enable_chunked_prefill',
          reason: 'a prompt may be longer than one pass, which the recipe would refuse',
        },
      ],
    },
  ],
  build(chart, parameters, release) {
    const graph = graphWithFrontend(chart, parameters, release, {
      model: models.GPT_OSS_120B.at(Precision.MXFP4),
      engine: Engine.trtllm(),
    });
    new AggregatedPool(graph, 'worker', {
      nodes: nodeGroup(parameters, gpuOf(parameters)),
      parallelism: Parallelism.attentionDp(4),
      workers: parameters.workers,
      limits: { batchSize: 800 },
      memoryFraction: 0.9,
      engineConfig: {
        cuda_graph_config: { enable_padding: true, max_batch_size: 800 },
        moe_config: { backend: 'CUTLASS' },
        stream_interval: 20,
      },
      extraEnv: { TRT_LLM_DISABLE_LOAD_WEIGHTS_IN_PARALLEL: 'True' },
    });
    return graph;
  },
});
