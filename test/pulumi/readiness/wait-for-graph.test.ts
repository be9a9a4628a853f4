import type { JsonObject } from '../../../constructs/manifests';
import {
  ApiServerError,
  type ClusterReader,
  CredentialsError,
  GraphAccessError,
  GraphNotReadyError,
  KubeconfigError,
  waitForGraph,
} from '../../../stacks/pulumi/readiness';
import { DOWNLOAD, downloadJob, graph, pending, pod, READY_PODS, status, TARGET, waitsForWeights } from './support';

/** What a cluster answers from one moment on; an error stands for a server that answers with it. */
interface Scene {
  readonly from: number;
  readonly graph?: JsonObject | Error;
  readonly pods?: readonly JsonObject[];
  readonly jobs?: readonly JsonObject[] | Error;
  readonly events?: readonly JsonObject[] | Error;
}

/** A cluster that changes with a clock that only moves while somebody sleeps. */
class Theatre implements ClusterReader {
  public seconds = 0;
  public looks = 0;
  public readonly selectors: string[] = [];
  public readonly reports: string[] = [];

  public constructor(private readonly scenes: readonly Scene[]) {}

  public async get(): Promise<JsonObject | undefined> {
    this.looks += 1;
    return or(this.scene().graph, undefined);
  }

  public async list({ resource, labelSelector }: { resource: string; labelSelector?: string }) {
    if (labelSelector !== undefined) this.selectors.push(labelSelector);
    const { pods = [], jobs = [] } = this.scene();
    if (resource === 'jobs') return or<readonly JsonObject[]>(jobs, []);
    if (resource !== 'pods') return [];
    const ofJobs = labelSelector?.startsWith('batch.kubernetes.io/job-name in ') ?? false;
    return pods.filter(({ metadata }) => JSON.stringify(metadata).includes('job-name') === ofJobs);
  }

  public async events(): Promise<readonly JsonObject[]> {
    return or(this.scene().events, []);
  }

  public wait(timeoutSeconds: number, signal?: AbortSignal, pollSeconds = 5) {
    return waitForGraph(this, TARGET, {
      timeoutSeconds,
      pollSeconds,
      report: (line, kind) => this.reports.push(`${this.seconds} ${kind} ${line}`),
      now: () => this.seconds * 1000,
      sleep: async (milliseconds) => {
        this.seconds += milliseconds / 1000;
      },
      ...(signal === undefined ? {} : { signal }),
    });
  }

  private scene(): Scene {
    return this.scenes.filter(({ from }) => from <= this.seconds).at(-1) ?? { from: 0 };
  }
}

function or<T>(value: T | Error | undefined, otherwise: T): T {
  if (value instanceof Error) throw value;
  return value ?? otherwise;
}

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

const READY = { graph: graph(status('True')), pods: READY_PODS };
const NO_ROOM = '0/18 nodes are available: 18 Insufficient nvidia.com/gpu.';
const SHORT = {
  graph: graph(status('False')),
  pods: [...READY_PODS.slice(0, 3), ...['a', 'b'].map((end) => pending('decode', `r1-0-decode-${end}`, NO_ROOM))],
};
const REFUSED = new ApiServerError('get dynamographdeployments r1 in namespace inference', 'connect ECONNREFUSED');

describe('waiting for a graph', () => {
  it('ends when it is ready, and gives the live object', async () => {
    const theatre = new Theatre([
      { from: 0, ...SHORT },
      { from: 60, ...READY },
    ]);
    await expect(theatre.wait(600)).resolves.toEqual({
      name: 'r1',
      namespace: 'inference',
      waitedSeconds: 60,
      graph: READY.graph,
    });
  });

  it('reports progress once for each change', async () => {
    const theatre = new Theatre([{ from: 0 }, { from: 20, ...SHORT }, { from: 60, ...READY }]);
    await theatre.wait(600);
    expect(theatre.reports).toEqual([
      '0 progress there is no graph r1 in namespace inference',
      `20 progress frontend 1/1 ready; prefill 2/2 ready; decode 0/2: 2 pods Pending (${NO_ROOM})`,
      '60 progress ready; frontend 1/1 ready; prefill 2/2 ready; decode 2/2 ready',
    ]);
    expect(theatre.looks).toBe(13);
  });

  it('looks a last time when the time is up, and not after', async () => {
    const late = new Theatre([
      { from: 0, ...SHORT },
      { from: 12, ...READY },
    ]);
    await expect(late.wait(12)).resolves.toMatchObject({ waitedSeconds: 12 });
    const tooLate = new Theatre([
      { from: 0, ...SHORT },
      { from: 13, ...READY },
    ]);
    await expect(tooLate.wait(12)).rejects.toThrow(GraphNotReadyError);
    expect(tooLate.seconds).toBe(12);
  });

  it('says in the end which pods are not ready, why, and what to do, all at once', async () => {
    const pods = [
      ...SHORT.pods.slice(1),
      pod('frontend', 'r1-0-frontend-a', {
        phase: 'Pending',
        main: { state: { waiting: { reason: 'CreateContainerConfigError', message: 'secret "hf" not found' } } },
      }),
    ];
    const error = await failureOf(new Theatre([{ from: 0, ...SHORT, pods }]).wait(725));
    expect(error).toBeInstanceOf(GraphNotReadyError);
    expect(String(error).split('\n')).toEqual([
      'GraphNotReadyError: graph inference/r1 is not ready after 12 min 5 s',
      '  frontend: 1 pod without their configuration (r1-0-frontend-a), ContainerConfig: container main: secret "hf" not found',
      '    fix: create Secret hf in namespace inference',
      `  decode: 2 pods Pending (r1-0-decode-a, r1-0-decode-b), Unschedulable: ${NO_ROOM}`,
      expect.stringMatching(/^ {4}fix: add GPU nodes/),
      expect.stringMatching(/^ {2}graph: GraphNotReady: some_resources_are_not_ready: /),
      expect.stringMatching(/^ {4}fix: see `kubectl describe dynamographdeployment/),
    ]);
  });

  it('hands the problems over to programs', async () => {
    await expect(new Theatre([{ from: 0, ...SHORT }]).wait(10)).rejects.toMatchObject({
      target: TARGET,
      waitedSeconds: 10,
      problems: [{ component: 'decode', reason: 'Unschedulable' }, { reason: 'GraphNotReady' }],
    });
  });

  it('reads the pods of a running download, and only those', async () => {
    const labels = { 'batch.kubernetes.io/job-name': DOWNLOAD };
    const attempt = pod('', `${DOWNLOAD}-x`, {
      phase: 'Pending',
      labels,
      main: { state: { waiting: { reason: 'ImagePullBackOff', message: 'not found' } } },
    });
    const pods = [waitsForWeights('prefill', 'a'), attempt];
    const jobs = [downloadJob({ active: 1 }), downloadJob({ active: 1 }, { name: 'unrelated' })];
    const theatre = new Theatre([{ from: 0, graph: graph(status('False')), pods, jobs }]);
    await expect(theatre.wait(0)).rejects.toThrow(/1 pod without their image \(weights-download-1a2b3c4d-x\)/);
    expect(theatre.selectors).toEqual([
      'nvidia.com/dynamo-graph-deployment-name=r1',
      `batch.kubernetes.io/job-name in (${DOWNLOAD})`,
    ]);
  });
});

describe('a graph that failed', () => {
  const failed = { graph: graph(status('False', { state: 'failed' })) };

  it('ends the wait early, and says that waiting does not help', async () => {
    const theatre = new Theatre([{ from: 0, ...failed }]);
    await expect(theatre.wait(7200)).rejects.toThrow(
      /^graph inference\/r1 failed after 30 s, and does not heal by itself\n/,
    );
  });

  it('is given time, for the operator tries again', async () => {
    const theatre = new Theatre([
      { from: 0, ...failed },
      { from: 25, ...SHORT },
      { from: 40, ...failed },
      { from: 65, ...READY },
    ]);
    await expect(theatre.wait(7200)).resolves.toMatchObject({ waitedSeconds: 65 });
  });
});

describe('an API server that does not answer', () => {
  it.each([
    ['refuses connections', REFUSED],
    ['is busy', new ApiServerError('list pods in namespace inference', 'slow down', 429)],
    ['is starting', new ApiServerError('list pods in namespace inference', 'etcd is not ready', 503)],
    ['does not serve the kind yet', new ApiServerError('get dynamographdeployments', 'page not found', 404)],
  ])('and %s is asked again', async (_, error) => {
    const theatre = new Theatre([
      { from: 0, ...SHORT },
      { from: 10, graph: error },
      { from: 30, ...SHORT },
      { from: 40, ...READY },
    ]);
    await expect(theatre.wait(600)).resolves.toMatchObject({ waitedSeconds: 40 });
    expect(theatre.reports.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      '0 progress',
      '10 warning',
      '30 progress',
      '40 progress',
    ]);
    expect(theatre.reports[1]).toBe(`10 warning ${error.message}; trying again`);
  });

  it('to the end is named together with what was seen before', async () => {
    const theatre = new Theatre([
      { from: 0, ...SHORT },
      { from: 10, graph: REFUSED },
    ]);
    const error = await failureOf(theatre.wait(60));
    expect(String(error)).toContain('decode: 2 pods Pending');
    expect(String(error)).toMatch(/the last look failed: cannot get dynamographdeployments r1 .*ECONNREFUSED$/);
  });

  it('at all is named', async () => {
    await expect(new Theatre([{ from: 0, graph: REFUSED }]).wait(60)).rejects.toThrow(
      /is not ready after 1 min\n {2}nothing could be read of it\n {2}the last look failed: .*ECONNREFUSED$/,
    );
  });

  it('does not let a failure seen before count as lasting', async () => {
    const theatre = new Theatre([
      { from: 0, graph: graph(status('False', { state: 'failed' })) },
      { from: 5, graph: REFUSED },
      { from: 100, ...READY },
    ]);
    await expect(theatre.wait(600)).resolves.toMatchObject({ waitedSeconds: 100 });
  });
});

describe('an API server that refuses', () => {
  it.each([
    [403, /forbidden: .*; grant in namespace inference: get on dynamographdeployments \(nvidia\.com\), list on pods/],
    [401, /does not accept the credentials .*log in again/],
  ])('with %s ends the wait at once, and says what is needed', async (code, message) => {
    const error = new ApiServerError('get dynamographdeployments r1 in namespace inference', 'forbidden: user x', code);
    const theatre = new Theatre([{ from: 0, graph: error }]);
    const thrown = await failureOf(theatre.wait(600));
    expect(thrown).toBeInstanceOf(GraphAccessError);
    expect(String(thrown)).toMatch(message);
    expect(theatre.seconds).toBe(0);
  });

  it('events and Jobs is told so once, and the wait goes on', async () => {
    const forbidden = (kind: string) => new ApiServerError(`list ${kind} in namespace inference`, 'forbidden', 403);
    const blind = { events: forbidden('events'), jobs: forbidden('jobs') };
    const theatre = new Theatre([
      { from: 0, ...SHORT, ...blind },
      { from: 30, ...READY, ...blind },
    ]);
    await theatre.wait(600);
    expect(theatre.reports.filter((line) => line.includes('warning')).sort()).toEqual([
      '0 warning cannot list events in namespace inference: 403 forbidden; waiting without: causes that only events tell will not be named',
      '0 warning cannot list jobs in namespace inference: 403 forbidden; waiting without: causes that only jobs tell will not be named',
    ]);
    await expect(new Theatre([{ from: 0, ...SHORT, ...blind }]).wait(10)).rejects.toThrow(
      /jobs and events may not be read in namespace inference|events and jobs may not be read in namespace inference/,
    );
  });

  it('events with 401 ends the wait', async () => {
    const events = new ApiServerError('list events in namespace inference', 'Unauthorized', 401);
    await expect(new Theatre([{ from: 0, ...SHORT, events }]).wait(10)).rejects.toThrow(GraphAccessError);
  });
});

describe('a wait', () => {
  it('ends with the reason of its signal', async () => {
    const controller = new AbortController();
    const theatre = new Theatre([{ from: 0, ...SHORT }]);
    controller.abort(new Error('deployment cancelled'));
    await expect(theatre.wait(600, controller.signal)).rejects.toThrow('deployment cancelled');
    expect(theatre.looks).toBe(0);
  });

  it('that sleeps for real ends with the reason of its signal too', async () => {
    const controller = new AbortController();
    const waiting = waitForGraph(new Theatre([{ from: 0, ...SHORT }]), TARGET, {
      timeoutSeconds: 600,
      report: () => controller.abort(new Error('deployment cancelled')),
      signal: controller.signal,
    });
    await expect(waiting).rejects.toThrow('deployment cancelled');
  });

  it('does not hide other errors', async () => {
    const broken = new Theatre([{ from: 0, graph: new KubeconfigError("'x' has no context 'y'") }]);
    await expect(broken.wait(600)).rejects.toThrow(KubeconfigError);
    const bad = new Theatre([{ from: 0, graph: new ApiServerError('get x', 'bad request', 400) }]);
    await expect(bad.wait(600)).rejects.toThrow(/400 bad request/);
  });

  it('takes missing credentials for final only at the start', async () => {
    const none = new CredentialsError('no credentials: aws exited with 255');
    await expect(new Theatre([{ from: 0, graph: none }]).wait(600)).rejects.toThrow(CredentialsError);
    const theatre = new Theatre([
      { from: 0, ...SHORT },
      { from: 10, graph: none },
      { from: 20, ...READY },
    ]);
    await expect(theatre.wait(600)).resolves.toMatchObject({ waitedSeconds: 20 });
  });

  it.each([
    ['timeoutSeconds', Number.NaN, 5],
    ['timeoutSeconds', -1, 5],
    ['pollSeconds', 60, 0],
  ])('refuses a %s that is no length of time', async (prop, timeout, poll) => {
    await expect(new Theatre([]).wait(timeout, undefined, poll)).rejects.toThrow(new RegExp(`'${prop}' must be`));
  });
});
