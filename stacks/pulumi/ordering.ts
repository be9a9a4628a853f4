import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { someOf } from '../../constructs/findings';
import type { ManifestDocument } from '../../constructs/manifests';
import { defines, references, satisfies } from './references';
import { ProgramError } from './user-error';

/** An object with those that have to be there before it. */
export interface OrderedObject {
  readonly object: ApiObject;
  readonly document: ManifestDocument;
  readonly after: readonly ApiObject[];
}

/**
 * The objects below a construct, each behind those it depends on: by the dependencies of the construct tree, and by what it names. A
 * name never makes a circle: where two objects name each other, the tree decides, or the order in which they were made.
 *
 * @throws ProgramError when dependencies of the construct tree make a circle
 */
export function inOrder(source: IConstruct): readonly OrderedObject[] {
  const objects = apiObjects(source);
  const documents = new Map(objects.map((object) => [object, { source: object.node.path, value: object.toJson() }]));
  const before = new Map(objects.map((object) => [object, treeDependencies(object, documents)]));
  const ordered = sort(objects, before);
  addReferences(ordered, documents, before);
  return sort(objects, before).map((object) => ({
    object,
    document: documentOf(documents, object),
    after: [...(before.get(object) ?? [])],
  }));
}

type Documents = ReadonlyMap<ApiObject, ManifestDocument>;
type Before = Map<ApiObject, Set<ApiObject>>;

function apiObjects(source: IConstruct): readonly ApiObject[] {
  return source.node.findAll().filter((construct): construct is ApiObject => ApiObject.isApiObject(construct));
}

/** `a.addDependency(b)` holds for everything inside of a and b. */
function treeDependencies(object: ApiObject, documents: Documents): Set<ApiObject> {
  const targets = object.node.scopes.flatMap((scope) => scope.node.dependencies);
  const inside = targets.flatMap((target) => apiObjects(target));
  return new Set(inside.filter((other) => other !== object && documents.has(other)));
}

function addReferences(ordered: readonly ApiObject[], documents: Documents, before: Before): void {
  for (const object of ordered) {
    const document = documentOf(documents, object);
    const named = references(document);
    for (const other of ordered) {
      const candidate = documentOf(documents, other);
      const needed = defines(candidate, document) || named.some((reference) => satisfies(candidate, reference));
      if (needed && other !== object && !reaches(other, object, before)) {
        before.get(object)?.add(other);
      }
    }
  }
}

function reaches(from: ApiObject, to: ApiObject, before: Before): boolean {
  const open = [from];
  const seen = new Set(open);
  for (const object of open) {
    if (object === to) {
      return true;
    }
    for (const next of before.get(object) ?? []) {
      if (!seen.has(next)) {
        seen.add(next);
        open.push(next);
      }
    }
  }
  return false;
}

function sort(objects: readonly ApiObject[], before: Before): readonly ApiObject[] {
  const done = new Set<ApiObject>();
  const visit = (object: ApiObject, path: readonly ApiObject[]): void => {
    if (done.has(object)) {
      return;
    }
    if (path.includes(object)) {
      const circle = [...path.slice(path.indexOf(object)), object].map(({ node }) => node.path);
      throw new ProgramError(`dependencies make a circle: ${someOf(circle)}; remove one of the calls of addDependency`);
    }
    for (const other of before.get(object) ?? []) {
      visit(other, [...path, object]);
    }
    done.add(object);
  };
  for (const object of objects) {
    visit(object, []);
  }
  return [...done];
}

function documentOf(documents: Documents, object: ApiObject): ManifestDocument {
  return documents.get(object) ?? { source: object.node.path, value: object.toJson() };
}
