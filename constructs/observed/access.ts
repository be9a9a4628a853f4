/** Readers of untyped manifest values: each gives `undefined` where the shape is another, so that rules never throw. */
export type Mapping = Readonly<Record<string, unknown>>;

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function mapping(value: unknown): Mapping | undefined {
  return isMapping(value) ? value : undefined;
}

/** The value at a path of keys, or `undefined` as soon as a step is missing. */
export function at(value: unknown, ...keys: readonly string[]): unknown {
  let current: unknown = value;
  for (const key of keys) {
    if (!isMapping(current) || !Object.hasOwn(current, key)) {
      return undefined;
    }
    current = current[key];
  }
  return current;
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A string, or a number or boolean as its text: what a lenient reader makes of a scalar. */
export function scalarText(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function mappings(value: unknown): readonly Mapping[] {
  return list(value).filter(isMapping);
}

/** A whole number given as a number or as digits. */
export function whole(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\s*\d+\s*$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) ? number : undefined;
}

/** A mapping with string values only; other values are left out. */
export function textMap(value: unknown): Readonly<Record<string, string>> {
  const entries = Object.entries(mapping(value) ?? {}).flatMap(([key, entry]) => {
    const string = scalarText(entry);
    return string === undefined ? [] : [[key, string] as const];
  });
  return Object.fromEntries(entries);
}
