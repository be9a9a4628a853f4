import { compareGraphs } from '../../constructs/comparison';
import { API_VERSIONS, frontend, manifest, type Part, trtllm, vllm } from '../rules/parts';
import { changesOf, compareParts, observe } from './support';

const worker = (options: Partial<Part> = {}, args: readonly string[] = []): readonly Part[] => [
  frontend(),
  { ...vllm('decode', 'worker', ['--model', 'm', ...args]), ...options },
];

/** What becomes of the worker when only this differs. */
const change = (before: Partial<Part>, after: Partial<Part>, apiVersion: (typeof API_VERSIONS)[number] = 'v1beta1') =>
  changesOf(compareParts(worker(before), worker(after), { before: { apiVersion }, after: { apiVersion } }), 'decode');

describe.each(API_VERSIONS)('a component of %s', (apiVersion) => {
  test.each<readonly [string, Partial<Part>, Partial<Part>, readonly (readonly unknown[])[]]>([
    ['replicas', { replicas: 1 }, { replicas: 3 }, [['replicas', 1, 3, 'scales']]],
    [
      'the image',
      { image: 'r/vllm-runtime:1.5.1' },
      { image: 'r/vllm-runtime:1.6.1' },
      [['image', 'r/vllm-runtime:1.5.1', 'r/vllm-runtime:1.6.1', 'rolls']],
    ],
    ['nodes of a worker', { nodes: 2 }, { nodes: 4 }, [['multinode.nodeCount', 2, 4, 'replaces']]],
    ['one node or several', {}, { nodes: 2 }, [['multinode.nodeCount', undefined, 2, 'replaces']]],
    ['a variable', { env: { A: '1' } }, { env: { A: '2' } }, [['env.A', '1', '2', 'rolls']]],
    ['a new variable', {}, { env: { A: '' } }, [['env.A', undefined, '', 'rolls']]],
    [
      'a resource',
      { limits: { memory: '64Gi' } },
      { limits: { memory: '96Gi' } },
      [['resources.limits.memory', '64Gi', '96Gi', 'rolls']],
    ],
    ['GPUs', { gpus: 4 }, { gpus: 8 }, [['resources.limits[nvidia.com/gpu]', '4', '8', 'rolls']]],
    [
      'shared memory',
      { sharedMemory: '8Gi' },
      { sharedMemory: '80Gi' },
      [['sharedMemorySize', '8Gi', '80Gi', 'rolls']],
    ],
    [
      'a node selector',
      { pod: { nodeSelector: { gpu: 'h100' } } },
      { pod: { nodeSelector: { gpu: 'h200' } } },
      [['nodeSelector.gpu', 'h100', 'h200', 'rolls']],
    ],
    [
      'a toleration',
      {},
      { pod: { tolerations: [{ key: 'team', operator: 'Exists' }] } },
      [['pod.tolerations[team]', undefined, { key: 'team', operator: 'Exists' }, 'rolls']],
    ],
    [
      'a probe that comes as a whole',
      {},
      { container: { startupProbe: { httpGet: { path: '/live', port: 9090 }, failureThreshold: 720 } } },
      [
        [
          'main.startupProbe',
          undefined,
          { 'httpGet.path': '/live', 'httpGet.port': 9090, failureThreshold: 720 },
          'rolls',
        ],
      ],
    ],
  ])('%s', (_what, before, after, expected) => {
    expect(change(before, after, apiVersion)).toEqual(expected);
  });

  test.each<readonly [string, Partial<Part>, Partial<Part>]>([
    ['one replica, said or not', {}, { replicas: 1 }],
    ['amounts in other units', { limits: { memory: '1Gi', cpu: '2' } }, { limits: { memory: '1024Mi', cpu: '2000m' } }],
    ['the usual shared memory, said or not', {}, { sharedMemory: '8Gi' }],
    ['the usual grace period, said or not', {}, { pod: { terminationGracePeriodSeconds: 60 } }],
    ['the order of variables', { env: { A: '1', B: '2' } }, { env: { B: '2', A: '1' } }],
    [
      'the order of tolerations',
      { pod: { tolerations: [{ key: 'a' }, { key: 'b' }] } },
      { pod: { tolerations: [{ key: 'b' }, { key: 'a' }] } },
    ],
    ['empty lists and mappings', {}, { pod: { tolerations: [], nodeSelector: {} } }],
    [
      'names of volumes',
      {
        pod: { volumes: [{ name: 'a', persistentVolumeClaim: { claimName: 'w' } }] },
        container: { volumeMounts: [{ name: 'a', mountPath: '/w' }] },
      },
      {
        pod: { volumes: [{ name: 'b', persistentVolumeClaim: { claimName: 'w' } }] },
        container: { volumeMounts: [{ name: 'b', mountPath: '/w', readOnly: false }] },
      },
    ],
  ])('%s makes no difference', (_what, before, after) => {
    expect(change(before, after, apiVersion)).toEqual([]);
  });
});

describe('command lines', () => {
  const args = (before: readonly string[], after: readonly string[]) =>
    changesOf(compareParts(worker({}, before), worker({}, after)), 'decode');

  test('are compared flag by flag', () => {
    expect(args(['--max-model-len', '4096', '--enforce-eager'], ['--max-model-len', '8192', '--seed', '1'])).toEqual([
      ['command.--max-model-len', '4096', '8192', 'rolls'],
      ['command.--seed', undefined, '1', 'rolls'],
      ['command.--enforce-eager', true, undefined, 'rolls'],
    ]);
  });

  test('JSON in a flag is compared key by key', () => {
    expect(
      args(
        ['--kv-transfer-config', '{"kv_connector":"NixlConnector","kv_role":"kv_both"}'],
        ['--kv-transfer-config', '{"kv_role":"kv_producer","kv_connector":"NixlConnector"}'],
      ),
    ).toEqual([['command.--kv-transfer-config.kv_role', 'kv_both', 'kv_producer', 'rolls']]);
  });

  test('flags with several values, and flags that occur twice, keep them all', () => {
    expect(
      args(['--cuda-graph-sizes', '1', '2', '-x', '1'], ['--cuda-graph-sizes', '1', '4', '-x', '1', '-x', '2']),
    ).toEqual([
      ['command.--cuda-graph-sizes', ['1', '2'], ['1', '4'], 'rolls'],
      ['command.-x#2', undefined, '2', 'rolls'],
    ]);
  });

  test.each([
    ['another order', ['--seed', '1', '--enforce-eager'], ['--enforce-eager', '--seed', '1']],
    ['an equals sign', ['--seed', '1'], ['--seed=1']],
    ['another way to write a number', ['--gpu-memory-utilization', '0.90'], ['--gpu-memory-utilization', '0.9']],
  ])('%s is told as such: pods roll for it', (_what, before, after) => {
    const [found, ...more] = args(before, after);
    expect(more).toEqual([]);
    expect(found?.[0]).toBe('command');
    expect(found?.[3]).toBe('rolls');
  });

  test('a shell script is read as the process sees it', () => {
    const script = (text: string): Partial<Part> => ({
      command: ['/bin/sh', '-c'],
      args: [text],
      env: { LEN: '4096' },
    });
    const found = changesOf(
      compareParts(
        worker(script('python3 -m dynamo.vllm --model m --max-model-len $LEN')),
        worker(script('exec python3 -m dynamo.vllm --model m --max-model-len 8192 | tee log')),
      ),
      'decode',
    );
    expect(found).toEqual([
      ['command.before', 'python3', 'exec python3', 'rolls'],
      ['command.after', undefined, '| tee log', 'rolls'],
      ['command.--max-model-len', '4096', '8192', 'rolls'],
    ]);
  });

  test('a process that is none of Dynamo is compared as a whole', () => {
    const found = change({ command: ['sleep', '1'], args: [] }, { command: ['sleep', '2'], args: [] });
    expect(found).toEqual([['command', ['sleep', '1'], ['sleep', '2'], 'rolls']]);
  });
});

describe('engine configuration', () => {
  const pool = (config: object, name = 'decode') => [frontend(), trtllm(name, 'worker', config)];

  test('is compared key by key; under the same name of the ConfigMap nothing restarts', () => {
    const comparison = compareParts(
      pool({ max_batch_size: 32, kv_cache_config: { dtype: 'fp8' } }),
      pool({ max_batch_size: 64, kv_cache_config: { dtype: 'fp8', enable_block_reuse: true } }),
    );
    expect(changesOf(comparison, 'decode')).toEqual([
      ['engine.max_batch_size', 32, 64, 'nothing'],
      ['engine.kv_cache_config.enable_block_reuse', undefined, true, 'nothing'],
    ]);
    expect(comparison.graphs[0]?.rolls).toEqual([]);
    expect(comparison.objects).toMatchObject([
      { kind: 'ConfigMap', name: 'decode-config', presence: 'changed', usedBy: ['r1/decode'] },
    ]);
    expect(comparison.objects[0]?.changes[0]?.reason).toMatch(/nothing restarts: pods of r1\/decode keep/);
  });

  test('under another name of the ConfigMap, pods roll', () => {
    const text = (config: object, name: string) => manifest(pool(config)).replaceAll('decode-config', name);
    const comparison = compareGraphs(
      observe(text({ max_batch_size: 32 }, 'decode-engine-0123abcd')),
      observe(text({ max_batch_size: 64 }, 'decode-engine-89abcdef')),
    );
    expect(changesOf(comparison, 'decode')).toEqual([
      ['mounts[/config].configMap.name', 'decode-engine-0123abcd', 'decode-engine-89abcdef', 'rolls'],
      ['engine.max_batch_size', 32, 64, 'rolls'],
    ]);
    expect(comparison.objects).toMatchObject([{ name: 'decode-engine-89abcdef', presence: 'changed' }]);
  });
});

describe('components', () => {
  test('that come, go or get another name replace the graph', () => {
    const comparison = compareParts(
      [frontend(), vllm('a', 'prefill'), vllm('b', 'decode')],
      [frontend(), vllm('prefill', 'prefill'), vllm('c', 'worker')],
    );
    expect(comparison.graphs[0]).toMatchObject({
      replacedBecause: ['prefill: name', 'c is added', 'b is removed'],
      rolls: [],
    });
  });

  test('keep their name in another case', () => {
    const comparison = compareParts([frontend(), vllm('Decode', 'decode')], [frontend(), vllm('decode', 'decode')]);
    expect(changesOf(comparison, 'decode')).toEqual([['name', 'Decode', 'decode', 'replaces']]);
  });

  test('owned by a scaling adapter take no other replicas', () => {
    const own = { scalingAdapter: {} };
    expect(change({ own, replicas: 1 }, { own, replicas: 2 })).toEqual([['replicas', 1, 2, 'refused']]);
    expect(change({}, { own })).toEqual([
      ['scalingAdapter', undefined, {}, 'nothing'],
      ['replicas', 1, undefined, 'scales'],
    ]);
  });

  test.each([
    ['minAvailable', { minAvailable: 1 }, { minAvailable: 2 }, 'replaces'],
    [
      'topologyConstraint.packDomain',
      { topologyConstraint: { packDomain: 'rack' } },
      { topologyConstraint: { packDomain: 'host' } },
      'replaces',
    ],
    [
      'experimental.gpuMemoryService.mode',
      { experimental: { gpuMemoryService: { mode: 'IntraPod' } } },
      { experimental: { gpuMemoryService: { mode: 'InterPod' } } },
      'replaces',
    ],
    [
      'experimental.gpuMemoryService.deviceClassName',
      { experimental: { gpuMemoryService: { deviceClassName: 'a' } } },
      { experimental: { gpuMemoryService: { deviceClassName: 'b' } } },
      'rolls',
    ],
    ['runtimeVersionOverride', { runtimeVersionOverride: '1.6.0' }, { runtimeVersionOverride: '1.6.1' }, 'rolls'],
  ])('%s', (place, before, after, effect) => {
    expect(change({ own: before }, { own: after }).map(([at, , , its]) => [at, its])).toEqual([[place, effect]]);
  });
});
