import { Release } from '../../constructs/releases';

/** Release of Dynamo whose CRDs a cluster of the user's own has. */
export const OWN_RELEASE = Release.parse(process.env['STATOR_E2E_RELEASE'] ?? Release.latest.version);

/** How many random graphs and mutated documents are tried. `npm run test:e2e:long` tries more, with a seed of its own. */
export const GRAPHS = count('STATOR_E2E_GRAPHS', 300);
export const MUTATIONS = count('STATOR_E2E_MUTATIONS', 2000);

/** The same in every run, so that a change is not blamed for the dice; `random` draws one. Tests print it. */
export const SEED =
  process.env['STATOR_E2E_SEED'] === 'random'
    ? Math.floor(Math.random() * 2 ** 31)
    : count('STATOR_E2E_SEED', 20261124);

function count(name: string, otherwise: number): number {
  const value = Number(process.env[name] ?? otherwise);
  if (!Number.isInteger(value) || value < 0) {
    throw new Error(`${name} is '${process.env[name]}', not a whole number`);
  }
  return value;
}
