import { acceptedObjects } from '../../constructs/rules/accepted-objects';
import { findings } from './findings';

const found = (...objects: readonly object[]) =>
  findings(acceptedObjects, objects.map((each) => JSON.stringify(each)).join('\n---\n'));
const job = (spec: object) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'download' },
  spec: { template: { spec } },
});
const container = { name: 'main', image: 'i' };
const policy = (port: object) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'p' },
  spec: { podSelector: {}, ingress: [{ ports: [port] }] },
});

describe('DYN118 objects that Kubernetes accepts', () => {
  test('a Job whose pods restart for ever is an error', () => {
    expect(found(job({ containers: [container] }))).toEqual([
      expect.objectContaining({
        code: 'DYN118',
        severity: 'error',
        path: 'test.yaml#0 Job/download: spec.template.spec.restartPolicy',
        message: 'the API server refuses it: found nothing, allowed is one of OnFailure, Never',
        fix: 'give one of OnFailure, Never',
      }),
    ]);
  });

  test.each<readonly [string, object, string]>([
    [
      'a pod that is refused',
      job({ restartPolicy: 'Never', containers: [{ ...container, volumeMounts: [{ name: 'v', mountPath: '/v' }] }] }),
      'volumeMounts[v].name',
    ],
    [
      'a key with a slash',
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: { 'a/b': '' } },
      ': data[a/b]',
    ],
    [
      'a claim without access modes',
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'c' },
        spec: { resources: { requests: { storage: '1Gi' } } },
      },
      ': spec.accessModes',
    ],
    ['an endPort below port', policy({ port: 80, endPort: 79 }), '.endPort'],
    [
      'a rule without verbs',
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'Role',
        metadata: { name: 'r' },
        rules: [{ apiGroups: [''], resources: ['pods'] }],
      },
      ': rules[0].verbs',
    ],
    ['a Namespace with dots', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a.b' } }, ': metadata.name'],
  ])('%s is an error', (_, object, path) => {
    expect(found(object).map((finding) => finding.path)).toEqual([expect.stringContaining(path)]);
  });

  test.each<readonly [string, object]>([
    ['a Job', job({ restartPolicy: 'Never', containers: [container] })],
    ['a NetworkPolicy', policy({ port: 80, endPort: 81 })],
    [
      'a name that DYN116 refuses',
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'A_B', labels: { a: 'b c' } } },
    ],
    [
      'a value that DYN116 refuses',
      job({ restartPolicy: 'Never', containers: [{ ...container, imagePullPolicy: 'Often' }] }),
    ],
    [
      'a level that DYN115 refuses',
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: 'a', labels: { 'pod-security.kubernetes.io/enforce': 'x' } },
      },
    ],
    [
      'a kind of an operator',
      { apiVersion: 'nvidia.com/v1beta1', kind: 'DynamoGraphDeployment', metadata: { name: 'A_B' }, spec: {} },
    ],
  ])('%s passes', (_, object) => expect(found(object)).toEqual([]));
});
