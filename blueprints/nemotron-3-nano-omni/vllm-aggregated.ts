import { String as Text } from '@sinclair/typebox';
import { Size } from 'cdk8s';
import { AggregatedPool, Engine, models, Parallelism, Precision } from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { gpuOf, gpuParameters, nodeGroup } from '../machines';
import { APPROXIMATE_ROUTING } from '../recipe-differences';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';

const NAME = 'nemotron-3-nano-omni-vllm-aggregated';

/** Most frames of a video; Dynamo's preprocessor and vLLM have to agree on it. */
const VIDEO_FRAMES = 512;

export const nemotron3NanoOmniVllmAggregated = defineBlueprint({
  name: NAME,
  summary: 'Nemotron-3-Nano-Omni-30B-A3B for text, images, video and sound, on single GPUs with vLLM',
  description:
    'Workers of one GPU each that take text, images, video and sound, up to 131072 tokens, behind a router that remembers where it sent a prefix. Half of the tokens of a video are left out. NVFP4 on B200 and GB200, FP8 on H100 and H200. The engine runs code of the repository: configuration and preprocessing. For video and sound the recipe builds an image with further decoders on top of the runtime: name yours in `image`.',
  parameters: {
    ...workloadParameters(NAME, { inputTokens: 114_688, outputTokens: 16_384, concurrency: 16 }),
    workers: workers('aggregated', 1),
    image: Text({
      default: '',
      maxLength: 512,
      description: "Image of all components, with decoders for video and sound; empty takes the release's",
    }),
    ...gpuParameters('b200', 'gb200', 'h100', 'h200'),
    ...frontendParameters('kv-approximate'),
    ...cacheParameters(250),
  },
  parities: [
    {
      recipe: 'recipes/nemotron-3-nano-omni/vllm/agg/deploy.yaml',
      differences: [
        ...APPROXIMATE_ROUTING,
        {
          at: 'worker.flags.--kv-cache-dtype',
          added: true,
          reason: 'the checkpoint brings scales for an FP8 KV cache, and the memory check counts with it',
        },
      ],
    },
  ],
  build(chart, parameters, release) {
    const gpu = gpuOf(parameters);
    const graph = graphWithFrontend(chart, parameters, release, {
      model: models.NEMOTRON_3_NANO_OMNI.at(gpu === 'h100' || gpu === 'h200' ? Precision.FP8 : Precision.NVFP4),
      engine: Engine.vllm(),
      ...(parameters.image === '' ? {} : { image: parameters.image }),
    });
    new AggregatedPool(graph, 'worker', {
      nodes: nodeGroup(parameters, gpu),
      parallelism: Parallelism.tensor(1),
      workers: parameters.workers,
      sharedMemory: Size.gibibytes(16),
      engineConfig: {
        // Configuration and preprocessing of the model are code in its repository.
        trustRemoteCode: true,
        enableMultimodal: true,
        mediaIoKwargs: { video: { num_frames: VIDEO_FRAMES, fps: 1 } },
        videoPruningRate: 0.5,
        dynToolCallParser: 'nemotron_nano',
        dynReasoningParser: 'nemotron_nano',
      },
      extraEnv: { DYN_MM_VIDEO_NUM_FRAMES: String(VIDEO_FRAMES) },
    });
    return graph;
  },
});
