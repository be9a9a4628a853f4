import { sharedClaimAccess } from '../../constructs/rules/shared-claim-access';
import { findings } from './findings';
import { API_VERSIONS, type GraphOptions, manifest, type Part, vllm } from './parts';

const claim = (accessModes: readonly string[], namespace?: string) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'weights', ...(namespace === undefined ? {} : { namespace }) },
  spec: { accessModes },
});
const mounting = (name: string, options: Partial<Part> = {}): Part => ({
  ...vllm(name, 'worker', [], {
    pod: { volumes: [{ name: 'cache', persistentVolumeClaim: { claimName: 'weights' } }] },
  }),
  ...options,
});
const check = (parts: readonly Part[], document: object, options: GraphOptions = {}) =>
  findings(sharedClaimAccess, manifest(parts, { ...options, documents: [document] }));

describe('DYN045 claims that several pods mount', () => {
  test.each(API_VERSIONS)('%s: ReadWriteOnce for several pods is an error', (apiVersion) => {
    const parts = [mounting('a', { replicas: 2 }), mounting('b', { nodes: 2 }), mounting('idle', { replicas: 0 })];
    expect(check(parts, claim(['ReadWriteOnce']), { apiVersion })).toEqual([
      expect.objectContaining({
        code: 'DYN045',
        severity: 'error',
        path: expect.stringContaining('PersistentVolumeClaim/weights: spec.accessModes'),
        message: "the claim 'weights' is ReadWriteOnce, but 4 pods mount it (2 of 'a', 2 of 'b')",
      }),
    ]);
  });

  test('so is ReadWriteOncePod', () => {
    expect(check([mounting('a'), mounting('b')], claim(['ReadWriteOncePod']))).toHaveLength(1);
  });

  test.each([
    ['shared', [mounting('a', { replicas: 4 })], ['ReadWriteMany']],
    ['read-only', [mounting('a', { replicas: 4 })], ['ReadWriteOnce', 'ReadOnlyMany']],
    ['one pod', [mounting('a')], ['ReadWriteOnce']],
    ['no access mode said', [mounting('a', { replicas: 4 })], []],
    ['no pods', [mounting('a', { replicas: 0 }), mounting('b')], ['ReadWriteOnce']],
    ['nobody mounts it', [vllm('a', 'worker', [], { replicas: 4 })], ['ReadWriteOnce']],
  ])('%s passes', (_, parts, modes) => {
    expect(check(parts, claim(modes))).toEqual([]);
  });

  test('claims of another namespace are other claims', () => {
    const parts = [mounting('a', { replicas: 4 })];
    expect(check(parts, claim(['ReadWriteOnce'], 'elsewhere'), { namespace: 'here' })).toEqual([]);
    expect(check(parts, claim(['ReadWriteOnce'], 'here'), { namespace: 'here' })).toHaveLength(1);
  });

  test('v1alpha1 graphs make claims of their own', () => {
    const mount = (name: string) => ({
      ...vllm(name, 'worker'),
      own: { volumeMounts: [{ name: 'weights', mountPoint: '/m' }] },
    });
    const graph = (create: boolean, mode: string) =>
      manifest([mount('a'), mount('b')], {
        apiVersion: 'v1alpha1',
        spec: { pvcs: [{ name: 'weights', create, size: '1Gi', storageClass: 'x', volumeAccessMode: mode }] },
      });
    expect(findings(sharedClaimAccess, graph(true, 'ReadWriteOnce'))[0]?.path).toContain(
      'spec.pvcs[weights].volumeAccessMode',
    );
    expect(findings(sharedClaimAccess, graph(true, 'ReadWriteMany'))).toEqual([]);
    expect(findings(sharedClaimAccess, graph(false, 'ReadWriteOnce'))).toEqual([]);
  });
});
