import type { JsonObject } from '../../../constructs/manifests';
import { judgeGraph, type Problem, type Verdict } from '../../../stacks/pulumi/readiness';
import { event, graph, IMAGE, pending, pod, stateWith, status, waiting } from './support';

/** The problem of a component, of which there must be one. */
function problemOf(verdict: Verdict, component: string): Problem {
  const own = verdict.problems.filter((problem) => problem.component === component);
  expect(own).toHaveLength(1);
  const [problem] = own;
  if (problem === undefined) throw new Error('no problem');
  return problem;
}

/** What is said of both prefill pods in one state. */
function prefill(make: (name: string) => JsonObject, ...events: readonly JsonObject[]): Problem {
  const pods = [make('r1-0-prefill-a'), make('r1-0-prefill-b')];
  return problemOf(judgeGraph(stateWith(pods, { events })), 'prefill');
}

describe('pods without a node', () => {
  const MESSAGE = '0/18 nodes are available: 18 Insufficient nvidia.com/gpu.';
  const PREEMPTION =
    ' no new claims to deallocate, preemption: 0/18 nodes are available: 18 No preemption victims found for incoming pod.';

  it('are told with what the scheduler says, and in one line', () => {
    const pods = ['ldr-a', 'wkr-a'].map((end) =>
      pending('decode', `r1-0-decode-0-decode-${end}`, `${MESSAGE}${PREEMPTION}`),
    );
    const verdict = judgeGraph(stateWith(pods));
    expect(verdict.phase).toBe('waiting');
    expect(verdict.summary).toContain(`prefill 2/2 ready; decode 0/2: 2 pods Pending (${MESSAGE})`);
    expect(problemOf(verdict, 'decode')).toEqual({
      component: 'decode',
      pods: { names: ['r1-0-decode-0-decode-ldr-a', 'r1-0-decode-0-decode-wkr-a'], count: 2 },
      reason: 'Unschedulable',
      detail: MESSAGE,
      fix: expect.stringMatching(/add GPU nodes/),
    });
  });

  it('are named by their first three, and counted', () => {
    const pods = ['a', 'b', 'c', 'd', 'e'].map((end) => pending('prefill', `r1-0-prefill-${end}`, MESSAGE));
    expect(problemOf(judgeGraph(stateWith(pods)), 'prefill').pods).toEqual({
      names: ['r1-0-prefill-a', 'r1-0-prefill-b', 'r1-0-prefill-c'],
      count: 5,
    });
  });

  it.each([
    ['0/2 nodes are available: 2 node(s) had untolerated taint(s).', /toleration/],
    ["0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector.", /labels that the pod selects/],
    ['0/2 nodes are available: 2 Insufficient rdma/ib.', /device plugin/],
    ['0/2 nodes are available: 2 Insufficient nvidia.com/gpu, 1 Insufficient memory.', /GPU nodes.*; nodes lack/],
    ['0/2 nodes are available: 2 cannot allocate all claims.', /DRA driver/],
    ['0/2 nodes are available: something new.', /kubectl describe pod --namespace inference r1-0-prefill-a/],
  ])('get the fix that fits %s', (message, fix) => {
    expect(prefill((name) => pending('prefill', name, message)).fix).toMatch(fix);
  });

  it('behind a gate of Grove wait for the rest of their gang', () => {
    const problem = prefill((name) =>
      pod('prefill', name, {
        phase: 'Pending',
        onNode: false,
        spec: { schedulingGates: [{ name: 'grove.io/podgang-pending-creation' }] },
        conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated', message: 'gated' }],
      }),
    );
    expect(problem).toMatchObject({
      reason: 'SchedulingGated',
      detail: 'scheduling gate grove.io/podgang-pending-creation is closed',
      fix: expect.stringMatching(/Grove operator runs/),
    });
  });

  it('that no scheduler has looked at name the scheduler', () => {
    const spec = { schedulerName: 'kai-scheduler' };
    const problem = prefill((name) => pod('prefill', name, { phase: 'Pending', onNode: false, spec, conditions: [] }));
    expect(problem).toMatchObject({ reason: 'NotScheduled', detail: expect.stringContaining('kai-scheduler') });
  });
});

describe('pods that wait for a volume', () => {
  const UNBOUND = '0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims.';
  const claim = { metadata: { name: 'weights' }, spec: { storageClassName: 'fsx' }, status: { phase: 'Pending' } };

  function volumeProblem(message: string, claims: readonly JsonObject[], ...events: readonly JsonObject[]): Problem {
    const pods = [pending('prefill', 'a', message), pending('prefill', 'b', message)];
    return problemOf(judgeGraph(stateWith(pods, { claims, events })), 'prefill');
  }

  it('name the claim and the storage class that does not exist', () => {
    const message = 'storageclass.storage.k8s.io "fsx" not found';
    const failed = event('PersistentVolumeClaim', 'weights', 'ProvisioningFailed', message);
    expect(volumeProblem(UNBOUND, [claim], failed)).toMatchObject({
      reason: 'VolumePending',
      detail: `claim weights is Pending: ${message}`,
      fix: expect.stringMatching(/create storage class fsx/),
    });
  });

  it('are told of their claim also while the scheduler has other words', () => {
    const message = 'storageclass.storage.k8s.io "fsx" not found';
    const failed = event('PersistentVolumeClaim', 'weights', 'ProvisioningFailed', message);
    const pods = [pending('prefill', 'a', 'no nodes available to schedule pods')];
    const { problems } = judgeGraph(stateWith(pods, { claims: [claim], events: [failed] }));
    expect(problems.filter(({ reason }) => reason === 'VolumePending')).toEqual([
      expect.objectContaining({ detail: `claim weights is Pending: ${message}`, pods: { names: [], count: 0 } }),
    ]);
  });

  it('name the provisioner that does not answer', () => {
    const message = 'Waiting for a volume to be created either by the external provisioner "fsx.csi.aws.com"';
    const slow = event('PersistentVolumeClaim', 'weights', 'ExternalProvisioning', message, { type: 'Normal' });
    expect(volumeProblem(UNBOUND, [claim], slow).fix).toMatch(/CSI driver of storage class fsx/);
  });

  it('name the claim that does not exist', () => {
    expect(volumeProblem('persistentvolumeclaim "weights" not found', [])).toMatchObject({
      reason: 'VolumePending',
      detail: 'claim weights does not exist',
    });
  });

  it('are not blamed on a claim that binds with its first pod', () => {
    const first = event('PersistentVolumeClaim', 'weights', 'WaitForFirstConsumer', 'waiting for first consumer');
    expect(volumeProblem('0/2 nodes are available: 2 Insufficient nvidia.com/gpu.', [claim], first).reason).toBe(
      'Unschedulable',
    );
  });

  it('on their node tell why it cannot be mounted', () => {
    const mount = event('Pod', 'r1-0-prefill-a', 'FailedMount', 'MountVolume.SetUp failed: mount.nfs4: timed out');
    const pods = [waiting('prefill', 'r1-0-prefill-a', 'ContainerCreating'), pod('prefill', 'b', { ready: true })];
    expect(problemOf(judgeGraph(stateWith(pods, { events: [mount] })), 'prefill')).toMatchObject({
      reason: 'VolumeMount',
      detail: 'MountVolume.SetUp failed: mount.nfs4: timed out',
      pods: { names: ['r1-0-prefill-a'], count: 1 },
    });
  });
});

describe('images', () => {
  it.each(['ErrImagePull', 'ImagePullBackOff'])('%s tells what the registry said', (reason) => {
    const said = `Failed to pull image "${IMAGE}": failed to authorize: 401 Unauthorized`;
    const problem = prefill(
      (name) => waiting('prefill', name, reason, `Back-off pulling image "${IMAGE}"`),
      event('Pod', 'r1-0-prefill-a', 'Failed', said),
      event('Pod', 'r1-0-prefill-b', 'Failed', said),
    );
    expect(problem).toMatchObject({
      reason: 'ImagePull',
      detail: `container main: ${said}`,
      fix: 'give the pods an imagePullSecret for the registry, and create that Secret in namespace inference',
      pods: { count: 2 },
    });
  });

  it.each([
    ['nvcr.io/x/y:9: not found', /no such repository or tag/],
    ['no match for platform in manifest', /architecture/],
    ['429 Too Many Requests: toomanyrequests', /limits pulls/],
    ['dial tcp: i/o timeout', /do not reach the registry/],
  ])('get the fix that fits %s', (message, fix) => {
    expect(prefill((name) => waiting('prefill', name, 'ErrImagePull', message)).fix).toMatch(fix);
  });

  it('with an impossible name that the graph asks for fail it', () => {
    const image = 'nvcr.io/NVIDIA/runtime:1.2.0';
    const pods = [waiting('prefill', 'a', 'InvalidImageName', "couldn't parse image name", { image })];
    const verdict = judgeGraph(stateWith(pods, { graph: graph(status('False'), {}, image) }));
    expect(verdict.phase).toBe('failed');
    expect(verdict.problems[0]).toMatchObject({
      reason: 'InvalidImageName',
      detail: expect.stringContaining("'nvcr.io/NVIDIA/runtime:1.2.0' is no image name"),
    });
  });

  it('with an impossible name of an earlier generation do not fail the graph', () => {
    const pods = [waiting('prefill', 'a', 'InvalidImageName', '', { image: 'nvcr.io/NVIDIA/runtime:1.2.0' })];
    expect(judgeGraph(stateWith(pods)).phase).toBe('waiting');
  });
});

describe('containers', () => {
  it('without a Secret name it, and where to create it', () => {
    expect(
      prefill((name) => waiting('prefill', name, 'CreateContainerConfigError', 'secret "hf-token" not found')),
    ).toMatchObject({
      reason: 'ContainerConfig',
      detail: 'container main: secret "hf-token" not found',
      fix: 'create Secret hf-token in namespace inference',
    });
  });

  it('without a ConfigMap or a key name it', () => {
    const config = (message: string) =>
      prefill((name) => waiting('prefill', name, 'CreateContainerConfigError', message)).fix;
    expect(config('configmap "engine" not found')).toBe('create ConfigMap engine in namespace inference');
    expect(config("couldn't find key HF_TOKEN in Secret inference/hf")).toBe('add key HF_TOKEN to Secret inference/hf');
  });

  it('that crash tell their exit code and where their last log is', () => {
    const lastState = { terminated: { exitCode: 1, reason: 'Error' } };
    const message = 'back-off 40s restarting failed container=main pod=r1-0-prefill-a_inference(1)';
    const problem = prefill((name) =>
      waiting('prefill', name, 'CrashLoopBackOff', message, { restartCount: 3, lastState }),
    );
    expect(problem).toMatchObject({
      reason: 'Crashing',
      detail: 'container main ended with exit code 1',
      fix: 'read why the engine ended; its last log: `kubectl logs --namespace inference r1-0-prefill-a --container main --previous`',
      pods: { count: 2 },
    });
  });

  it('that ran out of memory say so, also while they run again', () => {
    const lastState = { terminated: { exitCode: 137, reason: 'OOMKilled' } };
    const problem = prefill((name) => pod('prefill', name, { main: { restartCount: 1, lastState } }));
    expect(problem.reason).toBe('Crashing');
    expect(problem.detail).toBe('container main ended with exit code 137 (OOMKilled)');
    expect(problem.fix).toMatch(/^raise the container's memory limit/);
  });

  it('that the kubelet killed for a probe say so', () => {
    const lastState = { terminated: { exitCode: 137, reason: 'Error' } };
    const killing = event(
      'Pod',
      'r1-0-prefill-a',
      'Killing',
      'Container main failed liveness probe, will be restarted',
    );
    const pods = [pod('prefill', 'r1-0-prefill-a', { main: { restartCount: 1, lastState } })];
    const [problem] = judgeGraph(stateWith(pods, { events: [killing] })).problems.filter(
      ({ reason }) => reason === 'Crashing',
    );
    expect(problem?.detail).toMatch(/exit code 137; Container main failed liveness probe/);
  });

  it('that end well again and again are crashing too', () => {
    const lastState = { terminated: { exitCode: 0, reason: 'Completed' } };
    expect(prefill((name) => waiting('prefill', name, 'CrashLoopBackOff', '', { lastState })).reason).toBe('Crashing');
  });

  it('that once crashed and are ready again are no problem', () => {
    const lastState = { terminated: { exitCode: 1, reason: 'Error' } };
    const pods = [pod('prefill', 'a', { ready: true, main: { lastState } }), pod('prefill', 'b', { ready: true })];
    expect(judgeGraph(stateWith(pods)).problems.map(({ reason }) => reason)).toEqual(['GraphNotReady']);
  });

  it('that the runtime cannot start tell why', () => {
    const problem = prefill((name) =>
      waiting('prefill', name, 'RunContainerError', 'exec: "python9": executable file not found in $PATH'),
    );
    expect(problem).toMatchObject({ reason: 'ContainerStart', detail: expect.stringContaining('python9') });
  });

  it('in an init container that fails are told by its name', () => {
    const init = [{ name: 'grove-initc', state: { terminated: { exitCode: 2, reason: 'Error' } } }];
    const main = { state: { waiting: { reason: 'PodInitializing' } } };
    expect(prefill((name) => pod('prefill', name, { phase: 'Pending', init, main })).detail).toBe(
      'container grove-initc ended with exit code 2',
    );
  });
});

describe('pods that are on their way', () => {
  it('load the model until the startup probe passes', () => {
    const unhealthy = 'Startup probe failed: HTTP probe failed with statuscode: 503';
    const problem = prefill(
      (name) => pod('prefill', name),
      event('Pod', 'r1-0-prefill-a', 'Unhealthy', unhealthy),
      event('Pod', 'r1-0-prefill-b', 'Unhealthy', unhealthy),
    );
    expect(problem.reason).toBe('Starting');
    expect(problem.detail).toBe(`container main loads the model: ${unhealthy}`);
  });

  it('fail their readiness probe once they have started', () => {
    const unhealthy = event('Pod', 'r1-0-prefill-a', 'Unhealthy', 'Readiness probe failed: statuscode: 503');
    const pods = [pod('prefill', 'r1-0-prefill-a', { main: { started: true } })];
    const [problem] = judgeGraph(stateWith(pods, { events: [unhealthy] })).problems.filter(
      ({ reason }) => reason === 'ProbeFailing',
    );
    expect(problem?.detail).toBe('container main runs but is not ready: Readiness probe failed: statuscode: 503');
  });

  it('pull their image', () => {
    const pulling = 'Pulling image "nvcr.io/nvidia/runtime:1"';
    const problem = prefill(
      (name) => waiting('prefill', name, 'ContainerCreating'),
      event('Pod', 'r1-0-prefill-a', 'Pulling', pulling, { type: 'Normal' }),
      event('Pod', 'r1-0-prefill-b', 'Pulling', pulling, { type: 'Normal' }),
    );
    expect(problem).toMatchObject({ reason: 'Starting', detail: 'pulling image "nvcr.io/nvidia/runtime:1"' });
  });

  it('do not count while they are being deleted', () => {
    const metadata = { deletionTimestamp: '2026-08-01T10:00:00Z' };
    const main = { state: { waiting: { reason: 'CrashLoopBackOff' } } };
    const pods = [
      pod('prefill', 'old', { main, metadata }),
      pod('prefill', 'a', { ready: true }),
      pod('prefill', 'b', { ready: true }),
    ];
    expect(judgeGraph(stateWith(pods)).problems.map(({ component }) => component)).toEqual([undefined]);
  });

  it('that were evicted count only until others take their place', () => {
    const evicted = pod('prefill', 'x', { phase: 'Failed', status: { reason: 'Evicted', message: 'low on memory' } });
    const ready = [pod('prefill', 'a', { ready: true }), pod('prefill', 'b', { ready: true })];
    expect(judgeGraph(stateWith([evicted, ...ready])).problems.map(({ reason }) => reason)).toEqual(['GraphNotReady']);
    expect(judgeGraph(stateWith([evicted])).problems[0]).toMatchObject({
      reason: 'PodsMissing',
      pods: { count: 2 },
    });
    expect(judgeGraph(stateWith([evicted])).problems[1]).toMatchObject({
      reason: 'PodFailed',
      detail: 'Evicted: low on memory',
    });
  });
});
