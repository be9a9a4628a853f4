import { DiffResponse, PropertyDiff } from '@pulumi/pulumi/proto/provider_pb';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../../constructs/manifests/json';

/** One place where two values differ. */
export interface Difference {
  /** As the engine writes paths, for example `metadata.labels["a/b"]` or `spec.rules[0]`. */
  readonly path: string;
  /** The keys and indices of the path. */
  readonly keys: readonly (string | number)[];
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** All differences of two values, at the innermost places. */
function differences(
  before: Json | undefined,
  after: Json | undefined,
  keys: Difference['keys'] = [],
): readonly Difference[] {
  if (isJsonObject(before) && isJsonObject(after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...names].flatMap((name) => differences(before[name], after[name], [...keys, name]));
  }
  if (isJsonArray(before) && isJsonArray(after)) {
    const longer = before.length > after.length ? before : after;
    return longer.flatMap((_, index) => differences(before[index], after[index], [...keys, index]));
  }
  return before === after ? [] : [{ path: pathOf(keys), keys, before, after }];
}

export function equal(one: Json | undefined, other: Json | undefined): boolean {
  return differences(one, other).length === 0;
}

function pathOf(keys: Difference['keys']): string {
  return keys
    .map((key) => (typeof key === 'number' ? `[${key}]` : /^[A-Za-z_][\w$]*$/.test(key) ? `.${key}` : `["${key}"]`))
    .join('')
    .replace(/^\./, '');
}

/** What the engine is told: which inputs changed, and which of them need another object. */
export function diffResponse(
  before: JsonObject,
  after: JsonObject,
  replaces: (difference: Difference) => boolean,
): DiffResponse {
  const found = differences(before, after);
  const response = new DiffResponse();
  const replacing = new Set<string>();
  for (const difference of found) {
    const replace = replaces(difference);
    const entry = new PropertyDiff();
    entry.setKind(kindOf(difference, replace));
    entry.setInputdiff(true);
    response.getDetaileddiffMap().set(difference.path, entry);
    if (replace) {
      replacing.add(String(difference.keys[0]));
    }
  }
  response.setChanges(found.length === 0 ? DiffResponse.DiffChanges.DIFF_NONE : DiffResponse.DiffChanges.DIFF_SOME);
  response.setDiffsList([...new Set(found.map(({ keys }) => String(keys[0])))]);
  response.setReplacesList([...replacing]);
  response.setHasdetaileddiff(true);
  return response;
}

function kindOf({ before, after }: Difference, replace: boolean): PropertyDiff.Kind {
  const { Kind } = PropertyDiff;
  if (before === undefined) {
    return replace ? Kind.ADD_REPLACE : Kind.ADD;
  }
  if (after === undefined) {
    return replace ? Kind.DELETE_REPLACE : Kind.DELETE;
  }
  return replace ? Kind.UPDATE_REPLACE : Kind.UPDATE;
}
