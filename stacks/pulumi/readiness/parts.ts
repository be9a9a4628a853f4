import { readClaims } from './claims';
import { expectedComponents } from './components';
import { INVALID_IMAGE_NAME } from './container-cause';
import { type Download, readDownloads } from './downloads';
import { readEvents } from './events';
import { type PodContext, podCause } from './pod-cause';
import { type ObservedPod, readPod } from './pods';
import { type Cause, ProblemReason } from './problem';
import type { GraphState } from './state';
import type { ComponentCount } from './summary';

/** A pod of the graph that is not ready, and why. */
interface NotReady {
  readonly pod: ObservedPod;
  readonly component: string;
  readonly cause: Cause;
  /** Whether it cannot become ready as the graph is now. */
  readonly final: boolean;
}

/** What there is of a graph, read and counted. */
export interface Parts {
  readonly pods: readonly ObservedPod[];
  readonly counts: readonly ComponentCount[];
  readonly notReady: readonly NotReady[];
  /** Claims that its pods mount or will mount. */
  readonly mounted: ReadonlySet<string>;
  readonly downloads: readonly Download[];
  readonly downloadPods: readonly ObservedPod[];
  readonly context: PodContext;
}

export function readParts({ target, graph, pods: found, claims, jobs, events: happened }: GraphState): Parts {
  const expected = graph === undefined ? [] : expectedComponents(graph);
  const events = readEvents(happened ?? []);
  const context = { namespace: target.namespace, claims: readClaims(claims, events, target.namespace), events };
  const alive = found.map(readPod).filter(({ terminating, phase }) => !terminating && phase !== 'Succeeded');
  const pods = alive.filter(({ graph: owner }) => owner === target.name);
  const images = new Set(expected.flatMap((component) => component.images));
  // The label has the name as written, or in lower case.
  const names = new Map(expected.map(({ name }) => [name.toLowerCase(), name]));
  const componentOf = ({ component = 'unknown' }: ObservedPod): string =>
    names.get(component.toLowerCase()) ?? component;
  const all = [...new Set([...expected.map(({ name }) => name), ...pods.map(componentOf)])];
  const counts = all.map((name) => {
    const own = pods.filter((pod) => componentOf(pod) === name && pod.phase !== 'Failed');
    const wanted = expected.find((component) => component.name === name)?.pods ?? own.length;
    return {
      name,
      expected: wanted,
      existing: own.length,
      ready: Math.min(wanted, own.filter(({ ready }) => ready).length),
    };
  });
  // Pods that failed stay until someone removes them, also when others have taken their place.
  const replaced = new Set(counts.filter(({ existing, expected }) => existing >= expected).map(({ name }) => name));
  const notReady = pods
    .filter((pod) => !pod.ready && !(pod.phase === 'Failed' && replaced.has(componentOf(pod))))
    .map((pod) => {
      const cause = podCause(pod, context);
      // A pod of an earlier generation goes away by itself: only what the graph asks for now is final.
      const final =
        cause.reason === ProblemReason.INVALID_IMAGE_NAME &&
        pod.containers.some(({ image, waiting }) => waiting?.reason === INVALID_IMAGE_NAME && images.has(image));
      return { pod, component: componentOf(pod), cause, final };
    });
  const mounted = new Set([
    ...expected.flatMap((component) => component.claimNames),
    ...pods.flatMap((pod) => pod.claimNames),
  ]);
  return {
    pods,
    counts,
    notReady,
    mounted,
    downloads: readDownloads(jobs ?? [], mounted),
    downloadPods: alive.filter(({ job }) => job !== undefined),
    context,
  };
}
