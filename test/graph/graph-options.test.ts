import { Size } from 'cdk8s';
import {
  AggregatedPool,
  CompileCache,
  ComponentGroup,
  DecodePool,
  Engine,
  Frontend,
  type GraphOptions,
  InferenceGraph,
  models,
  NodeGroup,
  Orchestrator,
  Parallelism,
  type PoolOptions,
  Precision,
  PrefillPool,
  Release,
} from '../../constructs';
import { at, mappings } from '../../constructs/observed';
import { chart, h200, llama } from './support';

const spec = (graph: InferenceGraph<'vllm'>): unknown => at(graph.deployment.toJson(), 'spec');
const errors = (graph: InferenceGraph<'vllm'>): unknown =>
  graph.check().findings.filter(({ severity }) => severity === 'error');

describe('a graph', () => {
  test('has labels and annotations of its own, and others for all that is made of it', () => {
    const graph = llama({
      annotations: { 'team.example/owner': 'search' },
      labels: { tier: 'gold' },
      podAnnotations: { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' },
      podLabels: { cost: 'search' },
    });
    expect(graph.deployment.toJson().metadata).toMatchObject({
      annotations: { 'team.example/owner': 'search' },
      labels: { tier: 'gold' },
    });
    expect(spec(graph)).toMatchObject({
      annotations: { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' },
      labels: { cost: 'search' },
    });
    expect(errors(graph)).toEqual([]);
  });

  test('names its queue, its updates and its multinode executor in annotations', () => {
    const graph = llama({ queue: 'inference', groveUpdates: 'OnDelete', multinodeExecutor: 'ray' });
    expect(graph.deployment.toJson().metadata.annotations).toMatchObject({
      'nvidia.com/kai-scheduler-queue': 'inference',
      'nvidia.com/grove-update-strategy': 'OnDelete',
      'nvidia.com/vllm-distributed-executor-backend': 'ray',
    });
    expect(errors(graph)).toEqual([]);
  });

  test('is packed into a domain of the network', () => {
    const graph = llama({ topology: { cluster: 'racks', packDomain: 'zone' } });
    expect(spec(graph)).toMatchObject({ topologyConstraint: { clusterTopologyName: 'racks', packDomain: 'zone' } });
    expect(errors(graph)).toEqual([]);
  });

  test('keeps KV transfer in a domain', () => {
    expect(
      spec(llama({ kvTransfer: { clusterTopology: 'racks', domain: 'rack', enforcement: 'preferred', weight: 0.5 } })),
    ).toMatchObject({
      experimental: {
        kvTransferPolicy: {
          clusterTopologyName: 'racks',
          domain: 'rack',
          enforcement: 'preferred',
          preferredWeight: 0.5,
        },
      },
    });
    expect(spec(llama({ kvTransfer: { nodeLabel: 'topology.kubernetes.io/zone', domain: 'zone' } }))).toMatchObject({
      experimental: {
        kvTransferPolicy: { labelKey: 'topology.kubernetes.io/zone', domain: 'zone', enforcement: 'required' },
      },
    });
  });

  test('is restarted in order or at once', () => {
    const order = ['frontend', 'prefill', 'decode'];
    expect(spec(llama({ restart: { id: '1', order } }))).toMatchObject({
      restart: { id: '1', strategy: { type: 'Sequential', order } },
    });
    expect(spec(llama({ restart: { id: '2', strategy: 'parallel' } }))).toMatchObject({
      restart: { id: '2', strategy: { type: 'Parallel' } },
    });
  });

  const deployments = { orchestrator: Orchestrator.DEPLOYMENT };
  test.each<[string, GraphOptions & { orchestrator?: Orchestrator; release?: Release }, RegExp]>([
    ['a queue without Grove', { queue: 'a', ...deployments }, /'queue' must be left out without Grove/],
    ['updates of Grove without Grove', { groveUpdates: 'OnDelete', ...deployments }, /'groveUpdates'/],
    ['a topology without Grove', { topology: { cluster: 'racks' }, ...deployments }, /'topology'/],
    ['a name that no queue can have', { queue: 'No Queue' }, /'queue' must be a DNS subdomain/],
    [
      'a priority class before 1.3',
      { priorityClassName: 'high', release: Release.V1_2 },
      /'priorityClassName' must be left out before release 1\.3/,
    ],
    [
      'a policy of KV transfer before 1.3',
      { kvTransfer: { nodeLabel: 'zone', domain: 'zone' }, release: Release.V1_2 },
      /take release 1\.3 or newer/,
    ],
    [
      'a cluster topology of KV transfer without Grove',
      { kvTransfer: { clusterTopology: 'racks', domain: 'rack' }, ...deployments },
      /'kvTransfer\.clusterTopology'/,
    ],
    ['what is no node label', { kvTransfer: { nodeLabel: 'a/b/c', domain: 'zone' } }, /the key of a node label/],
    [
      'a weight above 1',
      { kvTransfer: { nodeLabel: 'a', domain: 'zone', enforcement: 'preferred', weight: 2 } },
      /'kvTransfer\.weight' must be a number from 0 to 1/,
    ],
    ['an order with a name twice', { restart: { id: '1', order: ['a', 'a'] } }, /an order with 'a' once/],
    ['a restart without an id', { restart: { id: '' } }, /'restart\.id'/],
  ])('refuses %s', (_, options, message) => {
    expect(() => llama(options)).toThrow(message);
  });

  test('refuses a multinode executor for an engine other than vLLM', () => {
    const make = () =>
      new InferenceGraph(chart(), 'g', {
        model: models.QWEN3_32B.at(Precision.FP8),
        engine: Engine.sglang(),
        multinodeExecutor: 'mp',
      });
    expect(make).toThrow(/'multinodeExecutor' must be left out for sglang/);
  });
});

interface Case extends PoolOptions {
  readonly gpus?: number;
  readonly workers?: number;
  readonly release?: Release;
  readonly orchestrator?: Orchestrator;
  readonly topology?: GraphOptions['topology'];
}

function qwen({ gpus = 2, workers = 2, release, orchestrator, topology, ...options }: Case): InferenceGraph<'vllm'> {
  const graph = new InferenceGraph(chart(), 'qwen', {
    model: models.QWEN3_32B.at(Precision.FP8),
    engine: Engine.vllm(),
    ...(release === undefined ? {} : { release }),
    ...(orchestrator === undefined ? {} : { orchestrator }),
    ...(topology === undefined ? {} : { topology }),
  });
  new Frontend(graph, 'frontend');
  new AggregatedPool(graph, 'worker', { nodes: h200, parallelism: Parallelism.tensor(gpus), workers, ...options });
  return graph;
}
const worker = (graph: InferenceGraph<'vllm'>): unknown => mappings(at(spec(graph), 'components'))[1];

describe('a pool', () => {
  test.each<[string, Case, Record<string, unknown>]>([
    ['gang of several workers', { minAvailable: 2 }, { minAvailable: 2 }],
    [
      'narrower domain than the graph',
      { topology: { cluster: 'racks', packDomain: 'block' }, packDomain: 'rack' },
      { topologyConstraint: { packDomain: 'rack' } },
    ],
    ['gang for each worker', { gangPerWorker: true }, { experimental: { grove: { forceScalingGroup: true } } }],
    ['scaling adapter', { scalable: true }, { scalingAdapter: {} }],
    ['base model', { modelRef: { name: 'Qwen/Qwen3-32B' } }, { modelRef: { name: 'Qwen/Qwen3-32B' } }],
    [
      'compile cache',
      { compileCache: CompileCache.fromClaim({ claimName: 'kernels' }) },
      { compilationCache: { pvcName: 'kernels' } },
    ],
    [
      'GPU memory service',
      { gpuMemory: { mode: 'inter-pod', deviceClass: 'gpu.example' } },
      { experimental: { gpuMemoryService: { mode: 'InterPod', deviceClassName: 'gpu.example' } } },
    ],
    [
      'snapshot to restore',
      { snapshot: { restore: 'warm' } },
      { experimental: { checkpoint: { enabled: true, checkpointRef: 'warm' } } },
    ],
    [
      'snapshot of its own',
      { snapshot: { automatic: { wait: true } } },
      {
        experimental: {
          checkpoint: { enabled: true, startupPolicy: 'WaitForCheckpoint', deletionPolicy: 'Delete' },
        },
      },
    ],
  ])('may have a %s', (_, options, expected) => {
    const graph = qwen(options);
    expect(worker(graph)).toMatchObject(expected);
    expect(errors(graph)).toEqual([]);
  });

  test('with a scaling adapter says no number of replicas', () => {
    expect(at(worker(qwen({ scalable: true })), 'replicas')).toBeUndefined();
  });

  test('restores a DynamoCheckpoint in release 1.2, whose API knows no `enabled`', () => {
    const graph = qwen({ snapshot: { restore: 'warm' }, release: Release.V1_2 });
    expect(at(worker(graph), 'experimental', 'checkpoint')).toEqual({ checkpointRef: 'warm' });
    expect(errors(graph)).toEqual([]);
  });

  test('with a shadow engine is told so, and found container by container', () => {
    const graph = qwen({ gpuMemory: { mode: 'intra-pod', shadow: true } });
    expect(graph.deployment.toJson().metadata.annotations).toMatchObject({
      'nvidia.com/dynamo-kube-discovery-mode': 'container',
    });
    expect(at(worker(graph), 'experimental')).toEqual({
      gpuMemoryService: { mode: 'IntraPod' },
      failover: { mode: 'IntraPod' },
    });
    const [main] = mappings(at(worker(graph), 'podTemplate', 'spec', 'containers'));
    expect(main?.['args']).toEqual(expect.arrayContaining(['--load-format', 'gms']));
  });

  test('with a shadow engine asks for half as much, for the operator makes a second container like the first', () => {
    const requests = (options: PoolOptions) => {
      const [main] = mappings(at(worker(qwen(options)), 'podTemplate', 'spec', 'containers'));
      return at(main, 'resources', 'requests');
    };
    const cores = (options: PoolOptions) => Number(at(requests(options), 'cpu'));
    const half = cores({ gpuMemory: { mode: 'intra-pod', shadow: true } });
    expect(half).toBe(Math.floor(cores({ gpuMemory: { mode: 'intra-pod' } }) / 2));
  });

  test('says in annotations of its pods how they are replaced', () => {
    const graph = qwen({ orchestrator: Orchestrator.DEPLOYMENT, updates: { maxSurge: 0, maxUnavailable: '50%' } });
    expect(at(worker(graph), 'podTemplate', 'metadata', 'annotations')).toEqual({
      'nvidia.com/deployment-strategy': 'RollingUpdate',
      'nvidia.com/deployment-rolling-update-max-surge': '0',
      'nvidia.com/deployment-rolling-update-max-unavailable': '50%',
    });
    const recreated = qwen({ orchestrator: Orchestrator.DEPLOYMENT, updates: { strategy: 'recreate' } });
    expect(at(worker(recreated), 'podTemplate', 'metadata', 'annotations')).toEqual({
      'nvidia.com/deployment-strategy': 'Recreate',
    });
  });

  test('keeps its pods off the nodes of other pools, and off each other', () => {
    const graph = llama();
    const pool = new DecodePool(graph, 'more', {
      nodes: h200,
      parallelism: Parallelism.tensor(2),
      placement: { onePodPerNode: true, apartFrom: ['prefill'] },
    });
    const [, , , more] = mappings(at(spec(graph), 'components'));
    expect(pool.node.id).toBe(more?.['name']);
    expect(at(more, 'podTemplate', 'spec', 'affinity')).toEqual({
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          {
            topologyKey: 'kubernetes.io/hostname',
            labelSelector: {
              matchLabels: { 'nvidia.com/dynamo-graph-deployment-name': 'llama' },
              matchExpressions: [{ key: 'nvidia.com/dynamo-component', operator: 'In', values: ['more', 'prefill'] }],
            },
          },
        ],
      },
    });
    expect(errors(graph)).toEqual([]);
  });

  test.each<[string, PoolOptions['placement'], number]>([
    ['all on one', {}, 1],
    ['one for each pod of the pool', { onePodPerNode: true }, 3],
    ['others than those of the other pool', { apartFrom: ['prefill'] }, 2],
  ])('counts its machines by what they may share: %s', (_, placement, needed) => {
    const graph = new InferenceGraph(chart(), 'g', {
      model: models.QWEN3_32B.at(Precision.FP8),
      engine: Engine.vllm(),
    });
    new Frontend(graph, 'frontend');
    const nodes = h200.with({ nodes: 1 });
    const parallelism = Parallelism.tensor(1);
    new PrefillPool(graph, 'prefill', { nodes, parallelism });
    new DecodePool(graph, 'decode', {
      nodes,
      parallelism,
      workers: 3,
      ...(placement === undefined ? {} : { placement }),
    });
    expect(graph.describe().totals.nodes).toEqual([expect.objectContaining({ needed, least: needed })]);
    expect(graph.check().findings.some(({ code, severity }) => code === 'DYN105' && severity === 'error')).toBe(
      needed > 1,
    );
  });

  test('gives leader and followers templates of their own', () => {
    const graph = qwen({
      gpus: 16,
      workers: 1,
      roles: { leader: { spec: { nodeSelector: { leader: 'yes' } } } },
    });
    expect(at(worker(graph), 'podTemplate')).toBeUndefined();
    const [leader, follower] = mappings(at(worker(graph), 'roles'));
    expect([leader?.['name'], follower?.['name']]).toEqual(['leader', 'worker']);
    expect(at(leader, 'podTemplate', 'spec', 'nodeSelector')).toMatchObject({ leader: 'yes' });
    expect(at(follower, 'podTemplate', 'spec', 'nodeSelector')).not.toMatchObject({ leader: 'yes' });
    expect(errors(graph)).toEqual([]);
  });

  test('is checked role by role: the pods of followers, too', () => {
    const graph = qwen({ gpus: 16, workers: 1, roles: { worker: { spec: { dnsPolicy: 'Nope' } } } });
    expect(graph.check().findings).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          code: 'DYN117',
          severity: 'error',
          path: expect.stringContaining('roles[worker].podTemplate.spec.dnsPolicy'),
        }),
      ]),
    );
  });

  const deployment = Orchestrator.DEPLOYMENT;
  test.each<[string, Case, RegExp]>([
    ['a gang larger than the pool', { minAvailable: 3 }, /'minAvailable' must be a whole number from 1 to 2, got 3/],
    ['a gang without Grove', { minAvailable: 1, orchestrator: deployment }, /'minAvailable' must be left out without/],
    ['a gang before 1.3', { minAvailable: 1, release: Release.V1_2 }, /before release 1\.3/],
    ['gangs of one before 1.5', { gangPerWorker: true, release: Release.V1_4 }, /before release 1\.5/],
    ['a domain without a topology', { packDomain: 'rack' }, /'packDomain' must be left out where the graph has no/],
    [
      'a domain wider than that of the graph',
      { packDomain: 'zone', topology: { cluster: 'racks', packDomain: 'rack' } },
      /'packDomain' must be rack, as in the graph, or a narrower domain/,
    ],
    [
      'updates before 1.3',
      { orchestrator: deployment, updates: { strategy: 'recreate' }, release: Release.V1_2 },
      /before release 1\.3/,
    ],
    ['updates with Grove', { updates: { strategy: 'recreate' } }, /left out where no Deployment is made/],
    [
      'updates that change nothing',
      { orchestrator: deployment, updates: { maxSurge: 0, maxUnavailable: '0%' } },
      /maxSurge or maxUnavailable above 0/,
    ],
    [
      'updates by half a pod',
      { orchestrator: deployment, updates: { maxSurge: 0.5 } },
      /'updates\.maxSurge' must be a whole number of pods/,
    ],
    [
      'updates that take more than there is',
      { orchestrator: deployment, updates: { maxUnavailable: '101%' } },
      /'updates\.maxUnavailable' must be at most 100%/,
    ],
    ['roles before 1.6', { gpus: 16, roles: {}, release: Release.V1_5 }, /before release 1\.6/],
    ['roles on one node', { roles: {} }, /'roles' must be left out there/],
    ['roles with a memory service', { gpus: 16, roles: {}, gpuMemory: { mode: 'intra-pod' } }, /gpuMemory/],
    [
      'a memory service in pods of its own without Grove',
      { gpuMemory: { mode: 'inter-pod' }, orchestrator: deployment },
      /'gpuMemory\.mode'/,
    ],
    [
      'further clients of the memory before 1.3',
      { gpuMemory: { mode: 'intra-pod', clientContainers: ['a'] }, release: Release.V1_2 },
      /'gpuMemory\.clientContainers'/,
    ],
    ['a snapshot of its own before 1.3', { snapshot: { automatic: {} }, release: Release.V1_2 }, /'snapshot\.autom/],
    ['pods apart from their own role', { placement: { apartFrom: ['aggregated'] } }, /take onePodPerNode/],
  ])('refuses %s', (_, options, message) => {
    expect(() => qwen(options)).toThrow(message);
  });

  test('refuses what only vLLM has for other engines', () => {
    const pool = (options: PoolOptions) => () => {
      const graph = new InferenceGraph(chart(), 'g', {
        model: models.QWEN3_32B.at(Precision.FP8),
        engine: Engine.sglang(),
      });
      new AggregatedPool(graph, 'worker', { nodes: h200, parallelism: Parallelism.tensor(2), ...options });
    };
    expect(pool({ gpuMemory: { mode: 'inter-pod' } })).toThrow(/pods of its own for sglang/);
    expect(pool({ gpuMemory: { mode: 'intra-pod', shadow: true } })).toThrow(/a shadow for sglang/);
    expect(pool({ compileCache: CompileCache.fromClaim({ claimName: 'a' }) })).toThrow(/a cache without mountPath/);
  });
});

describe('a compile cache', () => {
  test('is a claim that many nodes may write, made before the graph', () => {
    const scope = chart();
    const cache = new CompileCache(scope, 'kernels', { storageClassName: 'efs-sc' });
    expect(cache.claim.toJson()).toMatchObject({
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'kernels' },
      spec: {
        accessModes: ['ReadWriteMany'],
        storageClassName: 'efs-sc',
        resources: { requests: { storage: '50Gi' } },
      },
    });
    expect(() => new CompileCache(scope, 'other', { mountPath: 'relative' })).toThrow(/an absolute path/);
  });
});

test.each<readonly [string, Size, string]>([
  ['mebibytes', Size.mebibytes(1536), '1536Mi'],
  ['gibibytes', Size.gibibytes(40), '40Gi'],
])('a compile cache may have a size in %s', (_, size, storage) => {
  const cache = new CompileCache(chart(), 'kernels', { size });
  expect(at(cache.claim.toJson(), 'spec', 'resources', 'requests', 'storage')).toBe(storage);
});

describe('a group of components', () => {
  function pair(options: { readonly release?: Release; readonly orchestrator?: Orchestrator; spans?: boolean } = {}) {
    const { spans = false, ...props } = options;
    const graph = new InferenceGraph(chart(), 'g', {
      model: models.QWEN3_32B.at(Precision.FP8),
      engine: Engine.vllm(),
      ...props,
    });
    const nodes = h200;
    const prefill = new PrefillPool(graph, 'prefill', { nodes, parallelism: Parallelism.tensor(2) });
    const decode = new DecodePool(graph, 'decode', { nodes, parallelism: Parallelism.tensor(spans ? 16 : 2) });
    return { graph, pools: [prefill, decode] };
  }

  test('scales its pools as one', () => {
    const { graph, pools } = pair();
    new ComponentGroup(graph, 'pair', { pools, replicas: 3, scalable: true });
    expect(at(spec(graph), 'experimental', 'componentGroups')).toEqual([
      { name: 'pair', replicas: 3, scalingAdapter: {}, components: [{ name: 'prefill' }, { name: 'decode' }] },
    ]);
  });

  test('takes the machines of all its replicas', () => {
    const graph = new InferenceGraph(chart(), 'g', {
      model: models.QWEN3_32B.at(Precision.FP8),
      engine: Engine.vllm(),
    });
    const pool = { nodes: NodeGroup.h200Sxm({ nodes: 1 }), parallelism: Parallelism.tensor(2) };
    const pools = [
      new PrefillPool(graph, 'prefill', { ...pool, workers: 2 }),
      new DecodePool(graph, 'decode', { ...pool, workers: 1 }),
    ];
    expect(graph.describe().totals).toMatchObject({ workers: 3, gpus: 6 });
    new ComponentGroup(graph, 'pair', { pools, replicas: 3 });
    expect(graph.describe()).toMatchObject({
      pools: [
        { name: 'prefill', workers: 6, gpus: 12 },
        { name: 'decode', workers: 3, gpus: 6 },
      ],
      totals: { workers: 9, gpus: 18, nodes: [{ needed: 3 }] },
    });
    expect(graph.check().findings).toContainEqual(expect.objectContaining({ code: 'DYN105', severity: 'error' }));
  });

  test('is refused in older releases, without Grove, over several nodes, and for a pool in two groups', () => {
    const group = (options: Parameters<typeof pair>[0]) => () => {
      const { graph, pools } = pair(options);
      new ComponentGroup(graph, 'pair', { pools });
      new ComponentGroup(graph, 'again', { pools });
    };
    expect(group({ release: Release.V1_5 })).toThrow(/before release 1\.6/);
    expect(group({ orchestrator: Orchestrator.LWS })).toThrow(/Grove for a ComponentGroup/);
    expect(group({ spans: true })).toThrow(/'decode' has workers over several nodes/);
    expect(group({})).toThrow(/'prefill' is in a group already/);
  });
});
