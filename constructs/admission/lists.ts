import { indexPath, isJsonArray, isJsonObject, type Json, type JsonArray } from '../manifests';
import { childrenOf } from './children';
import { repeated } from './equality';
import type { Schema } from './schema';
import { type Report, schemaViolation, show } from './violation';

/** Reports what occurs twice in lists that are sets, or maps by some of their fields (`x-kubernetes-list-type`). */
export function checkListTypes(value: Json, schema: Schema, path: string, report: Report): void {
  if (isJsonArray(value) && schema.listType === 'set') checkSet(value, path, report);
  if (isJsonArray(value) && schema.listType === 'map') checkMap(value, schema.listMapKeys, path, report);
  for (const child of childrenOf(value, schema, path)) checkListTypes(child.value, child.schema, child.path, report);
}

/** Reports items that stand in a set twice. */
export function checkSet(list: JsonArray, path: string, report: Report): void {
  for (const index of repeated(list)) {
    const item = show(list[index]);
    report(schemaViolation(indexPath(path, index), `duplicate value ${item}`, `remove one of the two ${item}`));
  }
}

/** Reports items of a list that have the same key, or none because they are no objects. */
export function checkMap(list: JsonArray, keyNames: readonly string[], path: string, report: Report): void {
  const stray = list.findIndex((item) => item !== null && !isJsonObject(item));
  if (stray !== -1) {
    const place = indexPath(path, stray);
    report(schemaViolation(place, 'must be an object for an array of list-type map', 'write the item as an object'));
    return;
  }
  const keys = list.map((item) => keyOf(item, keyNames));
  for (const index of repeated(keys)) {
    const key = show(keys[index]);
    report(
      schemaViolation(
        indexPath(path, index),
        `duplicate value ${key}`,
        `give each item another ${keyNames.join(', ')}`,
      ),
    );
  }
}

/** The fields of an item that tell it from the others; a field that is absent is part of the key as absent. */
function keyOf(item: Json, keyNames: readonly string[]): Json {
  if (!isJsonObject(item)) return {};
  return Object.fromEntries(
    keyNames.flatMap((name): [string, Json][] => {
      const value = item[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
