import type { GraphDescription, PoolDescription } from '../description';
import { Severity } from '../findings';
import type { Rule, Violation } from './rule';

export const parallelismFitsModel: Rule = {
  code: 'DYN109',
  title: 'the model can be cut as the parallelism says',
  severity: Severity.ERROR,
  rationale:
    'Engines cut attention by heads and spread experts evenly, and stop at start when that leaves a remainder; a dense model has no experts to spread.',
  fix: 'choose sizes that divide the heads and experts of the model',
  source: 'vllm-project/vllm vllm/config (verify_with_parallel_config); NVIDIA/TensorRT-LLM mapping',
  *checkGraph(graph) {
    // A mocker only pretends to cut the model.
    for (const pool of graph.engine.kind === 'mocker' ? [] : graph.pools) {
      yield* problems(pool, graph.model);
    }
  },
};

function* problems(
  { path, name, parallelism }: PoolDescription,
  { attentionHeads, experts, layers, name: model }: GraphDescription['model'],
): Generator<Violation> {
  const { tensor, attentionDp, expert, pipeline, text } = parallelism;
  const attentionTensor = tensor / attentionDp;
  if (attentionHeads === undefined || layers === undefined) {
    return;
  }
  if (attentionHeads % attentionTensor !== 0) {
    yield {
      path,
      message: `'${name}' (${text}) cuts attention over ${attentionTensor} GPUs, which do not divide the ${attentionHeads} heads of ${model}`,
    };
  }
  if (expert > 1 && experts === undefined) {
    yield { path, message: `'${name}' (${text}) spreads experts over ${expert} GPUs, but ${model} has none` };
  }
  if (experts !== undefined && experts % expert !== 0) {
    yield {
      path,
      message: `'${name}' (${text}) spreads ${experts} experts of ${model} over ${expert} GPUs, which leaves a remainder`,
      fix: `choose an expert size that divides ${experts}; with redundant experts that make up the difference, acknowledge this rule`,
    };
  }
  if (pipeline > layers) {
    yield { path, message: `'${name}' (${text}) has ${pipeline} pipeline stages for the ${layers} layers of ${model}` };
  }
}
