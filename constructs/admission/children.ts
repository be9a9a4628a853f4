import { childPath, indexPath, isJsonArray, isJsonObject, type Json } from '../manifests';
import type { Schema } from './schema';

/** A part of a value that has a schema of its own. */
export interface Child {
  readonly value: Json;
  readonly schema: Schema;
  readonly path: string;
}

/** The fields of an object or items of a list that the schema describes. */
export function childrenOf(value: Json, schema: Schema, path: string): readonly Child[] {
  if (isJsonArray(value)) {
    const { items } = schema;
    if (items === undefined) return [];
    return value.map((item, index) => ({ value: item, schema: items, path: indexPath(path, index) }));
  }
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const field = schema.field(key);
    return field === undefined ? [] : [{ value: item, schema: field, path: childPath(path, key) }];
  });
}
