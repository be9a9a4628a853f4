import { App, Chart } from 'cdk8s';
import {
  AggregatedPool,
  Engine,
  InferenceGraph,
  models,
  NodeGroup,
  Parallelism,
  Precision,
  type VllmFlags,
} from '../../constructs';

const tokens = 3;

describe("layers for next-token prediction that are the model's own", () => {
  test.each([
    ['vLLM guesses with them', Engine.vllm().predictsNextTokens({ speculativeConfig: mtp() }), true],
    ['vLLM guesses with a model of its own', Engine.vllm().predictsNextTokens({ speculativeConfig: eagle() }), false],
    ['vLLM does not guess', Engine.vllm().predictsNextTokens({ speculativeConfig: null }), false],
    ['SGLang guesses with them', Engine.sglang().predictsNextTokens({ speculativeAlgorithm: 'EAGLE' }), true],
    ['SGLang guesses with them, in old words', Engine.sglang().predictsNextTokens({ speculativeAlgo: 'NEXTN' }), true],
    [
      'SGLang guesses with a model of its own',
      Engine.sglang().predictsNextTokens({ speculativeAlgorithm: 'EAGLE', speculativeDraftModelPath: 'draft' }),
      false,
    ],
    ['SGLang does not guess', Engine.sglang().predictsNextTokens({}), false],
    [
      'TensorRT-LLM guesses with them',
      Engine.trtllm().predictsNextTokens({ speculative_config: { decoding_type: 'MTP' } }),
      true,
    ],
    [
      'TensorRT-LLM guesses with a model of its own',
      Engine.trtllm().predictsNextTokens({ speculative_config: { decoding_type: 'Eagle3', max_draft_len: tokens } }),
      false,
    ],
    ['the mocker has none', Engine.mocker().predictsNextTokens({}), false],
  ])('are told from the settings: %s', (_case, found, expected) => {
    expect(found).toBe(expected);
  });

  test('take memory where they are used, for weights and for KV cache', () => {
    const without = memory({});
    const used = memory({ speculativeConfig: mtp() });
    expect(used?.weightBytes).toBeGreaterThan(without?.weightBytes ?? 0);
    expect(used?.kvTokensPerWorker).toBeLessThan(without?.kvTokensPerWorker ?? 0);
  });
});

function mtp() {
  return { method: 'mtp', num_speculative_tokens: tokens } as const;
}

function eagle() {
  return { method: 'eagle3', model: 'draft', num_speculative_tokens: tokens } as const;
}

function memory(engineConfig: VllmFlags) {
  const graph = new InferenceGraph(new Chart(new App(), 'test'), 'graph', {
    model: models.NEMOTRON_3_SUPER.at(Precision.FP8),
    engine: Engine.vllm(),
  });
  new AggregatedPool(graph, 'worker', {
    nodes: NodeGroup.h200Sxm(),
    parallelism: Parallelism.tensor(4),
    engineConfig,
  });
  return graph.describe().pools[0]?.memory;
}
