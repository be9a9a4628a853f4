import { isJsonObject, type Json, type JsonObject } from '../manifests';

/** Values of a chart with others over them, as Helm puts them together: mappings merge, everything else replaces. */
export function mergeValues(...layers: readonly JsonObject[]): JsonObject {
  const merged = new Map<string, Json>();
  for (const [key, value] of layers.flatMap((layer) => Object.entries(layer))) {
    const below = merged.get(key);
    merged.set(key, isJsonObject(value) && isJsonObject(below) ? mergeValues(below, value) : value);
  }
  return Object.fromEntries(merged);
}

/** The values in which a field, given by keys with dots between, has a value. */
export function valuesAt(path: string, value: JsonObject): JsonObject {
  return path.split('.').reduceRight<JsonObject>((inner, key) => ({ [key]: inner }), value);
}
