import type { Comparison } from '../comparison';
import type { Finding } from '../findings';
import type { DynamoVersion } from '../releases';

/** How much a step of an upgrade matters. */
export const UpgradeLevel = {
  /** Without it the graph does not run on the new release. */
  MUST: 'must',
  /** It still runs, but is deprecated or has no effect. */
  SHOULD: 'should',
  /** It behaves otherwise, or cannot be seen from the manifests. */
  CHECK: 'check',
} as const;
export type UpgradeLevel = (typeof UpgradeLevel)[keyof typeof UpgradeLevel];

/** One thing to change or to look at. */
export interface UpgradeStep {
  readonly level: UpgradeLevel;
  /** Code of the rule that says it. Absent when it is no rule's matter. */
  readonly code?: string;
  /** Release that brought it. Absent when a rule says it. */
  readonly since?: DynamoVersion;
  /** Where: file, document and field, or construct path. */
  readonly path: string;
  /** What was found, and what the new release makes of it. */
  readonly message: string;
  /** What to do about it. */
  readonly fix: string;
  /** Whether it changes what cannot be changed in place: the object is deleted and made again. */
  readonly recreate: boolean;
  readonly source: string;
}

/** A fact that differs between the two releases of the platform. */
export interface PlatformChange {
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

/** Something that a release changed for the platform as a whole. */
export interface PlatformAdvice {
  readonly since: DynamoVersion;
  readonly what: string;
  readonly advice: string;
}

/** What it takes to run graphs on a newer release. Plain frozen data. */
export interface Upgrade {
  readonly from: DynamoVersion;
  readonly to: DynamoVersion;
  /** The platform goes through every minor release in between. */
  readonly route: readonly DynamoVersion[];
  /** Those that must be taken first. */
  readonly steps: readonly UpgradeStep[];
  /** Facts of the platform that differ. */
  readonly platform: readonly PlatformChange[];
  /** What to know about the platform, release by release. */
  readonly advice: readonly PlatformAdvice[];
  /** Fields of a graph that can be used afterwards, by the release that brought them. */
  readonly newFields: Readonly<Partial<Record<DynamoVersion, readonly string[]>>>;
  /** What rules say of the old manifests and no longer say afterwards. */
  readonly solved: readonly Finding[];
  /** Errors that rules find on either release: no matter of the upgrade, but of `stator check`. */
  readonly standing: readonly Finding[];
  /** What differs between both renderings. Absent for files, of which only images are known to move. */
  readonly comparison?: Comparison;
}
