import { statorPolicies } from '../../stacks/policy';
import { namespace, resource, stackReport, wholeReport, workload } from './support';

const PASSWORD = 'correct-horse-battery';
const container = (more: object = {}) => ({ name: 'main', image: 'web:1.4', ...more });
const SAFE = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};
const policies = resource('kubernetes:networking.k8s.io/v1:NetworkPolicy', 'np', {
  metadata: { name: 'np', namespace: 'shop' },
  spec: { podSelector: {} },
});

describe('a stack written without Stator', () => {
  const env = [{ name: 'DB_PASSWORD', value: PASSWORD }];
  const web = workload('Deployment', { containers: [container({ env, securityContext: { privileged: true } })] });

  it('is refused for a password in a manifest and for a privileged container, each at its resource', async () => {
    const report = await wholeReport([web]);
    expect(report['DYN102']).toEqual([
      {
        urn: web.urn,
        message:
          "Deployment/web: spec.template.spec.containers[main].env[DB_PASSWORD].value: the variable 'DB_PASSWORD' has its value written into the manifest. Fix: put the value into a Secret and refer to it: valueFrom.secretKeyRef (EnvValue.secret in code), or envFrom",
      },
    ]);
    expect(report['pod-security']).toEqual([
      {
        urn: web.urn,
        message:
          "Deployment/web: spec.template.spec.containers[main].securityContext.privileged: pods of Deployment 'web' do not pass privileged of level baseline: containers[main].securityContext.privileged is true, allowed is false. Fix: take the field out of the pod, or set it as allowed",
      },
    ]);
    expect(Object.keys(report).sort()).toEqual(['DYN102', 'network-policy', 'pod-security', 'service-account-token']);
    expect(JSON.stringify(report)).not.toContain(PASSWORD);
  });

  it('passes with a reference, without privileges, with a NetworkPolicy and without a token', async () => {
    const secret = { secretKeyRef: { name: 'db', key: 'password' } };
    const spec = {
      automountServiceAccountToken: false,
      containers: [container({ env: [{ name: 'DB_PASSWORD', valueFrom: secret }] })],
    };
    expect(await wholeReport([workload('Deployment', spec), policies])).toEqual({});
  });
});

describe('pod-security', () => {
  const privileged = { hostPID: true, containers: [container()] };

  it.each([
    ['kubernetes:core/v1:Pod', { spec: privileged }, 'spec.hostPID'],
    ['kubernetes:apps/v1:StatefulSet', { spec: { template: { spec: privileged } } }, 'spec.template.spec.hostPID'],
    ['kubernetes:apps/v1:DaemonSet', { spec: { template: { spec: privileged } } }, 'spec.template.spec.hostPID'],
    ['kubernetes:apps/v1:DeploymentPatch', { spec: { template: { spec: privileged } } }, 'spec.template.spec.hostPID'],
    [
      'kubernetes:core/v1:ReplicationController',
      { spec: { template: { spec: privileged } } },
      'spec.template.spec.hostPID',
    ],
    ['kubernetes:batch/v1:Job', { spec: { template: { spec: privileged } } }, 'spec.template.spec.hostPID'],
    [
      'kubernetes:batch/v1:CronJob',
      { spec: { jobTemplate: { spec: { template: { spec: privileged } } } } },
      'spec.jobTemplate.spec.template.spec.hostPID',
    ],
    [
      'kubernetes:leaderworkerset.x-k8s.io/v1:LeaderWorkerSet',
      { spec: { leaderWorkerTemplate: { workerTemplate: { spec: privileged } } } },
      'spec.leaderWorkerTemplate.workerTemplate.spec.hostPID',
    ],
  ])('judges the pods of %s', async (type, props, path) => {
    const report = await stackReport('pod-security', [resource(type, 'it', { metadata: { name: 'it' }, ...props })]);
    expect(report).toHaveLength(1);
    expect(report[0]?.message).toContain(`/it: ${path}: `);
  });

  it('takes the level of the configuration', async () => {
    const web = workload('Deployment', { containers: [container()] });
    expect(await stackReport('pod-security', [web])).toEqual([]);
    const restricted = await stackReport('pod-security', [web], { level: 'restricted' });
    expect(restricted.map(({ message }) => /do not pass (\w+)/.exec(message)?.[1])).toEqual([
      'capabilities',
      'seccompProfile',
      'allowPrivilegeEscalation',
      'runAsNonRoot',
    ]);
    const safe = workload('Deployment', { containers: [container({ securityContext: SAFE })] });
    expect(await stackReport('pod-security', [safe], { level: 'restricted' })).toEqual([]);
  });

  it('takes levels of single namespaces from the configuration', async () => {
    const web = workload('Deployment', { hostPID: true, containers: [container()] });
    expect(await stackReport('pod-security', [web], { namespaces: { shop: 'privileged' } })).toEqual([]);
    expect(await stackReport('pod-security', [web], { namespaces: { other: 'privileged' } })).toHaveLength(1);
    expect(
      await stackReport('pod-security', [web], { level: 'privileged', namespaces: { shop: 'baseline' } }),
    ).toHaveLength(1);
  });

  it('leaves kube-system to the agents of nodes, unless told otherwise', async () => {
    const agent = workload('DaemonSet', { hostPID: true, containers: [container()] }, { namespace: 'kube-system' });
    expect(await stackReport('pod-security', [agent])).toEqual([]);
    expect(await stackReport('pod-security', [agent], { namespaces: {} })).toHaveLength(1);
  });

  it('refuses a level that there is not', async () => {
    await expect(stackReport('pod-security', [], { level: 'strict' })).rejects.toThrow(
      "'level' must be privileged, baseline or restricted, got 'strict'",
    );
    await expect(stackReport('pod-security', [], { namespaces: { shop: 'none' } })).rejects.toThrow(
      "'namespaces.shop'",
    );
  });

  describe('of pods with an RDMA adapter', () => {
    const efa = { limits: { 'vpc.amazonaws.com/efa': 32 } };
    const worker = { containers: [container({ resources: efa, securityContext: { privileged: true } })] };

    it('lets them have their rights where the namespace says that it enforces privileged', async () => {
      const web = workload('StatefulSet', worker);
      expect(await stackReport('pod-security', [web, namespace('shop', 'privileged')])).toEqual([]);
      expect(
        await stackReport('pod-security', [web, namespace('shop', 'privileged')], { level: 'restricted' }),
      ).toHaveLength(1);
    });

    it.each([
      ['no namespace in the stack', []],
      ['a namespace that enforces less', [namespace('shop', 'baseline')]],
      ['another namespace', [namespace('other', 'privileged')]],
    ])('refuses them with %s', async (_what, namespaces) => {
      expect(await stackReport('pod-security', [workload('StatefulSet', worker), ...namespaces])).toHaveLength(1);
    });

    it('lets a shared adapter lock memory, and nothing else', async () => {
      const add = (...names: string[]) => ({
        containers: [
          container({ resources: { limits: { 'rdma/ib': '1' } }, securityContext: { capabilities: { add: names } } }),
        ],
      });
      const stack = (names: string[]) => [workload('StatefulSet', add(...names)), namespace('shop', 'privileged')];
      expect(await stackReport('pod-security', stack(['IPC_LOCK']))).toEqual([]);
      expect(await stackReport('pod-security', stack(['IPC_LOCK', 'SYS_ADMIN']))).toHaveLength(1);
    });

    it('refuses what no adapter needs, and containers beside that have none', async () => {
      const host = { ...worker, hostNetwork: true };
      const beside = {
        containers: [...worker.containers, { name: 'log', image: 'log:1', securityContext: { privileged: true } }],
      };
      for (const spec of [host, beside]) {
        const report = await stackReport('pod-security', [
          workload('StatefulSet', spec),
          namespace('shop', 'privileged'),
        ]);
        expect(report).toHaveLength(1);
        expect(report[0]?.message).not.toContain('containers[main].securityContext.privileged is');
      }
    });
  });
});

describe('DYN115', () => {
  it('holds the namespace of the stack against its pods', async () => {
    const web = workload('Deployment', { containers: [container()] });
    const report = await stackReport('DYN115', [namespace('shop', 'restricted'), web]);
    expect(new Set(report.map(({ urn }) => urn))).toEqual(new Set([web.urn]));
    expect(report[0]?.message).toContain("which namespace 'shop' enforces");
    expect(await stackReport('DYN115', [namespace('shop', 'baseline'), web])).toEqual([]);
  });
});

describe('DYN123', () => {
  it('weighs more here than where a graph is made', async () => {
    const binding = resource('kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding', 'it', {
      metadata: { name: 'it' },
      roleRef: { kind: 'ClusterRole', name: 'cluster-admin' },
    });
    expect((await stackReport('DYN123', [binding])).map(({ urn }) => urn)).toEqual([binding.urn]);
    expect(statorPolicies().find(({ name }) => name === 'DYN123')).toMatchObject({ enforcementLevel: 'mandatory' });
  });
});

describe('network-policy', () => {
  const pod = resource('kubernetes:core/v1:Pod', 'web', {
    metadata: { namespace: 'shop' },
    spec: { containers: [container()] },
  });

  it('misses one once for each namespace with pods', async () => {
    const other = workload('Deployment', { containers: [container()] });
    expect(await stackReport('network-policy', [pod, other])).toHaveLength(1);
  });

  it.each([
    ['networking.k8s.io/v1:NetworkPolicy', 'shop'],
    ['cilium.io/v2:CiliumNetworkPolicy', 'shop'],
    ['cilium.io/v2:CiliumClusterwideNetworkPolicy', undefined],
  ])('is content with %s', async (token, where) => {
    const metadata = { name: 'np', ...(where === undefined ? {} : { namespace: where }) };
    expect(await stackReport('network-policy', [pod, resource(`kubernetes:${token}`, 'np', { metadata })])).toEqual([]);
  });

  it('is not content with one of another namespace', async () => {
    const elsewhere = resource('kubernetes:networking.k8s.io/v1:NetworkPolicy', 'np', {
      metadata: { namespace: 'other' },
    });
    expect(await stackReport('network-policy', [pod, elsewhere])).toHaveLength(1);
  });
});

describe('service-account-token', () => {
  it.each([
    ['an account of its own', { serviceAccountName: 'web', containers: [container()] }, []],
    ['no token', { automountServiceAccountToken: false, containers: [container()] }, []],
    [
      'an account default without tokens',
      { containers: [container()] },
      [
        resource('kubernetes:core/v1:ServiceAccount', 'default', {
          metadata: { name: 'default', namespace: 'shop' },
          automountServiceAccountToken: false,
        }),
      ],
    ],
  ])('passes %s', async (_what, spec, others) => {
    expect(await stackReport('service-account-token', [workload('Deployment', spec), ...others])).toEqual([]);
  });

  it('refuses a token that nobody asked for', async () => {
    const web = workload('Deployment', { containers: [container()] });
    expect((await stackReport('service-account-token', [web])).map(({ urn }) => urn)).toEqual([web.urn]);
  });
});

it('passes over resources that are no Kubernetes objects', async () => {
  const others = [
    'kubernetes:yaml:ConfigFile',
    'kubernetes:yaml/v2:ConfigGroup',
    'pulumi:providers:kubernetes',
    'aws:s3/bucket:Bucket',
  ];
  const props = { spec: { hostPID: true, containers: [container()] } };
  expect(await wholeReport(others.map((type) => resource(type, 'it', props)))).toEqual({});
});

it('finds a password in the values of a chart', async () => {
  const chart = resource('kubernetes:helm.sh/v3:Release', 'nats', {
    values: { container: { env: [{ name: 'NATS_PASSWORD', value: PASSWORD }] } },
  });
  expect((await stackReport('DYN102', [chart])).map(({ urn }) => urn)).toEqual([chart.urn]);
});
