import type { JsonObject } from './json';

/** What every Kubernetes object has, whatever its kind. */
export interface KubernetesObject extends JsonObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: JsonObject;
}

/** One Kubernetes object and where it comes from: a file, or a construct that rendered it. */
export interface ManifestDocument {
  /** Name of the file as it was given to the reader, or the path of the construct. */
  readonly source: string;
  /**
   * Place of the document in its file, counted from 0. Empty documents do not count; all items of a `List` have the place of
   * the list. Absent for an object that was not read from a file.
   */
  readonly index?: number;
  /** Line on which the object starts, counted from 1. Absent for an object that was not read from a file. */
  readonly line?: number;
  readonly value: KubernetesObject;
}

/** What the reader refuses because it would cost too much to read. */
export interface ReadLimits {
  /** Largest file, in bytes of UTF-8. Default 16 MiB. */
  readonly maxBytes: number;
  /** Deepest nesting of lists and mappings, aliases expanded. Default 200. */
  readonly maxDepth: number;
  /** Most values that aliases (`*name`) of one document may stand for, all together. Default 100 000. */
  readonly maxAliasedValues: number;
}

/** The limits in force where the caller gives none. */
export const DEFAULT_LIMITS: ReadLimits = { maxBytes: 16 * 1024 * 1024, maxDepth: 200, maxAliasedValues: 100_000 };
