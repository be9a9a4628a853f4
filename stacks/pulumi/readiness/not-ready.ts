import type { ApiServerError } from './api-server-error';
import type { Dispensable } from './look';
import { type Problem, STATE_WORDS, type Verdict } from './problem';
import type { GraphTarget } from './state';
import { counted, oneLine } from './text';

/** How a wait ended that did not end well. */
export interface FailedWait {
  readonly target: GraphTarget;
  readonly waitedSeconds: number;
  /** What was seen last. Absent when nothing could be read. */
  readonly verdict?: Verdict;
  /** What went wrong at the last look, if it did. */
  readonly lastError?: string;
  /** Kinds that could not be read for want of permission. */
  readonly unread: readonly Dispensable[];
}

/** Thrown when a graph is not ready in time, or cannot become ready. The message says what keeps it, all at once, and how to fix it. */
export class GraphNotReadyError extends Error {
  public readonly target: GraphTarget;
  public readonly waitedSeconds: number;
  /** Worst first. Empty when nothing could be read. */
  public readonly problems: readonly Problem[];

  public constructor(wait: FailedWait) {
    super(messageOf(wait));
    this.name = 'GraphNotReadyError';
    this.target = wait.target;
    this.waitedSeconds = wait.waitedSeconds;
    this.problems = wait.verdict?.problems ?? [];
  }
}

/** Thrown when the API server does not let the graph be read. Waiting longer would not help. */
export class GraphAccessError extends Error {
  public constructor(
    public readonly target: GraphTarget,
    error: ApiServerError,
  ) {
    const { name, namespace } = target;
    super(
      error.status === 401
        ? `cannot wait for graph ${namespace}/${name}: the API server does not accept the credentials (${error.message}); log in again, or check the user of the kubeconfig's context`
        : `cannot wait for graph ${namespace}/${name}: ${error.message}; grant in namespace ${namespace}: ${NEEDED}`,
    );
    this.name = 'GraphAccessError';
  }
}

const NEEDED =
  'get on dynamographdeployments (nvidia.com), list on pods and persistentvolumeclaims, and to learn causes also list on jobs (batch) and events';

function messageOf({ target, waitedSeconds, verdict, lastError, unread }: FailedWait): string {
  const what = `graph ${target.namespace}/${target.name}`;
  const after = `after ${durationWords(waitedSeconds)}`;
  const lines = [
    verdict?.phase === 'failed'
      ? `${what} failed ${after}, and does not heal by itself`
      : `${what} is not ready ${after}`,
    ...(verdict === undefined ? ['  nothing could be read of it'] : verdict.problems.flatMap(problemLines)),
    ...(verdict !== undefined && verdict.problems.length === 0 ? [`  ${verdict.summary}`] : []),
    ...(lastError === undefined ? [] : [`  the last look failed: ${lastError}`]),
    ...(unread.length === 0
      ? []
      : [
          `  ${unread.join(' and ')} may not be read in namespace ${target.namespace}: there may be causes not named here`,
        ]),
  ];
  return lines.join('\n');
}

function problemLines({ component, pods, reason, detail, fix }: Problem): readonly string[] {
  const rest = pods.count - pods.names.length;
  const names =
    pods.names.length === 0
      ? ''
      : ` (${pods.names.map((name) => oneLine(name, 80)).join(', ')}${rest > 0 ? ` and ${rest} more` : ''})`;
  const who = component === undefined ? 'graph' : oneLine(component, 80);
  const which = pods.count === 0 ? '' : `${counted(pods.count, 'pod')} ${STATE_WORDS[reason]}${names}, `;
  return [`  ${who}: ${which}${reason}: ${detail}`, `    fix: ${fix}`];
}

/** `1 h 5 min`, `12 min 5 s`, `8 s`. */
function durationWords(seconds: number): string {
  const whole = Math.round(seconds);
  const parts = [
    [Math.floor(whole / 3600), 'h'],
    [Math.floor((whole % 3600) / 60), 'min'],
    [whole % 60, 's'],
  ] as const;
  const words = parts.flatMap(([count, unit]) => (count === 0 ? [] : [`${count} ${unit}`]));
  return words.join(' ') || '0 s';
}
