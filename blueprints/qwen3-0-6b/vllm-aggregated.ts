import { Size } from 'cdk8s';
import { AggregatedPool, Engine, models, Parallelism, Precision } from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';
import { singleGpuNodes, singleGpuParameters } from '../single-gpu';

const NAME = 'qwen3-0-6b-vllm-aggregated';

export const qwen306bVllmAggregated = defineBlueprint({
  name: NAME,
  summary: 'Qwen3-0.6B BF16, aggregated, on one GPU (L40S, A100, H100 or H200) with vLLM',
  description:
    'One worker with one GPU: the smallest graph that answers. For trying Dynamo, and for finding out whether operator, storage and GPUs of a cluster work before something large is deployed.',
  parameters: {
    ...workloadParameters(NAME, { inputTokens: 4096, outputTokens: 1024, concurrency: 32 }),
    workers: workers('aggregated', 1),
    ...singleGpuParameters,
    ...frontendParameters(),
    ...cacheParameters(10),
  },
  build(chart, parameters, release) {
    const graph = graphWithFrontend(chart, parameters, release, {
      model: models.QWEN3_0_6B.at(Precision.BF16),
      engine: Engine.vllm(),
    });
    new AggregatedPool(graph, 'worker', {
      nodes: singleGpuNodes(parameters.gpu),
      parallelism: Parallelism.tensor(1),
      workers: parameters.workers,
      cpu: 2,
      memory: Size.gibibytes(12),
      sharedMemory: Size.gibibytes(2),
    });
    return graph;
  },
});
