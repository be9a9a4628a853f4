import type { PlatformDescription, PlatformPart } from '../description';
import { Severity } from '../findings';
import { compareVersionTexts, Release, type VersionRange, versionRange } from '../releases';
import { PART_NAMES } from './platform-parts';
import type { Rule, Violation } from './rule';

export const platformCompatibility: Rule = {
  code: 'DYN190',
  title: 'the versions of the platform fit the release of Dynamo',
  severity: Severity.ERROR,
  rationale:
    'The operator writes objects of Grove, KAI and LeaderWorkerSet in the form of the versions that it was built with. With others they are refused, or fields are dropped, and graphs stay pending without a word about the reason; the images do not start on an older driver.',
  fix: 'install a version that the release works with, or use the release that the version belongs to',
  source: 'ai-dynamo/dynamo deploy/helm/charts/platform README (compatibility matrix), 2026-11',
  *checkDocuments(_observation, { platform }) {
    if (platform !== undefined) {
      yield* misfits(platform);
    }
  },
};

function* misfits(platform: PlatformDescription): Generator<Violation> {
  const release = Release.parse(platform.release);
  const found: readonly (readonly [part: string, name: string, version: string | undefined])[] = [
    ['kubernetes', 'Kubernetes', platform.kubernetes],
    ['gpuDriver', 'the GPU driver', platform.gpuDriver],
    ...partNames().map((part) => [part, PART_NAMES[part], platform.parts[part]?.version] as const),
  ];
  for (const [part, name, version] of found) {
    const range = versionRange(release, part);
    if (version !== undefined && range !== undefined && !fits(version, range)) {
      const other = fitting(part, version);
      yield {
        path: platform.path,
        message: `${name} ${version} does not fit Dynamo ${release.version}, which works with ${asText(range)}`,
        fix: `known to go together: Dynamo ${release.version} and ${name} ${range.min}${other === undefined ? '' : `, or Dynamo ${other.version} and ${name} ${version}`}`,
      };
    }
  }
}

function partNames(): readonly PlatformPart[] {
  return Object.keys(PART_NAMES).filter(isPart);
}

function isPart(name: string): name is PlatformPart {
  return Object.hasOwn(PART_NAMES, name);
}

function fits(version: string, { min, maxExclusive }: VersionRange): boolean {
  return (
    compareVersionTexts(version, min) >= 0 &&
    (maxExclusive === undefined || compareVersionTexts(version, maxExclusive) < 0)
  );
}

/** The newest release that works with a version. */
function fitting(part: string, version: string): Release | undefined {
  return Release.all.findLast((release) => {
    const range = versionRange(release, part);
    return range !== undefined && fits(version, range);
  });
}

function asText({ min, maxExclusive }: VersionRange): string {
  return maxExclusive === undefined ? `${min} or later` : `${min} up to, but without, ${maxExclusive}`;
}
