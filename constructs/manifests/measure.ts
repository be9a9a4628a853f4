import type { Json } from './json';

/** How large a value is with everything in it. */
export interface Size {
  /** Scalars, lists and objects in it, the value itself included. */
  readonly values: number;
  /** Levels of lists and objects; 0 for a scalar. */
  readonly depth: number;
}

const SCALAR: Size = { values: 1, depth: 0 };

/** Measures a value; `known` remembers parts that are shared, so that each part is looked at once however often it occurs. */
export function measure(value: Json, known: Map<object, Size>): Size {
  if (typeof value !== 'object' || value === null) return SCALAR;
  const before = known.get(value);
  if (before !== undefined) return before;
  let values = 1;
  let depth = 0;
  for (const part of Object.values(value)) {
    const size = measure(part, known);
    values += size.values;
    depth = Math.max(depth, size.depth);
  }
  const size = { values, depth: depth + 1 };
  known.set(value, size);
  return size;
}
