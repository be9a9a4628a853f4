import type { Release } from '../releases';

/** From release 1.5 on the operator wants the runtime's version from the image tag, or said apart. */
export function runtimeVersion(image: string, release: Release): { readonly runtimeVersionOverride?: string } {
  const tag = /:([^/:@]+)$/.exec(image)?.[1];
  const isVersion = tag !== undefined && /^v?\d+\.\d+\.\d+/.test(tag);
  return isVersion || !release.atLeast('1.5') ? {} : { runtimeVersionOverride: release.patch };
}

/** The shortest binary quantity without a fraction. */
export function quantity(bytes: number): string {
  const kibibytes = Math.floor(bytes / 1024);
  for (const [unit, suffix] of [
    [2 ** 20, 'Gi'],
    [2 ** 10, 'Mi'],
  ] as const) {
    if (kibibytes % unit === 0) {
      return `${kibibytes / unit}${suffix}`;
    }
  }
  return `${kibibytes}Ki`;
}
