import type { ObservedGraph } from '../observed';
import { type ComponentComparison, Effect, type FieldChange, type Roll } from './comparison';

const ENABLE_GROVE = 'nvidia.com/enable-grove';

/**
 * The components whose pods are made anew. Where Deployments run a graph, workers share one hash over all of them, so that old and new
 * workers never talk to each other: when one rolls, all do. Grove rolls what has changed.
 *
 * Source: ai-dynamo/dynamo deploy/operator/internal/dynamo (worker hash), seen at run time with release 1.2.
 */
export function rollsOf(
  graph: ObservedGraph,
  changes: readonly FieldChange[],
  components: readonly ComponentComparison[],
): readonly Roll[] {
  const ofGraph = rolling(changes);
  const own = components
    .map(({ name, changes: its }) => ({ component: name, because: [...ofGraph, ...rolling(its)] }))
    .filter(({ because }) => because.length > 0);
  const workers = new Set(graph.components.filter(({ runsEngine }) => runsEngine).map(({ name }) => name));
  const first = own.filter(({ component }) => workers.has(component)).map(({ component }) => component);
  const together = [...workers].filter((name) => first.length > 0 && !first.includes(name));
  const alone = graph.annotations[ENABLE_GROVE] === 'false';
  return [
    ...own.map((roll): Roll => ({ ...roll, when: 'always' })),
    ...together.map((component): Roll => ({ component, because: first, when: alone ? 'always' : 'without Grove' })),
  ];
}

function rolling(changes: readonly FieldChange[]): readonly string[] {
  return changes.filter(({ effect }) => effect === Effect.ROLLS).map(({ place }) => place);
}
