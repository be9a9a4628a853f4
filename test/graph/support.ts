import { App, Chart } from 'cdk8s';
import {
  AggregatedPool,
  DecodePool,
  Engine,
  type EngineKind,
  Frontend,
  type FrontendProps,
  InferenceGraph,
  type InferenceGraphProps,
  models,
  NodeGroup,
  Parallelism,
  Precision,
  PrefillPool,
  Workload,
} from '../../constructs';

export const chart = (id = 'test', namespace?: string): Chart =>
  new Chart(new App(), id, {
    disableResourceNameHashes: true,
    ...(namespace === undefined ? {} : { namespace }),
  });

export const h200 = NodeGroup.h200Sxm();
export const gb200 = NodeGroup.gb200Nvl72();

/** A small disaggregated graph that every rule accepts. */
export function llama(
  options: Partial<InferenceGraphProps<'vllm'>> & { readonly frontend?: FrontendProps } = {},
): InferenceGraph<'vllm'> {
  const { frontend, ...props } = options;
  const graph = new InferenceGraph(chart(), 'llama', {
    model: models.LLAMA_3_3_70B.at(Precision.FP8),
    engine: Engine.vllm(),
    workload: Workload.of({ inputTokens: 4096, outputTokens: 1024 }),
    ...props,
  });
  new Frontend(graph, 'frontend', frontend);
  new PrefillPool(graph, 'prefill', { nodes: h200, parallelism: Parallelism.tensor(2) });
  new DecodePool(graph, 'decode', { nodes: h200, parallelism: Parallelism.tensor(2) });
  return graph;
}

/** A graph of one aggregated pool with the given engine. */
export function aggregated<K extends EngineKind>(
  engine: Engine<K>,
  props: Partial<InferenceGraphProps<K>> = {},
): InferenceGraph<K> {
  const graph = new InferenceGraph(chart(), 'qwen', { model: models.QWEN3_32B.at(Precision.FP8), engine, ...props });
  new Frontend(graph, 'frontend');
  new AggregatedPool(graph, 'worker', { nodes: h200, parallelism: Parallelism.tensor(2) });
  return graph;
}
