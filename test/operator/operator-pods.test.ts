import { readManifests } from '../../constructs/manifests';
import { at, mappings, Observation, type ObservedGraph } from '../../constructs/observed';
import { type OperatorPod, operatorPods } from '../../constructs/operator';
import { Release } from '../../constructs/releases';
import { frontend, manifest, type Part, sglang, trtllm, vllm } from '../rules/parts';

function graphOf(yaml: string): ObservedGraph {
  const { documents } = readManifests({ name: 'graph.yaml', content: yaml });
  const [graph] = Observation.of(documents).graphs;
  if (graph === undefined) throw new Error('there is no graph');
  return graph;
}

function pods(parts: readonly Part[], release = Release.latest): readonly OperatorPod[] {
  return operatorPods(graphOf(manifest(parts)), { namespace: 'inference', release });
}

const main = ({ spec }: OperatorPod) => mappings(spec['containers'])[0] ?? {};
const env = (pod: OperatorPod) =>
  Object.fromEntries(mappings(main(pod)['env']).map(({ name, value }) => [name, value]));
const args = (pod: OperatorPod) => String(main(pod)['args']);
const initContainers = ({ spec }: OperatorPod) => mappings(spec['initContainers']).map(({ name }) => name);

describe('the pods of a graph', () => {
  test('are as many as replicas and nodes, named as Grove names them', () => {
    const parts = [
      frontend([], { replicas: 2 }),
      sglang('decode', 'decode', ['--tp', '16'], { nodes: 2, replicas: 2 }),
    ];
    expect(pods(parts).map(({ name, part }) => [name, part])).toEqual([
      ['r1-0-frontend-0', 'single'],
      ['r1-0-frontend-1', 'single'],
      ['r1-0-decode-0-decode-ldr-0', 'leader'],
      ['r1-0-decode-0-decode-wkr-0', 'worker'],
      ['r1-0-decode-1-decode-ldr-0', 'leader'],
      ['r1-0-decode-1-decode-wkr-0', 'worker'],
    ]);
  });

  test('get environment, ports, probes and shared memory from the operator', () => {
    const [entry, worker] = pods([frontend(), vllm('worker', 'worker')]);
    if (entry === undefined || worker === undefined) throw new Error('pods are missing');
    expect(env(entry)).toMatchObject({
      DYN_NAMESPACE: 'inference-r1',
      DYN_COMPONENT: 'frontend',
      DYN_HTTP_PORT: '8000',
    });
    expect(env(worker)).toMatchObject({ DYN_COMPONENT: 'worker', DYN_SYSTEM_PORT: '9090', NIXL_TELEMETRY_ENABLE: 'n' });
    expect(mappings(main(worker)['ports']).map(({ name }) => name)).toEqual(['system', 'nixl']);
    expect(at(main(worker)['livenessProbe'], 'failureThreshold')).toBe(Release.latest.livenessFailureThreshold);
    expect(mappings(main(worker)['volumeMounts'])).toContainEqual({ name: 'shared-memory', mountPath: '/dev/shm' });
    expect(worker.labels).toMatchObject({ 'nvidia.com/dynamo-namespace': 'inference-r1' });
  });

  test('are not set up for discovery through Kubernetes where the graph asks for etcd', () => {
    const label = 'nvidia.com/dynamo-discovery-backend';
    const pod = (annotations: object) => {
      const yaml = manifest([frontend()]).replace(
        '"name": "r1"',
        `"name": "r1", "annotations": ${JSON.stringify(annotations)}`,
      );
      return operatorPods(graphOf(yaml), { namespace: 'inference', release: Release.latest })[0];
    };
    const found = [pod({}), pod({ [label]: 'etcd' })].map((one) => [one?.labels[label], one && env(one)]);
    expect(found).toEqual([
      ['kubernetes', expect.objectContaining({ DYN_DISCOVERY_BACKEND: 'kubernetes' })],
      [undefined, expect.not.objectContaining({ DYN_DISCOVERY_BACKEND: 'kubernetes' })],
    ]);
  });

  test('keep what the user wrote: variables, ports', () => {
    const ports = [{ name: 'mine', containerPort: 1 }];
    const [, worker] = pods([
      frontend(),
      vllm('worker', 'worker', [], { env: { DYN_SYSTEM_PORT: '1' }, container: { ports } }),
    ]);
    expect(worker && env(worker)).toMatchObject({ DYN_SYSTEM_PORT: '1' });
    expect(worker && main(worker)['ports']).toEqual(ports);
  });
});

describe('a worker over two nodes', () => {
  const [two, over] = [{ nodes: 2 }, ['--tensor-parallel-size', '16']];

  test('vLLM: followers are headless and wait for their leader', () => {
    const [leader, follower] = pods([vllm('worker', 'worker', over, two)]);
    expect(leader && [args(leader).includes('--headless'), initContainers(leader)]).toEqual([false, []]);
    expect(follower && [args(follower).includes('--headless'), initContainers(follower)]).toEqual([
      true,
      ['wait-for-leader-mp'],
    ]);
    expect(follower && main(follower)['livenessProbe']).toBeUndefined();
  });

  test('vLLM, data-parallel: each pod starts its own ranks, and waits only up to release 1.2', () => {
    const parallel = ['--tensor-parallel-size', '1', '--data-parallel-size', '16'];
    const [, follower] = pods([vllm('worker', 'worker', parallel, two)]);
    expect(follower && args(follower)).toContain('--data-parallel-start-rank,8');
    expect(follower && initContainers(follower)).toEqual([]);
    const [, old] = pods([vllm('worker', 'worker', parallel, two)], Release.V1_2);
    expect(old && initContainers(old)).toEqual(['wait-for-leader-mp']);
  });

  test('TensorRT-LLM: the leader starts all ranks and comes after its followers, which listen for it', () => {
    const [leader, follower] = pods([trtllm('worker', 'worker', { tensor_parallel_size: 8 }, [], two)]);
    expect(leader && [args(leader).startsWith('mpirun -n 8 '), initContainers(leader)]).toEqual([
      true,
      ['grove-initc'],
    ]);
    expect(follower && [args(follower).includes('sshd'), initContainers(follower)]).toEqual([true, []]);
  });

  test('SGLang: each pod is told its rank', () => {
    expect(
      pods([sglang('worker', 'worker', ['--tp', '16'], two)]).map((pod) => args(pod).match(/--node-rank,(\d)/)?.[1]),
    ).toEqual(['0', '1']);
  });
});
