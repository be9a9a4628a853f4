import fc from 'fast-check';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../constructs/manifests';

/** A document with one thing changed. */
export interface Mutation {
  readonly document: JsonObject;
  /** What was done, and where: for messages, and to tell classes apart. */
  readonly what: string;
}

type Step = string | number;
type Path = readonly Step[];

/** What the API server is asked by; changing it asks another question. */
const FIXED = new Set(['apiVersion', 'kind', 'metadata.namespace']);

const STRINGS = ['', 'A b', 'x'.repeat(300), '16GB', '-x', 'n', '1e3', '$(HOME)', 'ü', '10Gi', '0.5'];
const NUMBERS = [-1, 0, 1.5, 70_000, 2 ** 31, 2 ** 53, 1e21];
const OTHERS: readonly Json[] = [null, true, {}, [], 'text', 7, [7], { x: 'y' }];

/** One change of a document: dropped, retyped, renamed, out of range, added or doubled. */
export function mutationsOf(documents: readonly JsonObject[]): fc.Arbitrary<Mutation> {
  const sites = documents.map((document) => ({ document, paths: pathsOf(document) }));
  return fc.constantFrom(...sites).chain(({ document, paths }) =>
    fc.constantFrom(...paths).chain((path) => {
      const value = at(document, path);
      return fc.oneof(...changesOf(path, value)).map(({ name, apply }) => ({
        document: apply(document),
        what: `${name} ${document['kind']} ${path.join('.')}`,
      }));
    }),
  );
}

interface Change {
  readonly name: string;
  readonly apply: (document: JsonObject) => JsonObject;
}

function changesOf(path: Path, value: Json): readonly fc.Arbitrary<Change>[] {
  const set = (name: string, values: readonly Json[]) =>
    fc
      .constantFrom(...values)
      .map((to) => ({ name: `${name} ${JSON.stringify(to).slice(0, 40)}`, apply: setting(path, to) }));
  const last = path.at(-1);
  const drop = fc.constant({ name: 'drop', apply: removing(path) });
  const retype = set('retype', OTHERS);
  const rename = typeof last === 'string' ? [fc.constant({ name: 'rename', apply: renaming(path, `${last}x`) })] : [];
  switch (true) {
    case typeof value === 'string':
      return [drop, retype, set('set', STRINGS), ...rename];
    case typeof value === 'number':
      return [drop, retype, set('set', NUMBERS), ...rename];
    case isJsonArray(value):
      return [drop, retype, fc.constant({ name: 'double', apply: setting(path, [...value, ...value]) }), ...rename];
    case isJsonObject(value):
      return [drop, retype, fc.constant({ name: 'add', apply: setting([...path, 'unknownField'], 'x') }), ...rename];
    default:
      return [drop, retype, ...rename];
  }
}

function pathsOf(value: Json, path: Path = []): readonly Path[] {
  if (path.length > 0 && FIXED.has(path.join('.'))) {
    return [];
  }
  const own = path.length === 0 ? [] : [path];
  if (isJsonArray(value)) {
    return [...own, ...value.flatMap((item, index) => pathsOf(item, [...path, index]))];
  }
  return isJsonObject(value)
    ? [...own, ...Object.entries(value).flatMap(([key, item]) => pathsOf(item, [...path, key]))]
    : own;
}

function at(value: Json, path: Path): Json {
  return path.reduce<Json>((current, step) => {
    if (isJsonArray(current)) {
      return current[Number(step)] ?? null;
    }
    return isJsonObject(current) ? (current[step] ?? null) : null;
  }, value);
}

/** Rebuilds a document with another value at a path; `undefined` takes the place away. */
function rebuilt(value: Json, [step, ...rest]: Path, change: (value: Json | undefined) => Json | undefined): Json {
  if (step === undefined) {
    return change(value) ?? null;
  }
  const inner = (item: Json | undefined): Json | undefined =>
    rest.length === 0 ? change(item) : rebuilt(item ?? {}, rest, change);
  if (isJsonArray(value)) {
    return value.flatMap((item, index) => {
      const next = index === step ? inner(item) : item;
      return next === undefined ? [] : [next];
    });
  }
  const { [step]: before, ...others } = isJsonObject(value) ? value : {};
  const after = inner(before);
  return after === undefined ? others : { ...others, [step]: after };
}

function changed(document: JsonObject, path: Path, change: (value: Json | undefined) => Json | undefined): JsonObject {
  const result = rebuilt(document, path, change);
  return isJsonObject(result) ? result : document;
}

const setting = (path: Path, to: Json) => (document: JsonObject) => changed(document, path, () => to);
const removing = (path: Path) => (document: JsonObject) => changed(document, path, () => undefined);
const renaming = (path: Path, name: string) => (document: JsonObject) =>
  changed(removing(path)(document), [...path.slice(0, -1), name], () => at(document, path));
