import type { Finding } from '../../constructs/findings';
import { dynamoSidecar } from '../../constructs/rules/dynamo-sidecar';
import { gangSize } from '../../constructs/rules/gang-size';
import { gpuMemoryService } from '../../constructs/rules/gpu-memory-service';
import { kvTransferPolicy } from '../../constructs/rules/kv-transfer-policy';
import { schedulingQueue } from '../../constructs/rules/scheduling-queue';
import { workerSpread } from '../../constructs/rules/worker-spread';
import { findings } from './findings';
import { alpha, beta, documents, FRONTEND, object, type Part, worker } from './graph-text';

const messages = (found: readonly Finding[]): readonly string[] => found.map(({ message }) => message);
const NO_GROVE = { 'nvidia.com/enable-grove': 'false' };
const decode = (part: Partial<Part> = {}): Part => worker('dynamo.vllm', ['--model', 'm'], { gpus: 8, ...part });

describe('DYN017 gangs', () => {
  const check = (fields: object, annotations: Readonly<Record<string, string>> = {}) =>
    findings(gangSize, beta([decode({ fields })], { annotations }));

  test('a gang above the replicas, below one, or without Grove is an error', () => {
    expect(check({ replicas: 2, minAvailable: 3 })).toEqual([
      expect.objectContaining({
        code: 'DYN017',
        severity: 'error',
        path: expect.stringContaining('spec.components[decode].minAvailable'),
        message: "minAvailable of 'decode' is 3, above its 2 replicas",
        fix: 'set minAvailable to 2 or less, or replicas to 3 or more',
      }),
    ]);
    expect(messages(check({ minAvailable: 0 }))).toEqual([
      "minAvailable of 'decode' is 0, and has to be a whole number of at least 1",
    ]);
    expect(messages(check({ minAvailable: 1 }, NO_GROVE))).toEqual([
      "'decode' has minAvailable, and the graph turns Grove off",
    ]);
  });

  test.each([
    ['no gang', {}],
    ['all replicas', { replicas: 2, minAvailable: 2 }],
    ['no replica yet', { replicas: 0, minAvailable: 2 }],
    ['replicas that something else sets', { scalingAdapter: {}, minAvailable: 4 }],
  ])('%s passes', (_, fields) => {
    expect(check(fields)).toEqual([]);
  });
});

describe('DYN018 policies for KV transfer', () => {
  const pair: readonly Part[] = [
    worker('dynamo.vllm', [], { name: 'prefill', type: 'prefill', gpus: 8 }),
    decode({ name: 'decode' }),
  ];
  const check = (policy: object, parts = pair, annotations: Readonly<Record<string, string>> = {}) =>
    findings(kvTransferPolicy, beta(parts, { annotations, spec: { experimental: { kvTransferPolicy: policy } } }));

  test.each([
    ['both sources', { labelKey: 'a', clusterTopologyName: 'b', domain: 'rack' }, /both of labelKey and clusterTopo/],
    ['no source', { domain: 'rack' }, /neither of labelKey and clusterTopologyName/],
    ['no domain', { labelKey: 'a' }, /has no domain/],
    ['a weight that is required', { labelKey: 'a', domain: 'rack', preferredWeight: 1 }, /enforcement is required/],
    ['no weight', { labelKey: 'a', domain: 'rack', enforcement: 'preferred' }, /without preferredWeight/],
    [
      'a weight above 1',
      { labelKey: 'a', domain: 'rack', enforcement: 'preferred', preferredWeight: 2 },
      /preferredWeight is 2/,
    ],
    ['another enforcement', { labelKey: 'a', domain: 'rack', enforcement: 'maybe' }, /enforcement is 'maybe'/],
  ])('%s is an error', (_, policy, message) => {
    expect(check(policy)).toEqual([
      expect.objectContaining({
        code: 'DYN018',
        severity: 'error',
        path: expect.stringContaining('spec.experimental.kvTransferPolicy'),
        message: expect.stringMatching(message),
      }),
    ]);
  });

  test('a cluster topology needs Grove, and a policy is for pools that transfer', () => {
    const policy = { clusterTopologyName: 'racks', domain: 'rack' };
    expect(messages(check(policy, pair, NO_GROVE))).toEqual([
      'the policy names a cluster topology, and the graph turns Grove off',
    ]);
    expect(check(policy, [worker('dynamo.vllm', [], { name: 'all', type: 'worker', gpus: 8 })])).toEqual([
      expect.objectContaining({ severity: 'warning', message: expect.stringContaining('no prefill and decode') }),
    ]);
  });

  test('a policy that is right passes', () => {
    expect(check({ labelKey: 'topology.kubernetes.io/zone', domain: 'zone' })).toEqual([]);
    expect(
      check({ clusterTopologyName: 'racks', domain: 'rack', enforcement: 'preferred', preferredWeight: 0.5 }),
    ).toEqual([]);
  });
});

describe('DYN019 GPU memory services', () => {
  const container = { 'nvidia.com/dynamo-kube-discovery-mode': 'container' };
  const check = (experimental: object, part: Partial<Part> = {}, annotations: Readonly<Record<string, string>> = {}) =>
    findings(gpuMemoryService, beta([decode({ ...part, fields: { experimental } })], { annotations }));

  test('a service without an engine or without GPUs is an error', () => {
    const service = { fields: { experimental: { gpuMemoryService: {} } } };
    expect(findings(gpuMemoryService, beta([{ ...FRONTEND, ...service }]))).toEqual([
      expect.objectContaining({
        code: 'DYN019',
        severity: 'error',
        path: expect.stringContaining('spec.components[frontend].experimental.gpuMemoryService'),
        message: "'frontend' has a GPU memory service and runs no engine",
      }),
    ]);
    const { gpus: _, ...none } = decode();
    expect(messages(findings(gpuMemoryService, beta([{ ...none, ...service }])))).toEqual([
      "'decode' has a GPU memory service and no limit of nvidia.com/gpu",
    ]);
  });

  test('service pods of their own are for Grove and vLLM', () => {
    const service = { gpuMemoryService: { mode: 'InterPod' } };
    const sglang = { command: ['python3', '-m', 'dynamo.sglang'] };
    expect(messages(check(service, sglang, NO_GROVE))).toEqual([
      "'decode' has its GPU memory service in pods of its own, and the graph turns Grove off",
      "'decode' has its GPU memory service in pods of its own, which only vLLM can use, and runs sglang",
    ]);
  });

  test.each([
    ['a shadow without a service', { failover: {} }, /failover without a GPU memory service/],
    [
      'a shadow of another mode',
      { gpuMemoryService: {}, failover: { mode: 'InterPod' } },
      /another mode than its gpuMemoryService/,
    ],
    ['two shadows', { gpuMemoryService: {}, failover: { numShadows: 2 } }, /asks for 2 shadows/],
  ])('%s is an error', (_, experimental, message) => {
    expect(messages(check(experimental, {}, container))).toEqual([expect.stringMatching(message)]);
  });

  test('a shadow is for vLLM, and two engines of a pod are found by container', () => {
    const shadow = { gpuMemoryService: {}, failover: {} };
    expect(messages(check(shadow, { command: ['python3', '-m', 'dynamo.sglang'] }, container))).toEqual([
      "'decode' has failover, which is there for vLLM only, and runs sglang",
    ]);
    expect(check(shadow)).toEqual([
      expect.objectContaining({ fix: 'annotate the graph with nvidia.com/dynamo-kube-discovery-mode: container' }),
    ]);
  });

  test('v1alpha1 turns both on with a switch', () => {
    const graph = (enabled: boolean) => alpha([decode({ fields: { failover: { enabled, mode: 'intraPod' } } })]);
    expect(messages(findings(gpuMemoryService, graph(true)))).toHaveLength(2);
    expect(findings(gpuMemoryService, graph(false))).toEqual([]);
  });

  test('a service with a shadow of its mode passes', () => {
    expect(check({ gpuMemoryService: {}, failover: { mode: 'IntraPod', numShadows: 1 } }, {}, container)).toEqual([]);
    expect(check({ gpuMemoryService: { mode: 'InterPod' }, failover: { mode: 'InterPod' } })).toEqual([]);
  });
});

describe('DYN020 Dynamo sidecars', () => {
  const sidecar = { initContainers: [{ name: 'runtime', image: 'i:1.6.1', restartPolicy: 'Always' }] };
  const check = (fields: object, pod: object = sidecar) =>
    findings(dynamoSidecar, beta([decode({ fields: { dynamoSidecar: 'runtime', ...fields }, pod })]));

  test.each([
    ['multinode', { multinode: { nodeCount: 2 } }, 'multinode'],
    ['a checkpoint', { experimental: { checkpoint: { enabled: true } } }, 'a checkpoint'],
    ['a GPU memory service', { experimental: { gpuMemoryService: {} } }, 'a GPU memory service'],
    ['failover', { experimental: { failover: {} } }, 'failover'],
  ])('beside %s is an error', (_, fields, what) => {
    expect(check(fields)).toEqual([
      expect.objectContaining({
        code: 'DYN020',
        severity: 'error',
        message: `'decode' has a Dynamo sidecar and ${what}, which do not go together`,
      }),
    ]);
  });

  test('that is no restartable init container is an error', () => {
    expect(check({}, {})).toHaveLength(1);
    expect(check({}, { initContainers: [{ name: 'runtime' }] })).toHaveLength(1);
  });

  test('alone passes', () => {
    expect(check({})).toEqual([]);
    expect(findings(dynamoSidecar, beta([decode()]))).toEqual([]);
  });
});

describe('DYN059 queues', () => {
  const KAI = 'nvidia.com/kai-scheduler-queue';
  const graph = (annotations: Readonly<Record<string, string>>) => beta([decode()], { annotations });
  const queue = object('Queue', 'inference').replace('"v1"', '"scheduling.run.ai/v2"');
  const complete = { complete: true };

  test('a queue that nothing makes is an error where queues are made, else a warning', () => {
    expect(findings(schedulingQueue, documents(graph({ [KAI]: 'infrence' }), queue), complete)).toEqual([
      expect.objectContaining({
        code: 'DYN059',
        severity: 'error',
        path: expect.stringContaining(`metadata.annotations[${KAI}]`),
        message: "nothing here makes the queue 'infrence' of 'r1'",
      }),
    ]);
    expect(findings(schedulingQueue, graph({ [KAI]: 'dynamo' }), complete)).toEqual([
      expect.objectContaining({ severity: 'warning' }),
    ]);
  });

  test('a queue of Volcano beside it is an error, and so is an empty name', () => {
    expect(messages(findings(schedulingQueue, graph({ [KAI]: 'a', 'nvidia.com/volcano-queue': 'b' })))).toEqual([
      "'r1' names a queue of KAI and one of Volcano, and one scheduler places its pods",
    ]);
    expect(messages(findings(schedulingQueue, graph({ [KAI]: '' })))).toEqual(["the queue of 'r1' is empty"]);
  });

  test('without Grove nothing reads it', () => {
    expect(findings(schedulingQueue, graph({ [KAI]: 'a', ...NO_GROVE }))).toEqual([
      expect.objectContaining({ severity: 'warning', message: expect.stringContaining('turns Grove off') }),
    ]);
  });

  test('a graph that asks for more GPUs than its queue may use is an error', () => {
    const limited = (limit: number) =>
      object('Queue', 'inference', { spec: { resources: { gpu: { quota: -1, limit, overQuotaWeight: 1 } } } }).replace(
        '"v1"',
        '"scheduling.run.ai/v2"',
      );
    const said = (limit: number) =>
      messages(findings(schedulingQueue, documents(graph({ [KAI]: 'inference' }), limited(limit)), complete));
    expect(said(4)).toEqual(["'r1' asks for 8 GPUs, but its queue 'inference' may use 4 at most"]);
    expect([8, -1].flatMap(said)).toEqual([]);
  });

  test('a queue that is made here, or may be elsewhere, passes', () => {
    expect(findings(schedulingQueue, documents(graph({ [KAI]: 'inference' }), queue), complete)).toEqual([]);
    expect(findings(schedulingQueue, graph({ [KAI]: 'dynamo' }))).toEqual([]);
    expect(findings(schedulingQueue, graph({}), complete)).toEqual([]);
  });
});

describe('DYN160 workers over several nodes', () => {
  const check = (part: Partial<Part>) => findings(workerSpread, beta([decode({ nodes: 2, ...part })]));
  const apart = { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname' }] };

  test('whose pods take part of a node may land on one: a warning', () => {
    expect(check({ gpus: 1 })).toEqual([
      expect.objectContaining({
        code: 'DYN160',
        severity: 'warning',
        path: expect.stringContaining('spec.components[decode].multinode'),
        message: "'decode' spreads 2 pods of 1 GPU each over nodes, and nothing keeps them off the same node",
      }),
    ]);
  });

  test('whose pods take whole nodes, or are kept apart, pass', () => {
    expect(check({ gpus: 8 })).toEqual([]);
    expect(check({ gpus: 4 })).toEqual([]);
    expect(check({ gpus: 1, pod: { affinity: { podAntiAffinity: apart } } })).toEqual([]);
  });
});
