import type { Finding, Release } from '../constructs';
import type { ManifestDocument } from '../constructs/manifests';
import type { Difference } from './differences';
import type { Machine } from './recognise/machines';

/** What running a program gives: plain data, so that it may come from another copy of the library. */
export interface ProgramRun {
  readonly documents: readonly ManifestDocument[];
  readonly findings: readonly Finding[];
}

export interface ImportOptions {
  /** Names of the files, for comments and as hints. */
  readonly sources: readonly string[];
  /**
   * Machine of all pools.
   * @default - guessed from labels and names
   */
  readonly machine?: Machine;
  /**
   * Release of Dynamo.
   * @default - the one that the images are of
   */
  readonly release?: Release;
  /**
   * Whether what rules refuse, and only the user can mend, is accepted with the finding as the reason.
   * @default false the program is refused until it is mended
   */
  readonly acknowledge?: boolean;
  /** Runs a program that was written and tells what it makes. */
  readonly run: (source: string) => Promise<ProgramRun>;
}

export interface Import {
  /** The program as TypeScript. */
  readonly source: string;
  /** Name of its blueprint. */
  readonly name: string;
  /** Where the program's objects differ from what was imported, and why. */
  readonly differences: readonly Difference[];
  /** What the rules say about them. */
  readonly findings: readonly Finding[];
  /** What was assumed or left out. */
  readonly notes: readonly string[];
}
