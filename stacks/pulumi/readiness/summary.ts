import type { GraphStatus } from './graph-status';
import { type Problem, STATE_WORDS } from './problem';
import { counted, oneLine } from './text';

/** Pods of one component. */
export interface ComponentCount {
  readonly name: string;
  readonly expected: number;
  readonly existing: number;
  readonly ready: number;
}

const DETAIL = 120;
/** A word about the whole graph stands only once. */
const GRAPH_DETAIL = 240;

/** A graph on one line: `prefill 1/2 ready; decode 0/8: 6 pods Pending (0/18 nodes are available: ...)`. */
export function summarise(
  status: GraphStatus,
  counts: readonly ComponentCount[],
  problems: readonly Problem[],
): string {
  const graphwide = problems.filter(({ component }) => component === undefined);
  // What the operator says of a graph on its way only repeats what its pods show.
  const said = graphwide.filter(({ reason }) => reason !== 'GraphNotReady' || problems.length === 1);
  const parts = [
    ...(status.phase === 'ready' ? ['ready'] : []),
    ...said.map((problem) => (problem.pods.count === 0 ? oneLine(problem.detail, GRAPH_DETAIL) : podWords(problem))),
    ...counts.map((count) => componentWords(count, problems)),
  ];
  return oneLine(parts.join('; ') || 'nothing is known of the graph yet', 1000);
}

function componentWords({ name, expected, ready }: ComponentCount, problems: readonly Problem[]): string {
  const own = problems.filter(({ component }) => component === name);
  return own.length === 0
    ? `${name} ${ready}/${expected} ready`
    : `${name} ${ready}/${expected}: ${own.map(podWords).join(', ')}`;
}

function podWords({ pods, reason, detail }: Problem): string {
  return `${counted(pods.count, 'pod')} ${STATE_WORDS[reason]} (${oneLine(detail, DETAIL)})`;
}
