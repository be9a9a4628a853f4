/** Two things that are the same one on both sides, or one that only one side has. */
export interface Pair<T> {
  readonly before?: T;
  readonly after?: T;
}

/**
 * Pairs what both sides have: by the first key that tells exactly one of each side, key after key. By the first key, which is what
 * names it, several of one name are paired in their order. What is left on one side alone stands alone. Pairs come in the order of the
 * new side; what it lacks comes last.
 */
export function pairUp<T>(
  before: readonly T[],
  after: readonly T[],
  keys: readonly ((item: T, side: 'before' | 'after') => string | undefined)[],
): readonly Pair<T>[] {
  const partners = new Map<T, T>();
  const taken = new Set<T>();
  for (const [rank, key] of keys.entries()) {
    const old = grouped(before, (item) => (taken.has(item) ? undefined : key(item, 'before')));
    const now = grouped(after, (item) => (partners.has(item) ? undefined : key(item, 'after')));
    for (const [name, items] of now) {
      const candidates = old.get(name) ?? [];
      if (rank > 0 && (items.length > 1 || candidates.length > 1)) {
        continue;
      }
      for (const [index, item] of items.entries()) {
        const candidate = candidates[index];
        if (candidate !== undefined) {
          partners.set(item, candidate);
          taken.add(candidate);
        }
      }
    }
  }
  const both = after.map((item): Pair<T> => {
    const partner = partners.get(item);
    return partner === undefined ? { after: item } : { before: partner, after: item };
  });
  return [...both, ...before.filter((item) => !taken.has(item)).map((item) => ({ before: item }))];
}

function grouped<T>(items: readonly T[], key: (item: T) => string | undefined): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = key(item);
    if (name !== undefined) {
      const group = groups.get(name) ?? [];
      group.push(item);
      groups.set(name, group);
    }
  }
  return groups;
}
