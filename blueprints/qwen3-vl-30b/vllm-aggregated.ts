import { Integer } from '@sinclair/typebox';
import { Size } from 'cdk8s';
import { AggregatedPool, CompileCache, Engine, models, Parallelism, Precision } from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { gpuOf, gpuParameters, nodeGroup } from '../machines';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';

const NAME = 'qwen3-vl-30b-vllm-aggregated';

export const qwen3Vl30bVllmAggregated = defineBlueprint({
  name: NAME,
  summary: 'Qwen3-VL-30B-A3B FP8 for text, images and video, with a cache of embeddings, on single GPUs with vLLM',
  description:
    'Workers of one GPU each that keep the embeddings of images in host memory, so that an image that comes again is not encoded again: for conversations about the same images. Compiled kernels outlive the pods. The checkpoint is FP8 as published.',
  parameters: {
    ...workloadParameters(NAME, { inputTokens: 14_336, outputTokens: 2048, concurrency: 16 }),
    workers: workers('aggregated', 1),
    embeddingCacheGb: Integer({
      default: 10,
      minimum: 0,
      maximum: 1000,
      description: 'Host memory for embeddings in each worker, in GB; 0 for none',
    }),
    ...gpuParameters('gb200', 'b200', 'h100', 'h200'),
    ...frontendParameters(),
    ...cacheParameters(100),
  },
  parities: [
    {
      recipe: 'recipes/qwen3-vl-30b/vllm/agg-embedding-cache/deploy.yaml',
      differences: [
        { at: '*.env.DYN_REQUEST_PLANE', reason: 'requests go over TCP in every release unless told otherwise' },
        {
          at: 'worker.env.DYN_VLLM_EMBEDDING_TRANSFER_MODE',
          reason: 'nixl-write is the default, and no other worker sends embeddings here',
        },
        { at: 'worker.env.DYN_MULTIMODAL_EMBEDDING_CACHE_GB', reason: 'the flag for the same says it already' },
      ],
    },
  ],
  build(chart, parameters, release) {
    const graph = graphWithFrontend(chart, parameters, release, {
      model: models.QWEN3_VL_30B_A3B.at(Precision.FP8),
      engine: Engine.vllm(),
    });
    new AggregatedPool(graph, 'worker', {
      nodes: nodeGroup(parameters, gpuOf(parameters)),
      parallelism: Parallelism.tensor(1),
      workers: parameters.workers,
      memoryFraction: 0.85,
      sharedMemory: Size.gibibytes(8),
      compileCache: new CompileCache(chart, 'compile-cache', {
        name: `${parameters.name}-kernels`,
        ...(parameters.storageClass === '' ? {} : { storageClassName: parameters.storageClass }),
      }),
      engineConfig: {
        enableMultimodal: true,
        enablePrefixCaching: true,
        enableLogRequests: false,
        multimodalEmbeddingCacheCapacityGb: parameters.embeddingCacheGb,
      },
    });
    return graph;
  },
});
