import type { Observation, ObservedGraph } from '../observed';
import { compareComponents, lonelyComponents } from './compare-components';
import { compareObjects, presenceOf } from './compare-objects';
import { type Comparison, type ComponentComparison, Effect, type GraphComparison, type Needs } from './comparison';
import { differences } from './difference';
import { effectAt, GRAPH_EFFECTS } from './graph-effects';
import { graphFacts } from './graph-facts';
import { NOTHING, needsOf, sumOf } from './needs';
import { type Pair, pairUp } from './pairing';
import { rollsOf } from './rolls';

/** Machines that a graph takes, where they are known better than from its pods. */
export type NodesOf = (graph: ObservedGraph) => Needs['nodes'] | undefined;

export interface ComparisonOptions {
  /** @default - estimated from what pods select and how many GPUs they have */
  readonly nodesBefore?: NodesOf;
  /** @default - estimated from what pods select and how many GPUs they have */
  readonly nodesAfter?: NodesOf;
}

/**
 * What changes when one set of manifests takes the place of another: fields, pods that restart, objects that have to be replaced, and
 * GPUs. Graphs of both API versions are compared in one form, so a graph that is only written otherwise is the same.
 *
 * ```ts
 * const { graphs } = compareGraphs(Observation.of(old.documents), Observation.of(now.documents));
 * graphs[0]?.rolls; // [{ component: 'decode', because: ['image'], when: 'always' }]
 * ```
 */
export function compareGraphs(before: Observation, after: Observation, options: ComparisonOptions = {}): Comparison {
  const pairs = pairUp(before.graphs, after.graphs, [
    (graph) => `${graph.namespace ?? ''}\n${graph.name}`,
    (graph) => graph.name,
    () => 'the only one left',
  ]);
  const graphs = pairs.flatMap((pair) => compare(pair, options));
  const renamed = new Map(
    pairs.flatMap(({ before: old, after: now }) => (old && now && old.name !== now.name ? [[old.name, now.name]] : [])),
  );
  const objects = compareObjects(before, after, renamed).filter(({ presence }) => presence !== 'same');
  return freeze({
    same: objects.length === 0 && graphs.every(({ presence }) => presence === 'same'),
    graphs,
    objects,
    before: sumOf(graphs.map((graph) => graph.before)),
    after: sumOf(graphs.map((graph) => graph.after)),
  });
}

function compare({ before, after }: Pair<ObservedGraph>, options: ComparisonOptions): readonly GraphComparison[] {
  const needs = (graph: ObservedGraph | undefined, nodesOf: NodesOf | undefined): Needs => {
    if (graph === undefined) {
      return NOTHING;
    }
    const estimated = needsOf(graph.components);
    return { ...estimated, nodes: nodesOf?.(graph) ?? estimated.nodes };
  };
  const sizes = { before: needs(before, options.nodesBefore), after: needs(after, options.nodesAfter) };
  if (before === undefined || after === undefined) {
    const graph = after ?? before;
    const presence = after === undefined ? 'removed' : 'added';
    return graph === undefined
      ? []
      : [
          {
            name: graph.name,
            presence,
            changes: [],
            components: lonelyComponents(graph, presence),
            rolls: [],
            replacedBecause: [],
            ...sizes,
          },
        ];
  }
  return [compareBoth(before, after, sizes)];
}

function compareBoth(
  before: ObservedGraph,
  after: ObservedGraph,
  sizes: Pick<GraphComparison, 'before' | 'after'>,
): GraphComparison {
  const changes = differences(graphFacts(before), graphFacts(after), (place, old, now) =>
    // Left to kubectl on one side: it may be the same.
    place === 'metadata.namespace' && (old === undefined || now === undefined)
      ? { effect: Effect.NOTHING }
      : effectAt(GRAPH_EFFECTS, place),
  );
  const components = compareComponents(before, after);
  const replacedBecause = [
    ...changes.filter(({ effect }) => effect === Effect.REPLACES).map(({ place }) => place),
    ...components.flatMap(reasonsToReplace),
  ];
  return {
    name: after.name,
    presence: components.every(({ presence }) => presence === 'same') ? presenceOf(changes) : 'changed',
    changes,
    components: [...components],
    rolls: replacedBecause.length > 0 ? [] : rollsOf(after, changes, components),
    replacedBecause,
    ...sizes,
  };
}

function reasonsToReplace({ name, presence, changes }: ComponentComparison): readonly string[] {
  return presence === 'added' || presence === 'removed'
    ? [`${name} is ${presence}`]
    : changes.filter(({ effect }) => effect === Effect.REPLACES).map(({ place }) => `${name}: ${place}`);
}

/** Freezes plain data with everything in it. */
export function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) {
      freeze(part);
    }
  }
  return value;
}
