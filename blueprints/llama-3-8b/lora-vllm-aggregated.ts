import { String as Text } from '@sinclair/typebox';
import { Size } from 'cdk8s';
import { AggregatedPool, Engine, models, Parallelism, Precision } from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';
import { singleGpuNodes, singleGpuParameters } from '../single-gpu';
import { adapterParameters, addAdapters } from './adapters';

const NAME = 'llama-3-8b-lora-vllm-aggregated';

export const llama38bLoraVllmAggregated = defineBlueprint({
  name: NAME,
  summary: 'Llama-3.1-8B BF16 with LoRA adapters, aggregated, on single GPUs with vLLM',
  description:
    'Workers of one GPU that serve the model and all adapters, each under its own name. Adapters are loaded while workers run, and the KV router sends requests where their prefix is cached. The model is gated: the Secret needs a Hugging Face token whose owner has accepted its licence.',
  parameters: {
    ...workloadParameters(NAME, { inputTokens: 4096, outputTokens: 1024, concurrency: 32 }),
    workers: workers('aggregated', 2),
    ...adapterParameters,
    ...singleGpuParameters,
    ...frontendParameters('kv'),
    ...cacheParameters(50),
    tokenSecret: Text({
      default: 'hf-token-secret',
      maxLength: 253,
      description: 'Secret with the Hugging Face token under HF_TOKEN; empty for a claim that holds the weights',
    }),
  },
  build(chart, parameters, release) {
    const graph = graphWithFrontend(chart, parameters, release, {
      model: models.LLAMA_3_1_8B.at(Precision.BF16),
      engine: Engine.vllm(),
    });
    addAdapters(graph, parameters);
    new AggregatedPool(graph, 'worker', {
      nodes: singleGpuNodes(parameters.gpu),
      parallelism: Parallelism.tensor(1),
      workers: parameters.workers,
      memory: Size.gibibytes(40),
    });
    return graph;
  },
});
