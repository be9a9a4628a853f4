import { at, type ObservedComponent, type ObservedGraph, textMap } from '../observed';
import { type InjectedContainer, injectedContainers } from '../pod-security';
import type { Release } from '../releases';

const GROVE = 'nvidia.com/enable-grove';
const EXECUTOR = 'nvidia.com/vllm-distributed-executor-backend';

/** Whether Grove starts the pods of a component, as far as annotations tell; without them it does. */
function startedByGrove(graph: ObservedGraph, component: ObservedComponent): boolean {
  return annotationsOf(graph, component)[GROVE] !== 'false';
}

/** The containers that the operator and Grove add to the pods of a worker. */
export function injectedInto(
  graph: ObservedGraph,
  component: ObservedComponent,
  release: Release,
): readonly InjectedContainer[] {
  const { engine, nodeCount, gpus, commandLine } = component;
  return injectedContainers({
    engine: engine?.kind ?? graph.backendFramework,
    nodes: nodeCount,
    gpusPerNode: gpus,
    tensor: engine?.parallelism.tensor,
    pipeline: engine?.parallelism.pipeline,
    grove: startedByGrove(graph, component),
    executor:
      commandLine.value('--distributed-executor-backend') ?? annotationsOf(graph, component)[EXECUTOR]?.toLowerCase(),
    followersAlwaysWait: !release.atLeast('1.3'),
  });
}

function annotationsOf(graph: ObservedGraph, { written }: ObservedComponent): Readonly<Record<string, string>> {
  return {
    ...graph.annotations,
    ...textMap(at(graph.document.value, 'spec', 'annotations')),
    ...textMap(written['annotations']),
    ...textMap(at(written, 'podTemplate', 'metadata', 'annotations')),
  };
}
