import { InvalidValueError } from '../findings';
import type { DynamoVersion, Release } from '../releases';

/**
 * Throws for an option that a release does not have yet.
 *
 * @param prop name of the option, for the message
 * @param since the first release that has it
 */
export function requireRelease(prop: string, release: Release, since: DynamoVersion): void {
  if (!release.atLeast(since)) {
    throw new InvalidValueError(
      prop,
      `given in release ${release.version}`,
      `left out before release ${since}`,
      `take release ${since} or newer`,
    );
  }
}
