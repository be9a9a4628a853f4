import type { Change } from './change';
import { CHANGES } from './change-table';
import { PARSER_CHANGES } from './parser-change-table';
import type { Release } from './release';

/** Every name that a release renamed, removed or made useless. */
export const ALL_CHANGES: readonly Change[] = [...CHANGES, ...PARSER_CHANGES];

/** Names that no longer work in a release: they are an error, or ignored. */
export function removedIn(release: Release): readonly Change[] {
  return ALL_CHANGES.filter(({ since }) => since !== undefined && release.atLeast(since));
}

/** Names that still work in a release, but are deprecated. */
export function deprecatedIn(release: Release): readonly Change[] {
  const removed = new Set(removedIn(release));
  return ALL_CHANGES.filter(
    (change) => change.deprecated !== undefined && release.atLeast(change.deprecated) && !removed.has(change),
  );
}
