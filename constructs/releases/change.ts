import type { DynamoVersion } from './dynamo-version';

/** What has changed. */
export const ChangeKind = {
  /** A command-line flag. */
  FLAG: 'flag',
  /** An environment variable. */
  ENV: 'env',
  /** A kind of custom resource. */
  KIND: 'kind',
  /** A field of a custom resource. */
  FIELD: 'field',
  /** A value of a flag, variable, field or image tag. */
  VALUE: 'value',
} as const;
export type ChangeKind = (typeof ChangeKind)[keyof typeof ChangeKind];

/** A name that a release renamed, removed or made useless. */
export interface Change {
  readonly kind: ChangeKind;
  /** The old name, as it stands in a manifest. */
  readonly name: string;
  /**
   * For a value: the flags, variables or fields that took it; for a field: the object that had it.
   * @default - the name stands for itself
   */
  readonly of?: readonly string[];
  /**
   * Python modules that it belonged to, for example `dynamo.vllm`. The same name may go on working elsewhere.
   * @default - wherever it stands
   */
  readonly modules?: readonly string[];
  /**
   * First release that calls it deprecated or obsolete.
   * @default - it went without notice
   */
  readonly deprecated?: DynamoVersion;
  /**
   * First release in which it no longer works.
   * @default - it works in every release up to the newest
   */
  readonly since?: DynamoVersion;
  /**
   * Whether it is ignored from then on. Otherwise it is an error: the process does not start, or the API server refuses the object.
   * @default false
   */
  readonly ignored?: boolean;
  /**
   * What to use instead.
   * @default - nothing: leave it out
   */
  readonly replacement?: string;
  /** What else there is to know. */
  readonly note: string;
  /** Upstream place that states or enforces it. */
  readonly source: string;
}
