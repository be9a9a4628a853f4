/** How much a pod may ask of its node, from everything to next to nothing. Source: kubernetes.io Pod Security Standards. */
export const PodSecurityLevel = {
  /** No limits at all. */
  PRIVILEGED: 'privileged',
  /** No known way to gain rights over the node. */
  BASELINE: 'baseline',
  /** Hardened: no root, no capabilities, no escalation. */
  RESTRICTED: 'restricted',
} as const;
export type PodSecurityLevel = (typeof PodSecurityLevel)[keyof typeof PodSecurityLevel];

/** From the level that allows least to the one that allows everything. */
export const LEVELS_STRICTEST_FIRST: readonly PodSecurityLevel[] = [
  PodSecurityLevel.RESTRICTED,
  PodSecurityLevel.BASELINE,
  PodSecurityLevel.PRIVILEGED,
];

/** The level that pods of all these levels pass. */
export function weakest(levels: Iterable<PodSecurityLevel>): PodSecurityLevel {
  const given = new Set(levels);
  return LEVELS_STRICTEST_FIRST.findLast((level) => given.has(level)) ?? PodSecurityLevel.RESTRICTED;
}

/** Whether a text names a level. */
export function isPodSecurityLevel(text: string | undefined): text is PodSecurityLevel {
  return LEVELS_STRICTEST_FIRST.some((level) => level === text);
}
