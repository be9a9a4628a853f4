import { distance } from 'fastest-levenshtein';

/**
 * The known name that was probably meant: one that differs only in letter case, or in a few letters (two up to nine letters, one of
 * three for longer names). Undefined if none comes near.
 */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const lower = name.toLowerCase();
  const sameLetters = known.find((candidate) => candidate.toLowerCase() === lower);
  if (sameLetters !== undefined) return sameLetters;
  let best: string | undefined;
  let least = mostSteps(name.length) + 1;
  for (const candidate of known) {
    const steps = distance(lower, candidate.toLowerCase());
    if (steps < least) {
      least = steps;
      best = candidate;
    }
  }
  return best;
}

function mostSteps(length: number): number {
  if (length < 4) return Math.max(0, length - 2);
  return Math.max(2, Math.floor(length / 3));
}

/** The first few of some names as a sentence part. */
export function someOf(names: readonly string[], most = 12): string {
  const rest = names.length - most;
  return rest > 0 ? `${names.slice(0, most).join(', ')} and ${rest} more` : names.join(', ');
}
