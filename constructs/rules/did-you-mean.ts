import { nearest } from '../findings';
import type { Violation } from './rule';

/** A fix that names what was probably meant; none where nothing comes near. */
export function didYouMean(name: string, known: readonly string[]): Pick<Violation, 'fix'> {
  const meant = nearest(name, known);
  return meant === undefined ? {} : { fix: `did you mean '${meant}'?` };
}
