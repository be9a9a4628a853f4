import { Integer } from '@sinclair/typebox';
import { Size } from 'cdk8s';
import { AggregatedPool, CompileCache, Engine, KvConnector, models, Parallelism, Precision } from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { gpuOf, gpuParameters, nodeGroup } from '../machines';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';
import { FAMILY_DIFFERENCES } from './vllm';

const NAME = 'qwen3-32b-kv-offload-vllm-aggregated';

/** Memory of a pod beside KV cache in host memory, as the recipe has it, in GiB. */
const OTHER_MEMORY_GIB = 100;

export const qwen332bKvOffloadVllmAggregated = defineBlueprint({
  name: NAME,
  summary: 'Qwen3-32B BF16 on single GPUs with KV cache in host memory, with vLLM and LMCache',
  description:
    'Workers of one GPU each that keep KV cache in host memory when the GPU has no room left: prompts with a prefix that was read a while ago are not read again. The public recipe does so with KVBM, which Dynamo 1.6 no longer has; LMCache takes its place in every release. Compiled kernels outlive the pods.',
  parameters: {
    ...workloadParameters(NAME, { inputTokens: 6144, outputTokens: 1024, concurrency: 4 }),
    workers: workers('aggregated', 1),
    hostCacheGibibytes: Integer({
      default: 100,
      minimum: 1,
      maximum: 2000,
      description: 'Host memory for KV cache in each worker, in GiB',
    }),
    ...gpuParameters('h100', 'h200', 'a100'),
    ...frontendParameters(),
    ...cacheParameters(100),
  },
  parities: [
    {
      recipe: 'recipes/qwen3-32b/vllm/agg-kvbm/deploy.yaml',
      differences: [
        ...FAMILY_DIFFERENCES,
        { at: 'worker.flags.--kv-transfer-config*', reason: 'KVBM is gone in 1.6, so LMCache keeps KV cache' },
        { at: 'worker.env.DYN_KVBM_CPU_CACHE_GB', reason: 'LMCache reads its size from a variable of its own' },
        { at: 'worker.env.LMCACHE_*', reason: 'LMCache takes the place of KVBM with as much host memory' },
        { at: 'worker.env.PYTHONHASHSEED', reason: 'LMCache finds blocks by a hash that processes must agree on' },
      ],
    },
  ],
  build(chart, parameters, release) {
    const { hostCacheGibibytes } = parameters;
    const graph = graphWithFrontend(chart, parameters, release, {
      model: models.QWEN3_32B.at(Precision.BF16),
      engine: Engine.vllm({ kvConnector: KvConnector.lmcache({ hostMemoryGib: hostCacheGibibytes }) }),
    });
    new AggregatedPool(graph, 'worker', {
      nodes: nodeGroup(parameters, gpuOf(parameters)),
      parallelism: Parallelism.tensor(1),
      workers: parameters.workers,
      sharedMemory: Size.gibibytes(8),
      memory: Size.gibibytes(OTHER_MEMORY_GIB + hostCacheGibibytes),
      compileCache: new CompileCache(chart, 'compile-cache', {
        name: `${parameters.name}-kernels`,
        ...(parameters.storageClass === '' ? {} : { storageClassName: parameters.storageClass }),
      }),
    });
    return graph;
  },
});
