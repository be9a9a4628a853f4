import { type Comparison, compareGraphs, type FieldChange } from '../../constructs/comparison';
import { readManifests } from '../../constructs/manifests';
import { Observation } from '../../constructs/observed';
import { type GraphOptions, manifest, type Part } from '../rules/parts';

/** The observation of a manifest that has to be readable. */
export function observe(content: string, name = 'test.yaml'): Observation {
  const { documents, findings } = readManifests({ name, content });
  if (findings.length > 0) {
    throw new Error(`the test's YAML is bad: ${findings[0]?.message}`);
  }
  return Observation.of(documents);
}

/** What differs between two graphs of these parts. */
export function compareParts(
  before: readonly Part[],
  after: readonly Part[],
  options: { readonly before?: GraphOptions; readonly after?: GraphOptions } = {},
): Comparison {
  return compareGraphs(observe(manifest(before, options.before)), observe(manifest(after, options.after)));
}

/** A change as `[place, before, after, effect]`. */
export function short({ place, before, after, effect }: FieldChange): readonly unknown[] {
  return [place, before, after, effect];
}

/** The changes of one component. */
export function changesOf(comparison: Comparison, component: string): readonly (readonly unknown[])[] {
  const found = comparison.graphs[0]?.components.find(({ name }) => name === component);
  return (found?.changes ?? []).map(short);
}

/** The comparison seen from the other side, as far as it does not depend on the direction: everything but effects and their reasons. */
export function mirrored(comparison: Comparison): unknown {
  return plain(comparison, true);
}

/** A comparison without effects, reasons and order. */
export function directionless(comparison: Comparison): unknown {
  return plain(comparison, false);
}

const PRESENCE = { added: 'removed', removed: 'added', changed: 'changed', same: 'same' } as const;

function plain({ graphs, objects, before, after, same }: Comparison, turn: boolean): unknown {
  const changes = (list: readonly FieldChange[]) =>
    list
      .map(({ place, topic, before: old, after: now }) => ({ place, topic, ...sides(old, now, turn) }))
      .sort((a, b) => a.place.localeCompare(b.place));
  const entry = (item: (typeof graphs)[number]['components'][number]) => ({
    presence: turn ? PRESENCE[item.presence] : item.presence,
    changes: changes(item.changes),
    ...sides(item.before, item.after, turn),
  });
  const sorted = (list: readonly object[]) => list.map((item) => JSON.stringify(item)).sort();
  return {
    same,
    ...sides(before, after, turn),
    graphs: sorted(
      graphs.map((graph) => ({
        ...entry(graph),
        components: sorted(graph.components.map(entry)),
      })),
    ),
    objects: sorted(
      objects.map((object) => ({
        kind: object.kind,
        presence: turn ? PRESENCE[object.presence] : object.presence,
        changes: changes(object.changes),
      })),
    ),
  };
}

function sides(before: unknown, after: unknown, turn: boolean): { readonly before: unknown; readonly after: unknown } {
  return turn ? { before: after ?? null, after: before ?? null } : { before: before ?? null, after: after ?? null };
}
