import { readManifests } from '../../constructs/manifests';
import { at, mappings, Observation } from '../../constructs/observed';
import { distinctPods, type OperatorPod } from '../../constructs/operator';
import { Release } from '../../constructs/releases';
import { API_VERSIONS, frontend, manifest, type Part, vllm } from '../rules/parts';

function pods(parts: readonly Part[], apiVersion: (typeof API_VERSIONS)[number], env = {}): readonly OperatorPod[] {
  const { documents } = readManifests({ name: 'test.yaml', content: manifest(parts, { apiVersion, env }) });
  return Observation.of(documents).graphs.flatMap((graph) =>
    distinctPods(graph, { namespace: 'default', release: Release.latest }),
  );
}

const main = (pod: OperatorPod | undefined) => mappings(pod?.spec['containers'])[0];

describe.each(API_VERSIONS)('the pods of a graph in %s', (apiVersion) => {
  test('each kind of pod is there once, however many replicas and nodes there are', () => {
    const decode = vllm('decode', 'decode', ['--tensor-parallel-size', '16'], { nodes: 8, replicas: 50 });
    expect(
      pods([frontend([], { replicas: 3 }), decode], apiVersion).map(({ component, part }) => [component, part]),
    ).toEqual([
      ['frontend', 'single'],
      ['decode', 'leader'],
      ['decode', 'worker'],
    ]);
  });

  test('resources, variables and claims are those of the main container', () => {
    const [pod] = pods(
      [
        vllm('decode', 'decode', [], {
          gpus: 4,
          limits: { cpu: '2', 'rdma/ib': '1' },
          env: { A: 'own' },
          claims: ['c'],
        }),
      ],
      apiVersion,
      { A: 'graph', B: 'graph' },
    );
    expect(at(main(pod), 'resources', 'limits')).toEqual({ 'nvidia.com/gpu': '4', cpu: '2', 'rdma/ib': '1' });
    expect(at(main(pod), 'resources', 'claims')).toEqual([{ name: 'c' }]);
    expect(mappings(main(pod)?.['env']).filter(({ name }) => name === 'A' || name === 'B')).toEqual([
      { name: 'A', value: 'own' },
      { name: 'B', value: 'graph' },
    ]);
  });

  test('shared memory takes the place of what stands at its path', () => {
    const volumeMounts = [
      { name: 'shm', mountPath: '/dev/shm' },
      { name: 'a', mountPath: '/a' },
    ];
    const [pod] = pods(
      [vllm('decode', 'decode', [], { container: { volumeMounts }, sharedMemory: '4Gi' })],
      apiVersion,
    );
    expect(main(pod)?.['volumeMounts']).toEqual([
      { name: 'a', mountPath: '/a' },
      { name: 'shared-memory', mountPath: '/dev/shm' },
    ]);
    expect(pod?.spec['volumes']).toEqual([{ name: 'shared-memory', emptyDir: { medium: 'Memory', sizeLimit: '4Gi' } }]);
  });
});
