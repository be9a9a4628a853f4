import { acceptedPods } from '../../constructs/rules/accepted-pods';
import { findings } from './findings';
import { API_VERSIONS, frontend, manifest, type Part, trtllm, vllm } from './parts';

const worker = (container: object = {}, pod: object = {}, own: object = {}) =>
  vllm('decode', 'decode', [], { container, pod, own });
const claim = (name: string) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name },
  spec: { accessModes: ['ReadWriteMany'], resources: { requests: { storage: '1Gi' } } },
});

describe('DYN117 pods that Kubernetes accepts', () => {
  test.each(API_VERSIONS)('%s: a port out of range is an error', (apiVersion) => {
    const ports = [{ name: 'system', containerPort: 70000 }];
    const container = apiVersion === 'v1beta1' ? 'podTemplate.spec.containers[main]' : 'extraPodSpec.mainContainer';
    expect(findings(acceptedPods, manifest([worker({ ports })], { apiVersion }))).toEqual([
      expect.objectContaining({
        code: 'DYN117',
        severity: 'error',
        path: expect.stringMatching(/decode\]?\.(podTemplate|extraPodSpec)\./),
        message:
          "the API server refuses the pods of 'decode' for spec.containers[main].ports[system].containerPort: found 70000, allowed is a port from 1 to 65535",
        fix: 'give a port from 1 to 65535',
      }),
    ]);
    expect(findings(acceptedPods, manifest([worker({ ports })], { apiVersion }))[0]?.path).toContain(
      `${container}.ports[system].containerPort`,
    );
  });

  test.each<readonly [string, Part, RegExp]>([
    [
      'a mount without a volume',
      worker({ volumeMounts: [{ name: 'cache', mountPath: '/c' }] }),
      /found "cache", allowed is the name of a volume/,
    ],
    [
      'a toleration that is none',
      worker({}, { tolerations: [{ key: 'a', operator: 'Is' }] }),
      /spec\.tolerations\[0\]\.operator: found "Is"/,
    ],
    [
      'a probe with two handlers',
      worker({ startupProbe: { exec: { command: ['x'] }, tcpSocket: { port: 1 } } }),
      /nothing beside exec/,
    ],
    ['a part of a GPU', vllm('decode', 'decode', [], { gpus: 0.5 }), /found "0\.5", allowed is a whole number/],
    [
      'a request above the limit',
      vllm('decode', 'decode', [], { limits: { cpu: '1' }, container: { resources: { requests: { cpu: '2' } } } }),
      /at most the limit of cpu/,
    ],
    [
      'a claim that the pod lacks',
      vllm('decode', 'decode', [], { claims: ['channel'] }),
      /the name of a resource claim of the pod, which has none/,
    ],
    [
      'a sidecar in upper case',
      worker({}, { initContainers: [{ name: 'Wait', image: 'i' }] }),
      /initContainers\[Wait\]\.name/,
    ],
    ['a node label with a space', worker({}, { nodeSelector: { gpu: 'a b' } }), /spec\.nodeSelector\.gpu: found "a b"/],
  ])('%s is an error', (name, part, message) => {
    const kinds = name === 'a request above the limit' ? (['v1alpha1'] as const) : API_VERSIONS;
    for (const apiVersion of kinds) {
      expect(findings(acceptedPods, manifest([part], { apiVersion })).map((finding) => finding.message)).toEqual([
        expect.stringMatching(message),
      ]);
    }
  });

  test.each(API_VERSIONS)('%s: a variable is told where it stands', (apiVersion) => {
    const found = findings(acceptedPods, manifest([worker()], { apiVersion, env: { 'A=B': 'x' } }));
    expect(found.map(({ path }) => path)).toEqual([expect.stringMatching(/: spec\.envs?\[A=B\]\.name$/)]);
    const own = vllm('decode', 'decode', [], { env: { 'A=B': 'x' } });
    expect(findings(acceptedPods, manifest([own], { apiVersion }))[0]?.path).toMatch(/decode\]?\.env\[A=B\]\.name$/);
  });

  test('v1alpha1 keeps resources and claims in places of their own', () => {
    const own = {
      resources: { limits: { gpu: '1.5', custom: { 'rdma/ib': '0.5' } } },
      volumeMounts: [
        { name: 'a', mountPoint: '/a' },
        { name: 'b', mountPoint: '/a' },
      ],
    };
    const found = findings(
      acceptedPods,
      JSON.stringify({
        apiVersion: 'nvidia.com/v1alpha1',
        kind: 'DynamoGraphDeployment',
        metadata: { name: 'r1' },
        spec: {
          services: { decode: { componentType: 'worker', ...own, extraPodSpec: { mainContainer: { image: 'i' } } } },
        },
      }),
    );
    expect(found.map(({ path }) => path.replace(/^.*spec\.services\.decode\./, '')).sort()).toEqual([
      'resources.limits.custom[rdma/ib]',
      'resources.limits.gpu',
      'volumeMounts[b].mountPoint',
    ]);
  });

  test('leader and workers have one defect together, replicas too', () => {
    const part = trtllm('decode', 'decode', {}, [], {
      nodes: 4,
      replicas: 1000,
      container: { imagePullPolicy: 'Often' },
    });
    expect(findings(acceptedPods, manifest([part]))).toHaveLength(1);
  });

  test('labels that the operator makes of the names are labels', () => {
    const namespace = 'n'.repeat(62);
    expect(findings(acceptedPods, manifest([worker()], { namespace }))).toEqual([
      expect.objectContaining({
        path: expect.stringMatching(/DynamoGraphDeployment\/r1$/),
        message: expect.stringContaining('metadata.labels[nvidia.com/dynamo-namespace]'),
      }),
    ]);
  });

  test.each<readonly [string, Part]>([
    ['a worker', worker()],
    ['a worker over several nodes', trtllm('decode', 'decode', {}, [], { nodes: 2 })],
    ['a frontend', frontend()],
    [
      'shared memory of its own, which the operator replaces',
      worker(
        { volumeMounts: [{ name: 'shm', mountPath: '/dev/shm' }] },
        {
          volumes: [
            { name: 'shm', emptyDir: {} },
            { name: 'shared-memory', emptyDir: {} },
          ],
        },
      ),
    ],
    ['a main container without an image, which DYN004 tells', worker({ image: '' })],
    ['a placeholder, which DYN044 tells', worker({ envFrom: [{ secretRef: { name: '<your-secret>' } }] })],
    ['templates for each role', worker({}, { containers: [] }, { roles: [{ name: 'leader', podTemplate: {} }] })],
  ])('%s passes', (_, part) => {
    for (const apiVersion of API_VERSIONS) {
      expect(findings(acceptedPods, manifest([part], { apiVersion }))).toEqual([]);
    }
  });

  test('a claim that is mounted by its name alone becomes a volume', () => {
    const part = worker({ volumeMounts: [{ name: 'cache', mountPath: '/c' }] });
    expect(findings(acceptedPods, manifest([part], { documents: [claim('cache')] }))).toEqual([]);
    expect(findings(acceptedPods, manifest([part], { documents: [claim('other')] }))).toHaveLength(1);
  });
});
