import type { Observation } from '../observed';
import { Release } from '../releases';
import { type ImageVersion, reaches, runtimeVersionOf } from '../rules/image-version';

/** The oldest release that an image of the graphs holds; the oldest known one for older images, `undefined` when no tag tells. */
export function releaseOfImages({ graphs }: Observation): Release | undefined {
  const versions = graphs.flatMap(({ components }) =>
    components.flatMap((component) => runtimeVersionOf(component) ?? []),
  );
  const releases = versions.map((version) => releaseOf(version)).sort((a, b) => a.compareTo(b));
  return releases[0];
}

function releaseOf(version: ImageVersion): Release {
  return Release.all.findLast((release) => reaches(version, release.version)) ?? Release.V1_2;
}
