import type { ManifestDocument } from '../manifests';
import { at, kindOf, nameOf, namespaceOf, type Observation } from '../observed';
import type { FieldChange, ObjectComparison } from './comparison';
import { differences } from './difference';
import { objectEffects } from './object-effects';
import { objectFacts } from './object-facts';
import { pairUp } from './pairing';
import { usersByObject } from './users';

/** The hash of its content at the end of a name: another content is another object. */
const HASH = /-[0-9a-f]{8,10}$/;

/**
 * Compares what stands beside the graphs.
 *
 * @param renamed names of graphs before, and what they are afterwards: names of objects begin with them
 */
export function compareObjects(
  before: Observation,
  after: Observation,
  renamed: ReadonlyMap<string, string>,
): readonly ObjectComparison[] {
  const users = [usersByObject(before.graphs), usersByObject(after.graphs)] as const;
  const plain = (document: ManifestDocument) => `${groupOf(document)}/${kindOf(document)}\n${nameOf(document)}`;
  const pairs = pairUp(objectsOf(before), objectsOf(after), [
    (document) => `${plain(document)}\n${namespaceOf(document) ?? ''}`,
    plain,
    (document) => (HASH.test(nameOf(document)) ? plain(document).replace(HASH, '') : undefined),
    (document, side) => (side === 'before' ? inNewName(document, renamed) : plain(document)).replace(HASH, ''),
  ]);
  return pairs.map(({ before: old, after: now }) => {
    if (old === undefined || now === undefined) {
      const only = now ?? old;
      return only === undefined ? EMPTY : alone(only, now === undefined ? 'removed' : 'added', users);
    }
    const kind = kindOf(now);
    const usedBy = usersOf(now, users);
    const changes = differences(
      objectFacts(old),
      objectFacts(now),
      objectEffects({
        kind,
        renamed: nameOf(old) !== nameOf(now) || differ(namespaceOf(old), namespaceOf(now)),
        immutable: old.value['immutable'] === true,
        usedBy,
      }),
    );
    return { kind, name: nameOf(now), presence: presenceOf(changes), changes, usedBy };
  });
}

const EMPTY: ObjectComparison = { kind: '', name: '', presence: 'same', changes: [], usedBy: [] };

type Users = readonly [before: ReadonlyMap<string, readonly string[]>, after: ReadonlyMap<string, readonly string[]>];

function alone(document: ManifestDocument, presence: 'added' | 'removed', users: Users): ObjectComparison {
  return { kind: kindOf(document), name: nameOf(document), presence, changes: [], usedBy: usersOf(document, users) };
}

function usersOf(document: ManifestDocument, users: Users): readonly string[] {
  const key = `${kindOf(document)}\n${nameOf(document)}`;
  return [...new Set(users.flatMap((side) => side.get(key) ?? []))];
}

function objectsOf({ documents, graphs }: Observation): readonly ManifestDocument[] {
  const ofGraphs = new Set(graphs.map(({ document }) => document));
  return documents.filter((document) => !ofGraphs.has(document));
}

function groupOf({ value }: ManifestDocument): string {
  const [group = '', version] = String(at(value, 'apiVersion') ?? '').split('/');
  return version === undefined ? '' : group;
}

function inNewName(document: ManifestDocument, renamed: ReadonlyMap<string, string>): string {
  const name = nameOf(document);
  const owner = [...renamed.keys()].find((graph) => name === graph || name.startsWith(`${graph}-`));
  const moved = owner === undefined ? name : `${renamed.get(owner) ?? owner}${name.slice(owner.length)}`;
  return `${groupOf(document)}/${kindOf(document)}\n${moved}`;
}

function differ(before: string | undefined, after: string | undefined): boolean {
  return before !== undefined && after !== undefined && before !== after;
}

export function presenceOf(changes: readonly FieldChange[]): 'same' | 'changed' {
  return changes.length === 0 ? 'same' : 'changed';
}
