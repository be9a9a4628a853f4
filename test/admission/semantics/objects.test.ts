import { object } from './support';

const PORT = { port: 80, name: 'a' };
const STORAGE = { resources: { requests: { storage: '1Gi' } } };
const RBAC = 'rbac.authorization.k8s.io/v1';
const ROLE = { kind: 'Role', name: 'r' };
const RULE = { apiGroups: [''], resources: ['pods'], verbs: ['get'] };
const TARGET = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd' };
const cpu = (target: object) => ({ type: 'Resource', resource: { name: 'cpu', target } });
const ingress = (rule: object) => ({ spec: { podSelector: {}, ingress: [rule] } });

/** Version, kind, fields and metadata of an object. */
type Case = readonly [string, string, object, object?];

/** The verdicts are those of a real API server (1.36.3). */
describe('objects', () => {
  test.each<readonly [string, Case]>([
    ['a ConfigMap', ['v1', 'ConfigMap', { data: { 'a.yaml': 'x' } }]],
    [
      'a Secret of texts',
      ['v1', 'Secret', { type: 'kubernetes.io/tls', stringData: { 'tls.crt': 'a', 'tls.key': 'b' } }],
    ],
    ['a claim', ['v1', 'PersistentVolumeClaim', { spec: { accessModes: ['ReadWriteMany'], ...STORAGE } }]],
    ['a Service with a digit in front', ['v1', 'Service', { spec: { ports: [PORT] } }, { name: '1a' }]],
    ['a headless Service without ports', ['v1', 'Service', { spec: { clusterIP: 'None' } }]],
    ['a Role with a colon', [RBAC, 'Role', { rules: [RULE] }, { name: 'a:B' }]],
    ['a budget in percent', ['policy/v1', 'PodDisruptionBudget', { spec: { maxUnavailable: '50%' } }]],
    [
      'an autoscaler',
      [
        'autoscaling/v2',
        'HorizontalPodAutoscaler',
        {
          spec: {
            maxReplicas: 2,
            scaleTargetRef: TARGET,
            metrics: [cpu({ type: 'Utilization', averageUtilization: 50 })],
          },
        },
      ],
    ],
    ['a kind of someone else', ['example.com/v1', 'Anything', { spec: 3 }, { name: 'A_B' }]],
    ['another version', ['autoscaling/v1', 'HorizontalPodAutoscaler', { spec: {} }]],
  ])('%s passes', (_, [apiVersion, kind, fields, metadata]) => {
    expect(object(apiVersion, kind, fields, metadata)).toEqual([]);
  });

  test.each<readonly [string, Case, RegExp]>([
    [
      'a slash in a key',
      ['v1', 'ConfigMap', { data: { 'a/b': 'x' } }],
      /^data\[a\/b\]: found the key "a\/b", allowed is a key/,
    ],
    [
      'a key in both maps',
      ['v1', 'ConfigMap', { data: { a: 'x' }, binaryData: { a: 'AA==' } }],
      /a key that binaryData does not have/,
    ],
    [
      'more than 1 MiB',
      ['v1', 'ConfigMap', { data: { a: 'x'.repeat(2 ** 20 + 1) } }],
      /^data: found 1048577 bytes, allowed is at most 1048576 bytes/,
    ],
    [
      'a certificate without its key',
      ['v1', 'Secret', { type: 'kubernetes.io/tls', data: { 'tls.crt': 'AA==' } }],
      /^type: .*only with the key tls\.key/,
    ],
    [
      'a pull secret that is no JSON',
      ['v1', 'Secret', { type: 'kubernetes.io/dockerconfigjson', stringData: { '.dockerconfigjson': 'x' } }],
      /only with JSON under the key/,
    ],
    [
      'a claim without access modes',
      ['v1', 'PersistentVolumeClaim', { spec: STORAGE }],
      /^spec\.accessModes: found nothing, allowed is at least one of/,
    ],
    [
      'a claim without a size',
      ['v1', 'PersistentVolumeClaim', { spec: { accessModes: ['ReadWriteOnce'] } }],
      /^spec\.resources\.requests\.storage: found nothing/,
    ],
    [
      'a claim for one pod and for many',
      ['v1', 'PersistentVolumeClaim', { spec: { accessModes: ['ReadWriteOncePod', 'ReadOnlyMany'], ...STORAGE } }],
      /'ReadWriteOncePod' only alone/,
    ],
    ['a Namespace with dots', ['v1', 'Namespace', {}, { name: 'a.b' }], /^metadata\.name: invalid value "a\.b"/],
    [
      'a level that is none',
      ['v1', 'Namespace', {}, { labels: { 'pod-security.kubernetes.io/warn': 'x' } }],
      /one of privileged, baseline, restricted/,
    ],
    ['a Service with dots', ['v1', 'Service', { spec: { ports: [PORT] } }, { name: 'a.b' }], /^metadata\.name/],
    [
      'a Service without ports',
      ['v1', 'Service', { spec: {} }],
      /^spec\.ports: found nothing, allowed is at least one port/,
    ],
    [
      'two ports without names',
      ['v1', 'Service', { spec: { ports: [PORT, { port: 81 }] } }],
      /ports\[1\]\.name: found nothing/,
    ],
    [
      'two ports alike',
      ['v1', 'Service', { spec: { ports: [PORT, { ...PORT, name: 'b' }] } }],
      /each port and protocol once/,
    ],
    [
      'a nodePort of a ClusterIP',
      ['v1', 'Service', { spec: { ports: [{ ...PORT, nodePort: 30000 }] } }],
      /nodePort: .*with the type 'ClusterIP'/,
    ],
    [
      'an external name with an address',
      ['v1', 'Service', { spec: { type: 'ExternalName', externalName: 'a.b', clusterIP: '10.0.0.1' } }],
      /^spec\.clusterIP: .*with the type 'ExternalName'/,
    ],
    [
      'a policy for what nobody reaches',
      ['v1', 'Service', { spec: { ports: [PORT], externalTrafficPolicy: 'Local' } }],
      /^spec\.externalTrafficPolicy/,
    ],
    [
      'an endPort below port',
      ['networking.k8s.io/v1', 'NetworkPolicy', ingress({ ports: [{ port: 80, endPort: 79 }] })],
      /endPort: found 79, allowed is at least the number of port/,
    ],
    [
      'an endPort of a named port',
      ['networking.k8s.io/v1', 'NetworkPolicy', ingress({ ports: [{ port: 'http', endPort: 79 }] })],
      /endPort: .*without a port number/,
    ],
    [
      'a peer that is none',
      ['networking.k8s.io/v1', 'NetworkPolicy', ingress({ from: [{}] })],
      /one of podSelector, namespaceSelector, ipBlock/,
    ],
    [
      'an exception outside',
      [
        'networking.k8s.io/v1',
        'NetworkPolicy',
        ingress({ from: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['11.0.0.0/16'] } }] }),
      ],
      /except\[0\]: .*a smaller network inside 10\.0\.0\.0\/8/,
    ],
    [
      'a rule without verbs',
      [RBAC, 'Role', { rules: [{ apiGroups: [''], resources: ['pods'] }] }],
      /^rules\[0\]\.verbs: found nothing, allowed is at least one verb/,
    ],
    [
      'URLs in a Role',
      [RBAC, 'Role', { rules: [{ nonResourceURLs: ['/x'], verbs: ['get'] }] }],
      /use a ClusterRole|in a Role/,
    ],
    ['a binding to nothing', [RBAC, 'RoleBinding', { roleRef: { kind: 'Role' } }], /^roleRef\.name: found nothing/],
    [
      'a binding to a kind that is none',
      [RBAC, 'RoleBinding', { roleRef: { ...ROLE, kind: 'Rule' } }],
      /^roleRef\.kind: found "Rule", allowed is one of Role, ClusterRole/,
    ],
    [
      'a group of an account',
      [RBAC, 'RoleBinding', { roleRef: ROLE, subjects: [{ kind: 'ServiceAccount', name: 'a', apiGroup: 'x' }] }],
      /for a ServiceAccount/,
    ],
    [
      'an account without a namespace',
      [
        RBAC,
        'ClusterRoleBinding',
        { roleRef: { kind: 'ClusterRole', name: 'r' }, subjects: [{ kind: 'ServiceAccount', name: 'a' }] },
      ],
      /subjects\[a\]\.namespace: found nothing/,
    ],
    [
      'both limits of a budget',
      ['policy/v1', 'PodDisruptionBudget', { spec: { minAvailable: 1, maxUnavailable: 1 } }],
      /^spec\.maxUnavailable: .*beside minAvailable/,
    ],
    ['more than all', ['policy/v1', 'PodDisruptionBudget', { spec: { minAvailable: '101%' } }], /at most '100%'/],
    [
      'an autoscaler downwards',
      [
        'autoscaling/v2',
        'HorizontalPodAutoscaler',
        { spec: { minReplicas: 3, maxReplicas: 2, scaleTargetRef: TARGET } },
      ],
      /^spec\.maxReplicas: found 2/,
    ],
    [
      'a target without a group',
      [
        'autoscaling/v2',
        'HorizontalPodAutoscaler',
        { spec: { maxReplicas: 2, scaleTargetRef: { ...TARGET, apiVersion: 'v1' } } },
      ],
      /a group and a version such as apps\/v1/,
    ],
    [
      'a metric without a target',
      [
        'autoscaling/v2',
        'HorizontalPodAutoscaler',
        { spec: { maxReplicas: 2, scaleTargetRef: TARGET, metrics: [cpu({ type: 'Value' })] } },
      ],
      /one of averageValue, averageUtilization/,
    ],
    [
      'a finalizer without a domain',
      ['v1', 'ServiceAccount', {}, { finalizers: ['x'] }],
      /^metadata\.finalizers\[0\]: found "x"/,
    ],
    [
      'a bad label',
      ['v1', 'ServiceAccount', {}, { labels: { a: 'b c' } }],
      /^metadata\.labels\.a: invalid value "b c"/,
    ],
    ['no name', ['v1', 'ServiceAccount', {}, { name: '' }], /^metadata\.name: required value/],
  ])('%s is refused', (_, [apiVersion, kind, fields, metadata], message) => {
    expect(object(apiVersion, kind, fields, metadata)).toEqual([expect.stringMatching(message)]);
  });

  test('no value of a Secret is shown', () => {
    const found = object('v1', 'Secret', { stringData: { 'a/b': 'hunter2', c: 'hunter2'.repeat(2 ** 18) } });
    expect(found).toHaveLength(2);
    expect(found.join()).not.toContain('hunter2');
  });
});
