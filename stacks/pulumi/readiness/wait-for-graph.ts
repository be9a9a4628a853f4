import { setTimeout as delay } from 'node:timers/promises';
import { InvalidValueError } from '../../../constructs/findings';
import type { JsonObject } from '../../../constructs/manifests';
import { ApiServerError } from './api-server-error';
import type { ClusterReader } from './cluster-reader';
import { CredentialsError } from './connection';
import { judgeGraph } from './judge';
import { type Dispensable, look } from './look';
import { GraphAccessError, GraphNotReadyError } from './not-ready';
import type { Verdict } from './problem';
import type { GraphState, GraphTarget } from './state';

export interface WaitOptions {
  /** How long to wait at most. */
  readonly timeoutSeconds: number;
  /**
   * Time between two looks.
   * @default 5
   */
  readonly pollSeconds?: number;
  /** Told where the graph stands, whenever that changes, and what is in the way of knowing. */
  report(line: string, kind: 'progress' | 'warning'): void;
  /**
   * A clock, in milliseconds.
   * @default - the monotonic clock of the process
   */
  readonly now?: () => number;
  /** @default - a timer */
  readonly sleep?: (milliseconds: number, signal?: AbortSignal) => Promise<unknown>;
  /** Ends the wait when it fires, with its reason. */
  readonly signal?: AbortSignal;
}

/** A graph that is ready. */
export interface ReadyGraph {
  readonly name: string;
  readonly namespace: string;
  readonly waitedSeconds: number;
  /** The DynamoGraphDeployment as it is in the cluster. */
  readonly graph: JsonObject;
}

const POLL_SECONDS = 5;
/**
 * How long a failure must last to be believed. The operator calls a graph failed for every error of one pass, a conflicting write or
 * a claim that is made a moment later included, and tries again. Source: ai-dynamo/dynamo dynamographdeployment_controller.go.
 */
const FAILURE_LASTS_SECONDS = 30;

/**
 * Waits until the operator says that a graph is Ready.
 *
 * Errors of the API server that may pass are tried again until the time is up.
 *
 * @throws GraphNotReadyError when the time is up, or when the graph has failed for good
 * @throws GraphAccessError when the API server refuses to let it be read
 * @throws KubeconfigError, CredentialsError when the cluster cannot be reached as the kubeconfig says
 * @throws InvalidValueError for a timeout or pause that is no length of time
 */
export async function waitForGraph(
  client: ClusterReader,
  target: GraphTarget,
  options: WaitOptions,
): Promise<ReadyGraph> {
  requireTime('timeoutSeconds', options.timeoutSeconds, 0);
  requireTime('pollSeconds', options.pollSeconds ?? POLL_SECONDS, 0.1);
  return new Wait(client, target, options).run();
}

function requireTime(prop: string, seconds: number, least: number): void {
  if (!Number.isFinite(seconds) || seconds < least) {
    throw new InvalidValueError(prop, seconds, `a number of seconds of at least ${least}`);
  }
}

class Wait {
  private readonly now: () => number;
  private readonly start: number;
  private readonly unread = new Set<Dispensable>();
  private line = '';
  private verdict: Verdict | undefined;
  private lastError: string | undefined;
  private failedSince: number | undefined;

  public constructor(
    private readonly client: ClusterReader,
    private readonly target: GraphTarget,
    private readonly options: WaitOptions,
  ) {
    this.now = options.now ?? (() => performance.now());
    this.start = this.now();
  }

  public async run(): Promise<ReadyGraph> {
    const { signal, timeoutSeconds, pollSeconds = POLL_SECONDS, sleep = pause } = this.options;
    for (;;) {
      signal?.throwIfAborted();
      const state = await this.look();
      if (state?.graph !== undefined && this.verdict?.phase === 'ready') {
        const { name, namespace } = this.target;
        return { name, namespace, waitedSeconds: this.waited(), graph: state.graph };
      }
      const left = timeoutSeconds - this.waited();
      if (left <= 0 || this.failedForGood()) throw this.failure();
      await sleep(Math.min(pollSeconds, left) * 1000, signal);
    }
  }

  /** Looks once. Undefined when that failed in a way that may pass. */
  private async look(): Promise<GraphState | undefined> {
    try {
      const forbidden = (kind: Dispensable, error: ApiServerError): void => this.doWithout(kind, error);
      const state = await look(this.client, this.target, forbidden, this.options.signal);
      this.verdict = judgeGraph(state);
      this.lastError = undefined;
      this.tell(this.verdict.summary, 'progress');
      return state;
    } catch (error) {
      this.lastError = this.passing(error);
      this.tell(`${this.lastError}; trying again`, 'warning');
      return undefined;
    }
  }

  /** The message of an error that may pass; throws all others. */
  private passing(error: unknown): string {
    if (error instanceof ApiServerError) {
      if (error.refused) throw new GraphAccessError(this.target, error);
      if (error.temporary) return error.message;
    }
    // A command that has given credentials before may do so again.
    if (error instanceof CredentialsError && this.verdict !== undefined) return error.message;
    throw error;
  }

  private doWithout(kind: Dispensable, error: ApiServerError): void {
    if (this.unread.has(kind)) return;
    this.unread.add(kind);
    this.options.report(
      `${error.message}; waiting without: causes that only ${kind} tell will not be named`,
      'warning',
    );
  }

  private tell(line: string, kind: 'progress' | 'warning'): void {
    if (line === this.line) return;
    this.line = line;
    this.options.report(line, kind);
  }

  private failedForGood(): boolean {
    if (this.lastError !== undefined) return false;
    if (this.verdict?.phase !== 'failed') {
      this.failedSince = undefined;
      return false;
    }
    this.failedSince ??= this.now();
    return this.now() - this.failedSince >= FAILURE_LASTS_SECONDS * 1000;
  }

  private failure(): GraphNotReadyError {
    return new GraphNotReadyError({
      target: this.target,
      waitedSeconds: this.waited(),
      unread: [...this.unread],
      ...(this.verdict === undefined ? {} : { verdict: this.verdict }),
      ...(this.lastError === undefined ? {} : { lastError: this.lastError }),
    });
  }

  private waited(): number {
    return (this.now() - this.start) / 1000;
  }
}

async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  try {
    await delay(milliseconds, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    // The reason of the signal says more than that a timer was stopped.
    signal?.throwIfAborted();
    throw error;
  }
}
