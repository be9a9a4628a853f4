import { isJsonArray, isJsonObject, type Json } from '../manifests';

/** Deep equality of JSON values; the order of the fields of an object does not matter. */
export function sameJson(left: Json, right: Json): boolean {
  if (left === right) return true;
  if (isJsonArray(left)) {
    return (
      isJsonArray(right) &&
      left.length === right.length &&
      left.every((item, index) => sameJson(item, right[index] ?? null))
    );
  }
  if (!isJsonObject(left) || !isJsonObject(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && sameJson(left[key] ?? null, right[key] ?? null))
  );
}

/** The places of values that were there before; a value is reported once, at its second place. */
export function repeated(values: readonly Json[]): readonly number[] {
  const seen = new Map<string, number>();
  const places: number[] = [];
  values.forEach((value, index) => {
    const key = canonical(value);
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    if (times === 2) places.push(index);
  });
  return places;
}

/** JSON text with sorted keys: equal for equal values. */
function canonical(value: Json): string {
  return JSON.stringify(value, (_key, part: Json) =>
    isJsonObject(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}
