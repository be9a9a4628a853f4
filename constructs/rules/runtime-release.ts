import type { ObservedComponent } from '../observed';
import { Release } from '../releases';
import { reaches, runtimeVersionOf } from './image-version';

/** The release whose flags a component reads: that of its image, else that of the platform. An image from before 1.2 counts as 1.2. */
export function runtimeRelease(component: ObservedComponent, platform: Release): Release {
  const version = runtimeVersionOf(component);
  if (version === undefined) {
    return platform;
  }
  const reached = Release.all.filter((release) => reaches(version, release.version));
  return reached.at(-1) ?? Release.V1_2;
}
