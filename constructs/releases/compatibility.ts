import type { Release } from './release';

/** Versions of a part of the platform that a release of Dynamo works with. */
export interface VersionRange {
  /** Lowest version, which is also known to work. */
  readonly min: string;
  /**
   * First version that does not work any more.
   * @default - none known
   */
  readonly maxExclusive?: string;
  readonly source: string;
}

/** Parts of the platform whose versions have to fit the release. */
export type VersionedPart = 'kubernetes' | 'gpuDriver' | 'grove' | 'kai' | 'lws';

const CHART = 'ai-dynamo/dynamo deploy/helm/charts/platform README, 2026-11';

/** Where the ranges come from; the numbers stand in the table of releases. */
const RANGES: Readonly<Record<VersionedPart, (release: Release) => VersionRange>> = {
  kubernetes: ({ kubernetes }) => ({ min: kubernetes.min, source: CHART }),
  gpuDriver: ({ driver }) => ({
    min: String(Math.min(...Object.values(driver))),
    source: 'ai-dynamo/dynamo compatibility page, 2026-11',
  }),
  grove: ({ grove }) => ({ ...grove, source: CHART }),
  kai: ({ kai }) => ({ min: kai, source: CHART }),
  lws: ({ lws }) => ({ min: lws, source: 'ai-dynamo/dynamo docs/kubernetes/installation-guide.md, 2026-10' }),
};

/** The versions of a part that a release of Dynamo works with; undefined for a part of which none are known. */
export function versionRange(release: Release, part: string): VersionRange | undefined {
  return isVersioned(part) ? RANGES[part](release) : undefined;
}

function isVersioned(part: string): part is VersionedPart {
  return Object.hasOwn(RANGES, part);
}
