import { Size } from 'cdk8s';
import { DecodePool, EncodePool, Engine, models, Parallelism, Precision, PrefillPool, Release } from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { gpuOf, gpuParameters, nodeGroup } from '../machines';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';

const NAME = 'qwen3-vl-30b-encode-vllm';

export const qwen3Vl30bEncodeVllm = defineBlueprint({
  name: NAME,
  summary: 'Qwen3-VL-30B-A3B FP8 for text, images and video: encode, prefill and decode workers apart, with vLLM',
  description:
    'One encode, two prefill and one decode worker on single GPUs. Encode workers turn images and videos into embeddings, which prefill workers take in like prompts: each of the three grows by itself. Images travel as URLs that encode workers have to reach, or within the request. The checkpoint is FP8 as published.',
  // The flags of encode workers are those of 1.3 and newer.
  since: Release.V1_3,
  parameters: {
    ...workloadParameters(NAME, { inputTokens: 14_336, outputTokens: 1024, concurrency: 24 }),
    encodeWorkers: workers('encode', 1),
    prefillWorkers: workers('prefill', 2),
    decodeWorkers: workers('decode', 1),
    ...gpuParameters('h100', 'h200', 'b200', 'gb200'),
    ...frontendParameters(),
    ...cacheParameters(100),
  },
  build(chart, parameters, release) {
    const graph = graphWithFrontend(chart, parameters, release, {
      model: models.QWEN3_VL_30B_A3B.at(Precision.FP8),
      engine: Engine.vllm(),
    });
    const shared = {
      nodes: nodeGroup(parameters, gpuOf(parameters)),
      parallelism: Parallelism.tensor(1),
      sharedMemory: Size.gibibytes(8),
    };
    new EncodePool(graph, 'encode', { ...shared, workers: parameters.encodeWorkers });
    new PrefillPool(graph, 'prefill', { ...shared, workers: parameters.prefillWorkers });
    new DecodePool(graph, 'decode', { ...shared, workers: parameters.decodeWorkers });
    return graph;
  },
});
