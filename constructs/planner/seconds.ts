import type { Duration } from 'cdk8s';
import { InvalidValueError } from '../findings';

/** A duration in whole seconds. Throws `InvalidValueError` for one that is not. */
export function wholeSeconds(prop: string, duration: Duration): number {
  const seconds = duration.toSeconds({ integral: false });
  if (!Number.isInteger(seconds) || seconds < 1) {
    throw new InvalidValueError(prop, `${seconds} s`, 'a whole number of seconds, at least 1');
  }
  return seconds;
}

/** A duration in seconds, fractions included. Throws `InvalidValueError` unless it is above 0. */
export function positiveSeconds(prop: string, duration: Duration): number {
  const seconds = duration.toSeconds({ integral: false });
  if (!(seconds > 0)) {
    throw new InvalidValueError(prop, `${seconds} s`, 'a duration above 0');
  }
  return seconds;
}
