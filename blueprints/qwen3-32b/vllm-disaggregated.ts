import { DecodePool, Engine, models, Parallelism, Precision, PrefillPool } from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { machineParameters, nodeGroup } from '../machines';
import { graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers, workloadParameters } from '../shared-parameters';
import { contextFlags, contextParameter, DIFFERENCES } from './vllm';

const NAME = 'qwen3-32b-h200-vllm';

export const qwen332bH200Vllm = defineBlueprint({
  name: NAME,
  summary: 'Qwen3-32B BF16, disaggregated with a KV router, on H200 with vLLM, for long prompts with common prefixes',
  description:
    'Six prefill workers and two decode workers of two H200 each (TP2) on two nodes. The router sends a prompt to the prefill worker that holds most of its prefix.',
  parameters: {
    ...workloadParameters(NAME, { inputTokens: 32_000, outputTokens: 2048, concurrency: 32 }),
    context: contextParameter,
    prefillWorkers: workers('prefill', 6),
    decodeWorkers: workers('decode', 2),
    ...machineParameters('h200'),
    ...frontendParameters('kv'),
    ...cacheParameters(100),
  },
  parities: [
    {
      recipe: 'recipes/qwen3-32b/vllm/disagg-kv-router/deploy.yaml',
      differences: [
        ...DIFFERENCES,
        {
          at: 'decode.flags.--kv-events-config*',
          reason: 'from 1.4 on decode workers tell the router of their blocks too',
        },
      ],
    },
  ],
  build(chart, parameters, release) {
    const graph = graphWithFrontend(chart, parameters, release, {
      model: models.QWEN3_32B.at(Precision.BF16),
      engine: Engine.vllm(),
      kvBlockTokens: 64,
    });
    const shared = {
      nodes: nodeGroup(parameters, 'h200'),
      parallelism: Parallelism.tensor(2),
      limits: { sequenceTokens: parameters.inputTokens + parameters.outputTokens },
    };
    const engineConfig = { ...contextFlags(parameters.context), asyncScheduling: true };
    new PrefillPool(graph, 'prefill', { ...shared, workers: parameters.prefillWorkers, engineConfig });
    new DecodePool(graph, 'decode', {
      ...shared,
      workers: parameters.decodeWorkers,
      engineConfig: { ...engineConfig, enablePrefixCaching: false },
    });
    return graph;
  },
});
