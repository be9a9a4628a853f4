/** A version of Semantic Versioning 2.0. */
export interface Semver {
  readonly core: readonly [major: bigint, minor: bigint, patch: bigint];
  readonly preRelease: readonly string[];
}

const PART = '(0|[1-9][0-9]*)';
const IDENTIFIERS = '[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*';
const SEMVER = new RegExp(`^${PART}\\.${PART}\\.${PART}(?:-(${IDENTIFIERS}))?(?:\\+${IDENTIFIERS})?$`);

/**
 * Reads a version; undefined for what is none.
 *
 * @param normalize true to take `v1.2` and `01.2.3` too
 */
export function parseSemver(text: string, normalize = false): Semver | undefined {
  const [, major, minor, patch, preRelease] = SEMVER.exec(normalize ? normalized(text) : text) ?? [];
  if (major === undefined || minor === undefined || patch === undefined) return undefined;
  const core = [BigInt(major), BigInt(minor), BigInt(patch)] as const;
  if (core.some((number) => number !== BigInt.asUintN(64, number))) return undefined;
  const identifiers = preRelease === undefined ? [] : preRelease.split('.');
  if (identifiers.some((identifier) => /^0[0-9]+$/.test(identifier))) return undefined;
  return { core, preRelease: identifiers };
}

/** -1, 0 or 1, by precedence: a pre-release comes before its release. */
export function compareSemvers(left: Semver, right: Semver): -1 | 0 | 1 {
  for (const [index, number] of left.core.entries()) {
    const other = right.core[index] ?? 0n;
    if (number !== other) return number < other ? -1 : 1;
  }
  if (left.preRelease.length === 0 || right.preRelease.length === 0) {
    return left.preRelease.length === right.preRelease.length ? 0 : left.preRelease.length === 0 ? 1 : -1;
  }
  for (const [index, identifier] of left.preRelease.entries()) {
    const order = compareIdentifiers(identifier, right.preRelease[index]);
    if (order !== 0) return order;
  }
  return left.preRelease.length === right.preRelease.length ? 0 : -1;
}

function compareIdentifiers(left: string, right: string | undefined): -1 | 0 | 1 {
  if (right === undefined) return 1;
  const [leftNumeric, rightNumeric] = [/^[0-9]+$/.test(left), /^[0-9]+$/.test(right)];
  if (leftNumeric !== rightNumeric) return leftNumeric ? -1 : 1;
  if (left === right) return 0;
  return (leftNumeric ? BigInt(left) < BigInt(right) : left < right) ? -1 : 1;
}

function normalized(text: string): string {
  const parts = text.replace(/^v/, '').split('.');
  const [major = '', minor = '0', ...rest] = parts;
  const patch = rest.length === 0 ? '0' : rest.join('.');
  return [major, minor, patch].map((part) => part.replace(/^0+(?=[0-9])/, '')).join('.');
}
