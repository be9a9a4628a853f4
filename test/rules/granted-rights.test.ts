import { grantedRights } from '../../constructs/rules/granted-rights';
import { findings } from './findings';
import { frontend, manifest } from './parts';

const ADMIN = { kind: 'ClusterRole', name: 'cluster-admin' };
const EVERYTHING = { apiGroups: ['*'], resources: ['*'], verbs: ['*'] };
const READING = { apiGroups: ['*'], resources: ['*'], verbs: ['get', 'list', 'watch'] };

const rbac = (kind: string, fields: object) => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind,
  metadata: { name: 'deployer' },
  ...fields,
});
const found = (document: object) => findings(grantedRights, manifest([frontend()], { documents: [document] }));

describe('DYN123 granted rights', () => {
  test.each([
    ['ClusterRoleBinding', { roleRef: ADMIN }, 'roleRef.name', 'binds cluster-admin'],
    ['RoleBinding', { roleRef: ADMIN }, 'roleRef.name', 'binds cluster-admin'],
    ['ClusterRole', { rules: [READING, EVERYTHING] }, 'rules[1]', 'grants every verb on every resource'],
    ['Role', { rules: [EVERYTHING] }, 'rules[0]', 'grants every verb on every resource'],
  ])('a %s that gives every right is a warning: %j', (kind, fields, field, what) => {
    expect(found(rbac(kind, fields))).toEqual([
      expect.objectContaining({
        code: 'DYN123',
        severity: 'warning',
        path: expect.stringMatching(`${kind}/deployer: ${field.replace(/[[\]]/g, '\\$&')}$`),
        message: `${kind} 'deployer' ${what}`,
      }),
    ]);
  });

  test.each([
    ['ClusterRoleBinding', { roleRef: { kind: 'ClusterRole', name: 'view' } }],
    ['RoleBinding', { roleRef: { kind: 'Role', name: 'cluster-admin' } }],
    ['ClusterRole', { rules: [READING, { ...EVERYTHING, apiGroups: ['nvidia.com'] }] }],
    ['Role', {}],
    ['ConfigMap', { roleRef: ADMIN, rules: [EVERYTHING] }],
  ])('a %s passes: %j', (kind, fields) => {
    expect(found(rbac(kind, fields))).toEqual([]);
  });
});
