import type { Architecture } from './architecture';

/** Name and shape of a model, with the place the figures were taken from. */
export interface ModelFacts {
  readonly displayName: string;
  readonly architecture: Architecture;
  readonly source: string;
}
