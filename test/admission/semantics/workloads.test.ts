import { object, template } from './support';

const SELECTOR = { selector: { matchLabels: { app: 'a' } } };
const NEVER = { restartPolicy: 'Never' };
const INDEXED = { completionMode: 'Indexed', completions: 5, template: template(NEVER) };
const claim = {
  metadata: { name: 'data' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
};
const mounted = [{ name: 'main', image: 'i', volumeMounts: [{ name: 'data', mountPath: '/data' }] }];

const job = (spec: object, metadata?: object) => object('batch/v1', 'Job', { spec }, metadata);
const cronJob = (spec: object, metadata?: object) =>
  object('batch/v1', 'CronJob', { spec: { jobTemplate: { spec: { template: template(NEVER) } }, ...spec } }, metadata);
const deployment = (spec: object) =>
  object('apps/v1', 'Deployment', { spec: { ...SELECTOR, template: template(), ...spec } });
const statefulSet = (spec: object) =>
  object('apps/v1', 'StatefulSet', { spec: { ...SELECTOR, template: template(), ...spec } });

/** The verdicts are those of a real API server (1.36.3). */
describe('Jobs', () => {
  test.each<readonly [string, object]>([
    ['a Job', { template: template(NEVER) }],
    [
      'one with indexes',
      {
        ...INDEXED,
        backoffLimitPerIndex: 1,
        maxFailedIndexes: 5,
        successPolicy: { rules: [{ succeededIndexes: '0,2-4', succeededCount: 4 }] },
      },
    ],
    [
      'one with a policy',
      {
        template: template(NEVER),
        podFailurePolicy: { rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] }] },
      },
    ],
    ['one with a selector of its own', { ...SELECTOR, manualSelector: true, template: template(NEVER) }],
  ])('%s passes', (_, spec) => expect(job(spec)).toEqual([]));

  test.each<readonly [string, object, RegExp]>([
    [
      'pods that restart for ever',
      { template: template() },
      /^spec\.template\.spec\.restartPolicy: found nothing, allowed is one of OnFailure, Never/,
    ],
    ['a selector', { ...SELECTOR, template: template(NEVER) }, /^spec\.selector: .*without manualSelector/],
    ['a negative limit', { backoffLimit: -1, template: template(NEVER) }, /^spec\.backoffLimit: found -1/],
    [
      'a limit per index without indexes',
      { backoffLimitPerIndex: 1, template: template(NEVER) },
      /unless completionMode is 'Indexed'/,
    ],
    ['indexes without a number', { ...INDEXED, completions: undefined }, /^spec\.completions: found nothing/],
    [
      'indexes out of range',
      { ...INDEXED, successPolicy: { rules: [{ succeededIndexes: '3-5' }] } },
      /succeededIndexes: found "3-5", allowed is rising indexes below 5/,
    ],
    [
      'a policy of pods that restart',
      { template: template({ restartPolicy: 'OnFailure' }), podFailurePolicy: { rules: [] } },
      /restartPolicy: found "OnFailure", allowed is Never/,
    ],
    [
      'exit codes in disorder',
      {
        template: template(NEVER),
        podFailurePolicy: { rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [2, 1] } }] },
      },
      /exit codes in rising order/,
    ],
    [
      'a container that is none',
      {
        template: template(NEVER),
        podFailurePolicy: {
          rules: [{ action: 'FailJob', onExitCodes: { containerName: 'x', operator: 'In', values: [1] } }],
        },
      },
      /the name of a container of the template/,
    ],
    [
      'a pod that is refused',
      { template: template({ ...NEVER, containers: [{ name: 'A', image: 'i' }] }) },
      /^spec\.template\.spec\.containers\[A\]\.name/,
    ],
  ])('%s is refused', (_, spec, message) => expect(job(spec)).toEqual([expect.stringMatching(message)]));

  test('the name leaves room for the index', () => {
    expect(job({ template: template(NEVER) }, { name: 'a.b' })).toEqual([]);
    expect(job(INDEXED, { name: 'a.b' })).toEqual([expect.stringMatching(/^metadata\.name: .*with -4 behind it/)]);
  });

  test.each(['0 3 * * *', '*/5 0-6,12 1 jan-mar MON', '@daily', '@every 1h30m', '? ? ? ? ?'])(
    'the schedule %s passes',
    (schedule) => expect(cronJob({ schedule })).toEqual([]),
  );

  test.each([
    '',
    '* * * *',
    '60 * * * *',
    '* * 0 * *',
    '5-1 * * * *',
    '*/0 * * * *',
    '* * * * 7',
    '@often',
    'TZ=UTC 0 3 * * *',
  ])("the schedule '%s' is refused", (schedule) =>
    expect(cronJob({ schedule })).toEqual([expect.stringMatching(/^spec\.schedule/)]),
  );

  test('a CronJob leaves room for the time in its name, and has a time zone that is one', () => {
    const schedule = '@daily';
    expect(cronJob({ schedule }, { name: 'a'.repeat(53) })).toEqual([expect.stringMatching(/at most 52 characters/)]);
    expect(cronJob({ schedule, timeZone: 'Local' })).toEqual([expect.stringMatching(/^spec\.timeZone/)]);
    expect(cronJob({ schedule, timeZone: 'Europe/Berlin' })).toEqual([]);
  });
});

describe('pods that run for ever', () => {
  test.each<readonly [string, readonly string[]]>([
    ['a Deployment', deployment({})],
    ['one that is recreated', deployment({ strategy: { type: 'Recreate' } })],
    [
      'a StatefulSet with claims for volumes',
      statefulSet({ volumeClaimTemplates: [claim], template: template({ containers: mounted }) }),
    ],
  ])('%s passes', (_, found) => expect(found).toEqual([]));

  test.each<readonly [string, readonly string[], RegExp]>([
    [
      'no selector',
      deployment({ selector: {} }),
      /^spec\.selector: found \{\}, allowed is a selector for the template's labels/,
    ],
    [
      'another selector',
      deployment({ selector: { matchLabels: { app: 'b' } } }),
      /^spec\.template\.metadata\.labels: .*labels that the selector selects/,
    ],
    [
      'pods that end',
      deployment({ template: template({ restartPolicy: 'Never' }) }),
      /restartPolicy: found "Never", allowed is 'Always'/,
    ],
    ['pods with a deadline', deployment({ template: template({ activeDeadlineSeconds: 5 }) }), /activeDeadlineSeconds/],
    [
      'a rollout without room',
      deployment({ strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: '0%' } } }),
      /more than 0 while maxSurge is 0/,
    ],
    [
      'limits of a rollout that is none',
      deployment({ strategy: { type: 'Recreate', rollingUpdate: {} } }),
      /with the type 'Recreate'/,
    ],
    [
      'a deadline before pods are ready',
      deployment({ minReadySeconds: 600 }),
      /^spec\.minReadySeconds: found 600, allowed is less than progressDeadlineSeconds/,
    ],
    [
      'a volume that no claim makes',
      statefulSet({ template: template({ containers: mounted }) }),
      /volumeMounts\[data\]\.name/,
    ],
    ['a Service name with dots', statefulSet({ serviceName: 'a.b' }), /^spec\.serviceName/],
  ])('%s is refused', (_, found, message) => expect(found).toEqual([expect.stringMatching(message)]));
});
