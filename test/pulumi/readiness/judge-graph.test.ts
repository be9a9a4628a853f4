import { judgeGraph, type Problem } from '../../../stacks/pulumi/readiness';
import {
  DOWNLOAD,
  downloadJob,
  event,
  graph,
  pending,
  pod,
  READY_PODS,
  stateWith,
  status,
  TARGET,
  waiting,
  waitsForWeights,
} from './support';

function reasons(problems: readonly Problem[]): readonly string[] {
  return problems.map(({ reason }) => reason);
}

describe('a graph', () => {
  it('is ready when the operator says so of the generation that is there', () => {
    expect(judgeGraph(stateWith([], { graph: graph(status('True')) }))).toEqual({
      phase: 'ready',
      summary: 'ready; frontend 1/1 ready; prefill 2/2 ready; decode 2/2 ready',
      problems: [],
    });
  });

  it.each([
    ['the status', status('True', { observedGeneration: 2 })],
    [
      'the condition',
      status('True', { conditions: [{ type: 'Ready', status: 'True', observedGeneration: 2, reason: 'all_ready' }] }),
    ],
  ])('is not ready when %s is about an earlier generation', (_, stale) => {
    const verdict = judgeGraph(stateWith([], { graph: graph(stale) }));
    expect(verdict.phase).toBe('waiting');
    expect(verdict.problems).toEqual([
      expect.objectContaining({
        reason: 'StatusStale',
        detail: 'the status is about generation 2, the graph is at 3',
        fix: expect.stringMatching(/operator runs/),
      }),
    ]);
  });

  it('of an operator that writes no generation is ready all the same', () => {
    const { observedGeneration: _, ...old } = status('True');
    expect(judgeGraph(stateWith([], { graph: graph(old) })).phase).toBe('ready');
  });

  it('is read in v1alpha1 too', () => {
    const services = { Frontend: { componentType: 'frontend', replicas: 2 } };
    const alpha = { ...graph(status('False')), apiVersion: 'nvidia.com/v1alpha1', spec: { services } };
    const pods = [pod('Frontend', 'a', { ready: true }), pending('Frontend', 'b', '0/1 nodes are available')];
    expect(judgeGraph(stateWith([], { graph: alpha, pods })).summary).toBe(
      'Frontend 1/2: 1 pod Pending (0/1 nodes are available)',
    );
  });

  it('that failed tells why, and how to fix it', () => {
    const conditions = [
      {
        type: 'Ready',
        status: 'False',
        reason: 'failed_to_reconcile_the_resources',
        message: 'failed to reconcile Dynamo components deployments: no multinode orchestrator available',
      },
    ];
    const verdict = judgeGraph(
      stateWith([], { pods: [], graph: graph(status('False', { state: 'failed', conditions })) }),
    );
    expect(verdict.phase).toBe('failed');
    expect(verdict.problems).toEqual([
      {
        pods: { names: [], count: 0 },
        reason: 'GraphFailed',
        detail: expect.stringMatching(/^failed_to_reconcile_the_resources: .*no multinode orchestrator available$/),
        fix: expect.stringMatching(/install Grove/),
      },
    ]);
    expect(verdict.summary).toContain('no multinode orchestrator available');
  });

  it('that failed in an earlier generation waits for the operator', () => {
    const failed = status('False', { state: 'failed', observedGeneration: 2 });
    expect(judgeGraph(stateWith([], { graph: graph(failed) })).phase).toBe('waiting');
  });

  it('that is not ready repeats what the operator says last', () => {
    const verdict = judgeGraph(stateWith([pending('prefill', 'a', 'no room'), pending('prefill', 'b', 'no room')]));
    expect(reasons(verdict.problems)).toEqual(['Unschedulable', 'GraphNotReady']);
    expect(verdict.problems[1]?.detail).toMatch(/^some_resources_are_not_ready: Resources not ready/);
  });

  it('that the operator has never looked at points to the operator', () => {
    for (const nothing of [undefined, { state: 'initializing' }]) {
      const verdict = judgeGraph(stateWith([], { pods: [], graph: graph(nothing) }));
      expect(verdict.phase).toBe('waiting');
      expect(reasons(verdict.problems)).toEqual(['OperatorSilent']);
      expect(verdict.problems[0]?.fix).toMatch(/watches namespace inference/);
    }
  });

  it('that is missing or on its way out is neither ready nor failed', () => {
    expect(judgeGraph({ target: TARGET, pods: READY_PODS, claims: [] })).toMatchObject({
      phase: 'waiting',
      problems: [{ reason: 'GraphMissing', detail: 'there is no graph r1 in namespace inference' }],
    });
    const leaving = graph(status('True'), { deletionTimestamp: '2026-08-01T10:00:00Z' });
    expect(judgeGraph(stateWith([], { graph: leaving }))).toMatchObject({
      phase: 'waiting',
      problems: [{ reason: 'GraphBeingDeleted' }],
    });
  });

  it('of another name does not lend its pods', () => {
    const labels = { 'nvidia.com/dynamo-graph-deployment-name': 'r2' };
    const verdict = judgeGraph(stateWith([pod('prefill', 'x', { ready: true, labels })]));
    expect(verdict.summary).toContain('prefill 0/2: 2 pods not created');
  });
});

describe('pods that do not exist', () => {
  const pods = READY_PODS.filter(({ metadata }) => !JSON.stringify(metadata).includes('prefill'));

  it('are counted, and blamed on nobody without an event', () => {
    const [problem] = judgeGraph(stateWith([], { pods })).problems;
    expect(problem).toMatchObject({
      component: 'prefill',
      reason: 'PodsMissing',
      pods: { names: [], count: 2 },
      fix: expect.stringMatching(/Dynamo operator runs/),
    });
  });

  it.each([
    ['PodClique', 'r1-0-prefill', 'exceeded quota: gpus, requested: 8, used: 8, limited: 8', /raise the ResourceQuota/],
    [
      'ReplicaSet',
      'r1-prefill-5d9f-abcde',
      'violates PodSecurity "restricted:latest": privileged',
      /Pod Security level/,
    ],
    ['PodCliqueSet', 'r1', 'admission webhook "policy.example.com" denied the request: no', /policy of the admission/],
  ])('tell what the API server refused to a %s', (kind, name, message, fix) => {
    const refused = event(
      kind,
      name,
      'FailedCreate',
      `(combined from similar events): Error creating: pods "x" is forbidden: ${message}`,
    );
    const [problem] = judgeGraph(stateWith([], { pods, events: [refused] })).problems;
    expect(problem).toMatchObject({ component: 'prefill', reason: 'PodsMissing', fix: expect.stringMatching(fix) });
    expect(problem?.detail).toBe(`${kind} ${name}: ${message}`);
  });

  it('are not blamed on events of other graphs or components', () => {
    const events = [
      event('PodClique', 'r1-0-prefill2', 'FailedCreate', 'exceeded quota'),
      event('PodClique', 'r10-0-prefill', 'FailedCreate', 'exceeded quota'),
      event('PodClique', 'r1-0-decode', 'FailedCreate', 'exceeded quota'),
    ];
    expect(judgeGraph(stateWith([], { pods, events })).problems[0]?.detail).toMatch(/no event says why/);
  });

  it('take the newest event', () => {
    const at = (minute: number) => ({ lastTimestamp: `2026-08-01T10:0${minute}:00Z` });
    const events = [
      event('PodClique', 'r1-0-prefill', 'FailedCreate', 'oldest', at(1)),
      event('PodClique', 'r1-0-prefill', 'FailedCreate', 'newest', at(3)),
      event('PodClique', 'r1-0-prefill', 'FailedCreate', 'middle', at(2)),
    ];
    expect(judgeGraph(stateWith([], { pods, events })).problems[0]?.detail).toMatch(/newest$/);
  });
});

describe('the download of weights', () => {
  const pods = [waitsForWeights('prefill', 'a'), waitsForWeights('prefill', 'b')];
  const failed = { failed: 4, conditions: [{ type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded' }] };

  it('is waited for while it runs', () => {
    const jobs = [downloadJob({ active: 1, failed: 1, startTime: '2026-08-01T10:00:00Z' })];
    const verdict = judgeGraph(stateWith(pods, { jobs }));
    expect(verdict.phase).toBe('waiting');
    expect(verdict.problems[0]).toMatchObject({
      component: 'prefill',
      reason: 'DownloadRunning',
      detail: `download Job ${DOWNLOAD}: running since 2026-08-01T10:00:00Z, 1 of 4 attempts failed`,
      pods: { count: 2 },
      fix: expect.stringMatching(/being downloaded: wait longer/),
    });
    expect(verdict.summary).toContain('prefill 0/2: 2 pods waiting for the weights (download Job weights-download-');
  });

  it('fails the graph when its attempts are used up', () => {
    for (const own of [pods, []]) {
      const verdict = judgeGraph(stateWith(own, { pods: own, jobs: [downloadJob(failed)] }));
      expect(verdict.phase).toBe('failed');
      expect(verdict.problems.find(({ reason }) => reason === 'DownloadFailed')).toMatchObject({
        detail: `download Job ${DOWNLOAD} failed: BackoffLimitExceeded`,
        fix: expect.stringMatching(/kubectl logs --namespace inference job\/weights-download-/),
      });
    }
  });

  it('that failed does not matter to pods that found weights of an earlier one', () => {
    const verdict = judgeGraph(stateWith([pod('prefill', 'a'), pod('prefill', 'b')], { jobs: [downloadJob(failed)] }));
    expect(verdict.phase).toBe('waiting');
    expect(reasons(verdict.problems)).toEqual(['Starting', 'GraphNotReady']);
  });

  it('is the newest of several Jobs of a claim', () => {
    const newer = { name: 'weights-download-ffffffff', creationTimestamp: '2026-08-02T10:00:00Z' };
    const jobs = [downloadJob({ active: 1 }, newer), downloadJob(failed)];
    const verdict = judgeGraph(stateWith(pods, { jobs }));
    expect(verdict.phase).toBe('waiting');
    expect(verdict.problems[0]?.detail).toMatch(/weights-download-ffffffff: it has not started/);
  });

  it('tells why its own pod does not run', () => {
    const labels = {
      'nvidia.com/dynamo-graph-deployment-name': '',
      'batch.kubernetes.io/job-name': DOWNLOAD,
    };
    const main = {
      name: 'download',
      state: { waiting: { reason: 'CreateContainerConfigError', message: 'secret "hf" not found' } },
    };
    const attempt = pod('', `${DOWNLOAD}-x`, { phase: 'Pending', labels, main });
    const verdict = judgeGraph(stateWith([...pods, attempt], { jobs: [downloadJob({ active: 1 })] }));
    expect(verdict.problems[0]).toMatchObject({
      reason: 'ContainerConfig',
      pods: { names: [`${DOWNLOAD}-x`], count: 1 },
      detail: `download Job ${DOWNLOAD}: container download: secret "hf" not found`,
      fix: 'create Secret hf in namespace inference',
    });
    expect(verdict.summary).toMatch(/^1 pod without their configuration \(download Job/);
  });

  it('tells why its pod cannot be made', () => {
    const refused = event('Job', DOWNLOAD, 'FailedCreate', 'pods "x" is forbidden: exceeded quota: cpu');
    const verdict = judgeGraph(stateWith(pods, { jobs: [downloadJob({})], events: [refused] }));
    expect(verdict.problems[0]).toMatchObject({ reason: 'PodsMissing', fix: expect.stringMatching(/ResourceQuota/) });
  });

  it('is no Job that only reads the claim, or does something else', () => {
    const reader = [{ name: 'x', volumeMounts: [{ name: 'model-cache', readOnly: true }] }];
    const volumes = [{ name: 'model-cache', persistentVolumeClaim: { claimName: 'weights' } }];
    const jobs = [
      downloadJob(failed, {}, { template: { spec: { containers: reader, volumes } } }),
      downloadJob(failed, { name: 'benchmark' }),
    ];
    const verdict = judgeGraph(stateWith(pods, { jobs }));
    expect(verdict.phase).toBe('waiting');
    expect(verdict.problems[0]).toMatchObject({
      reason: 'DownloadRunning',
      detail: 'waits until the weights are complete',
    });
  });
});

it('text of the cluster cannot move the cursor or break the line', () => {
  const message = 'secret "\u001b[2J\nhf" not found';
  const verdict = judgeGraph(stateWith([waiting('prefill', 'a\u001b[0m', 'CreateContainerConfigError', message)]));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  expect(`${verdict.summary}${verdict.problems[0]?.detail}`).not.toMatch(/[\u0000-\u001f]/);
});
