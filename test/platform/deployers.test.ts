import { App, Chart } from 'cdk8s';
import { InferenceNamespace, Subject } from '../../constructs';
import { canI, PERMISSIONS, type Permission } from '../e2e/permissions';

interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

function synthesize(...deployers: readonly Subject[]) {
  const chart = new Chart(new App(), 'test', { namespace: 'inference' });
  new InferenceNamespace(chart, 'namespace', { deployers });
  return chart.toJson();
}

const role = synthesize(Subject.user('ada')).find(({ kind }) => kind === 'Role');
const rules: readonly PolicyRule[] = role.rules;

/** Whether a Role in the namespace of the request grants it: what the RBAC authorizer does, wildcards left out. */
function grants({ verb, resource, subresource }: Permission): boolean {
  const [plural = '', ...group] = resource.split('.');
  const wanted = subresource === undefined ? plural : `${plural}/${subresource}`;
  return rules.some(
    ({ apiGroups, resources, verbs }) =>
      apiGroups.includes(group.join('.')) && resources.includes(wanted) && verbs.includes(verb),
  );
}

const title = ({ verb, resource, subresource = '', where, allowed }: Permission) =>
  `${allowed ? 'may' : 'may not'} ${verb} ${resource} ${subresource} (${where})`;

describe('deployers', () => {
  test.each(PERMISSIONS.map((permission) => [title(permission), permission] as const))('%s', (_, permission) => {
    expect(permission.where === 'namespace' && grants(permission)).toBe(permission.allowed);
  });

  test('every right of the role is in the table, and none is a wildcard', () => {
    const listed = PERMISSIONS.filter(({ allowed }) => allowed).map(
      ({ verb, resource, subresource = '' }) => `${verb} ${resource} ${subresource}`,
    );
    const granted = rules.flatMap(({ apiGroups, resources, verbs }) =>
      apiGroups.flatMap((group) =>
        resources.flatMap((resource) => {
          const [plural = '', subresource = ''] = resource.split('/');
          return verbs.map((verb) => `${verb} ${group === '' ? plural : `${plural}.${group}`} ${subresource}`);
        }),
      ),
    );
    expect(granted.sort()).toEqual(listed.sort());
    expect(granted.filter((right) => right.includes('*'))).toEqual([]);
    expect(PERMISSIONS.filter(({ allowed }) => !allowed).length).toBeGreaterThanOrEqual(12);
  });

  test('the binding names each subject, and stands in the namespace', () => {
    const documents = synthesize(
      Subject.user('ada@example.com'),
      Subject.group('inference-team'),
      Subject.serviceAccount('argocd-application-controller', 'argocd'),
    );
    expect(documents.map(({ kind, metadata }) => [kind, metadata.namespace])).toEqual([
      ['Namespace', undefined],
      ['Role', 'inference'],
      ['RoleBinding', 'inference'],
    ]);
    expect(documents[2]).toMatchObject({
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: documents[1].metadata.name },
      subjects: [
        { apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'ada@example.com' },
        { apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'inference-team' },
        { kind: 'ServiceAccount', name: 'argocd-application-controller', namespace: 'argocd' },
      ],
    });
  });

  test('without deployers there is no role', () => {
    expect(synthesize().map(({ kind }) => kind)).toEqual(['Namespace']);
  });

  test.each([
    ['a user without a name', () => Subject.user(' ')],
    ['a group without a name', () => Subject.group('')],
    ['an account with a bad name', () => Subject.serviceAccount('A_b', 'argocd')],
    ['an account in a bad namespace', () => Subject.serviceAccount('a', 'a.b')],
  ])('%s is refused', (_, make) => {
    expect(make).toThrow(/'name(?:space)?' must be /);
  });

  test('kubectl is asked about the right place', () => {
    const permission: Permission = {
      verb: 'get',
      resource: 'pods',
      subresource: 'log',
      where: 'namespace',
      allowed: true,
    };
    const question = ['auth', 'can-i', 'get', 'pods', '--subresource', 'log'];
    expect(canI(permission, 'a', 'b')).toEqual([...question, '--namespace', 'a']);
    expect(canI({ ...permission, where: 'other namespace' }, 'a', 'b')).toEqual([...question, '--namespace', 'b']);
    expect(canI({ ...permission, where: 'cluster' }, 'a', 'b')).toEqual([...question, '--all-namespaces']);
  });
});
