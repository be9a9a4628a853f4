import type { Mapping } from '../observed';

/** What a pod does in its worker: alone on one node, or one of several. */
export type PodPart = 'single' | 'leader' | 'worker';

/** A pod that the operator will let start, as the API server gets it. */
export interface OperatorPod {
  /** As Grove or a Deployment would begin it; the real name has a random end. */
  readonly name: string;
  /** Name of the component. */
  readonly component: string;
  readonly part: PodPart;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Pod spec of `v1`. */
  readonly spec: Mapping;
}
