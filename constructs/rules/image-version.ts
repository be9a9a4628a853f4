import type { ObservedComponent } from '../observed';

/** The version of Dynamo in an image, as the operator reads it: without pre-release and build. */
export interface ImageVersion {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  /** `1.2.0`. */
  readonly text: string;
}

/** What the operator accepts as a tag that tells a version. Source: ai-dynamo/dynamo operator internal/runtimeversion. */
const TAG =
  /^[vV]?(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-(?:0|[1-9]\d*|\d*[A-Za-z-][\dA-Za-z-]*)(?:\.(?:0|[1-9]\d*|\d*[A-Za-z-][\dA-Za-z-]*))*)?(?:\+[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?$/;

/** The tag of an image reference, `undefined` when it has none (a digest is no tag, the port of a registry neither). */
export function imageTag(image: string): string | undefined {
  return /:([^/:@]+)$/.exec(image.trim().replace(/@.*$/, ''))?.[1];
}

/** The last part of an image's name: `vllm-runtime`. */
export function imageName(image: string): string {
  return image
    .trim()
    .replace(/@.*$/, '')
    .replace(/:[^/]*$/, '')
    .replace(/^.*\//, '');
}

/** The version that an image tag (or a runtimeVersionOverride) tells, `undefined` when it tells none. */
export function parseVersion(tag: string | undefined): ImageVersion | undefined {
  const match = TAG.exec(tag ?? '');
  if (match === null) {
    return undefined;
  }
  const [major = 0, minor = 0, patch = 0] = match.slice(1, 4).map(Number);
  return { major, minor, patch, text: `${major}.${minor}.${patch}` };
}

/** The version of Dynamo that a component runs: what it declares, else what the tag of its image tells. */
export function runtimeVersionOf({ image, runtimeVersionOverride }: ObservedComponent): ImageVersion | undefined {
  return parseVersion(runtimeVersionOverride ?? (image === undefined ? undefined : imageTag(image)));
}

/** Whether a version belongs to a minor release (`1.4`) or a later one. */
export function reaches({ major, minor }: ImageVersion, release: string): boolean {
  const [toMajor = 0, toMinor = 0] = release.split('.').map(Number);
  return major > toMajor || (major === toMajor && minor >= toMinor);
}
