import { discoveryAccount } from '../../constructs/rules/discovery-account';
import { findings } from './findings';
import { API_VERSIONS, frontend, manifest, type Part, vllm } from './parts';

const OWN = { pod: { serviceAccountName: 'models' } };
const binding = (name: string) => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'RoleBinding',
  metadata: { name: 'models-discovery' },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'r1-k8s-service-discovery-role' },
  subjects: [{ kind: 'ServiceAccount', name }],
});

describe('DYN122 service account', () => {
  test.each(API_VERSIONS)('%s: an account without the rights of the operator is a warning', (apiVersion) => {
    expect(
      findings(discoveryAccount, manifest([frontend(), vllm('worker', 'worker', [], OWN)], { apiVersion })),
    ).toEqual([
      expect.objectContaining({
        code: 'DYN122',
        severity: 'warning',
        path: expect.stringContaining('worker'),
        message: "'worker' runs as 'models', which has no rights to discover unless they are bound elsewhere",
      }),
    ]);
  });

  test('a frontend needs them too', () => {
    expect(findings(discoveryAccount, manifest([frontend([], OWN)]))).toHaveLength(1);
  });

  test('a binding of another account does not help', () => {
    const documents = [binding('others')];
    expect(findings(discoveryAccount, manifest([frontend([], OWN)], { documents }))).toHaveLength(1);
  });

  test.each<readonly [string, Part, readonly object[]]>([
    ['no account', frontend(), []],
    ['the account of the operator', frontend([], { pod: { serviceAccountName: 'r1-k8s-service-discovery' } }), []],
    ['an account with a binding', frontend([], OWN), [binding('models')]],
    ['discovery by etcd', frontend([], { ...OWN, env: { DYN_DISCOVERY_BACKEND: 'etcd' } }), []],
    ['a planner', { name: 'planner', role: 'planner', command: ['python3', '-m', 'dynamo.planner'], ...OWN }, []],
  ])('%s passes', (_, part, documents) => {
    expect(findings(discoveryAccount, manifest([part], { documents }))).toEqual([]);
  });
});
