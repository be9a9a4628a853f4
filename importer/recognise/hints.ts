import type { ObservedComponent, ObservedGraph } from '../../constructs/observed';
import { CPU_MACHINE, likelyMachines } from './machines';

const ENGINES: readonly string[] = ['trtllm', 'vllm', 'sglang', 'mocker'];

/** The engine of most workers; of the framework that the graph names where none can be read. */
export function engineOf({ components, backendFramework }: ObservedGraph): string {
  const kinds = components.flatMap(({ engine }) =>
    engine !== undefined && ENGINES.includes(engine.kind) ? [engine.kind] : [],
  );
  const counts = ENGINES.map((kind) => ({ kind, count: kinds.filter((other) => other === kind).length }));
  const [most] = counts.sort((a, b) => b.count - a.count);
  return most !== undefined && most.count > 0
    ? most.kind
    : ENGINES.includes(backendFramework ?? '')
      ? (backendFramework ?? 'vllm')
      : 'vllm';
}

/** What speaks for the machines of a graph. */
export function machinesOf(graph: ObservedGraph, names: readonly string[]): ReturnType<typeof likelyMachines> {
  if (engineOf(graph) === 'mocker') {
    return { machines: [CPU_MACHINE], because: 'Mock engines need no GPU.' };
  }
  const labels = graph.components.flatMap(labelsOf);
  const arm =
    labels.includes('arm64') ||
    graph.components.some(({ podClaims }) => podClaims.some(({ template }) => /domain/.test(template ?? '')));
  return likelyMachines({
    labels,
    names: [...names, graph.name, ...graph.components.flatMap(({ image }) => image ?? [])],
    grace: arm,
  });
}

/** Labels that pods select, and their values. */
export function labelsOf({ pod }: ObservedComponent): readonly string[] {
  return leaves([pod['nodeSelector'], pod['affinity']]);
}

function leaves(value: unknown): readonly string[] {
  if (typeof value === 'string') {
    return [value];
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [];
}
