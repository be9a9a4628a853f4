import { namespace, OPTIONS, resource, stackReport, UNKNOWN, wholeReport, workload } from './support';

const PASSWORD = 'correct-horse-battery';
const container = (more: object = {}) => ({ name: 'main', image: 'web:1.4', ...more });
const SAFE = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};
describe('values that only an update will know', () => {
  it('are no reason to refuse a pod, wherever they stand', async () => {
    const specs = [
      { containers: UNKNOWN },
      { containers: [UNKNOWN] },
      { securityContext: UNKNOWN, containers: [container({ securityContext: { ...SAFE, runAsNonRoot: UNKNOWN } })] },
      { securityContext: SAFE, containers: [container({ securityContext: UNKNOWN })] },
      {
        securityContext: SAFE,
        containers: [container({ securityContext: { ...SAFE, capabilities: { drop: UNKNOWN } } })],
      },
      {
        securityContext: { runAsNonRoot: UNKNOWN, seccompProfile: UNKNOWN },
        containers: [container({ securityContext: { allowPrivilegeEscalation: UNKNOWN, capabilities: UNKNOWN } })],
      },
    ];
    for (const spec of specs) {
      const web = workload('Deployment', spec);
      expect(await stackReport('pod-security', [web], { level: 'restricted' })).toEqual([]);
      expect(await stackReport('DYN115', [web, namespace('shop', 'restricted')])).toEqual([]);
    }
  });

  it.each([
    [{ metadata: { name: UNKNOWN }, spec: UNKNOWN }],
    [{ metadata: UNKNOWN, spec: { template: UNKNOWN } }],
    [
      {
        metadata: { name: 'web', labels: UNKNOWN, annotations: UNKNOWN },
        spec: { template: { metadata: UNKNOWN, spec: UNKNOWN } },
      },
    ],
    [{ apiVersion: UNKNOWN, kind: UNKNOWN }],
  ])('break no policy: %j', async (props) => {
    expect(await wholeReport([resource('kubernetes:apps/v1:Deployment', 'web', props)])).toEqual({});
  });

  it('do not hide what is known', async () => {
    const env = [UNKNOWN, { name: 'API_TOKEN', value: PASSWORD }, { name: 'DB_PASSWORD', value: UNKNOWN }];
    const report = await wholeReport([
      workload('Deployment', { hostPID: true, volumes: UNKNOWN, containers: [container({ env, image: UNKNOWN })] }),
    ]);
    expect(report['DYN102']).toHaveLength(1);
    expect(report['pod-security']).toHaveLength(1);
  });

  it('let a pod pass whose namespace may be an exception', async () => {
    const web = workload('Deployment', { hostPID: true, containers: [container()] }, { namespace: UNKNOWN });
    expect(await stackReport('pod-security', [web])).toEqual([]);
    expect(await stackReport('pod-security', [web], { namespaces: {} })).toHaveLength(1);
  });

  it('let a fabric pod pass whose namespace may enforce privileged', async () => {
    const resources = { limits: { 'vpc.amazonaws.com/efa': 1 } };
    const web = workload('Deployment', {
      containers: [container({ resources, securityContext: { privileged: true } })],
    });
    expect(await stackReport('pod-security', [web, namespace('shop', UNKNOWN)])).toEqual([]);
  });
});

describe('secrets', () => {
  it('stay out of messages, even where another object has their value in the open', async () => {
    const text = 'hunter2-hunter2';
    const secret = resource('kubernetes:core/v1:Secret', 'db', {
      metadata: { name: 'db' },
      data: { password: Buffer.from(text).toString('base64') },
    });
    const web = workload('Deployment', {
      securityContext: { sysctls: [{ name: text, value: '1' }] },
      containers: [container()],
    });
    const report = await stackReport('pod-security', [secret, web]);
    expect(report).toHaveLength(1);
    expect(report[0]?.message).toContain('[secret]');
    expect(JSON.stringify(report)).not.toContain(text);
  });

  it('are also what a resource declares as secret outputs', async () => {
    const text = 'hunter2-hunter2';
    const web = workload('Deployment', { securityContext: { sysctls: [{ name: text }] }, containers: [container()] });
    const random = resource('random:index/randomPassword:RandomPassword', 'p', { result: text });
    const kept = { ...random, opts: { ...OPTIONS, additionalSecretOutputs: ['result'] } };
    expect(JSON.stringify(await stackReport('pod-security', [web, kept]))).not.toContain(text);
  });
});
