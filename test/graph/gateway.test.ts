import { Duration, Size } from 'cdk8s';
import {
  AggregatedPool,
  appDocuments,
  DecodePool,
  EndpointPicker,
  type EndpointPickerProps,
  Engine,
  Frontend,
  InferenceGateway,
  InferenceGraph,
  InferenceRoute,
  LoraAdapter,
  LoraSource,
  models,
  Parallelism,
  Precision,
  PrefillPool,
  Release,
  Workload,
} from '../../constructs';
import { CrdSet } from '../../constructs/admission';
import { at } from '../../constructs/observed';
import { HAS_CRDS, sharedCrds } from '../manifests/shared';
import { component } from './planner-support';
import { chart, h200 } from './support';

const place = () => chart('test', 'inference');

function behindGateway(
  options: { readonly release?: Release; readonly disaggregated?: boolean; readonly picker?: EndpointPickerProps } = {},
) {
  const { release = Release.latest, disaggregated = false, picker = {} } = options;
  const graph = new InferenceGraph(place(), 'llama', {
    model: models.LLAMA_3_3_70B.at(Precision.FP8),
    engine: Engine.vllm(),
    release,
    workload: Workload.of({ inputTokens: 4096, outputTokens: 1024 }),
  });
  const epp = new EndpointPicker(graph, 'epp', picker);
  const pool = { nodes: h200, parallelism: Parallelism.tensor(4) };
  if (disaggregated) {
    new PrefillPool(graph, 'prefill', pool);
    new DecodePool(graph, 'decode', pool);
  } else {
    new AggregatedPool(graph, 'worker', pool);
  }
  return { graph, epp };
}

const errors = (graph: InferenceGraph<'vllm'>) => graph.check().findings.filter(({ severity }) => severity === 'error');

const env = (graph: InferenceGraph<'vllm'>, name: string) =>
  Object.fromEntries([...component(graph, name).env].map(([key, { value }]) => [key, value]));

const objects = (graph: InferenceGraph<'vllm'>, kind: string) =>
  appDocuments(graph.node.root)
    .map(({ value }) => value)
    .filter((value) => value['kind'] === kind);

describe('a graph behind a Gateway', () => {
  test.each([
    [false, Release.latest],
    [true, Release.latest],
    [false, Release.V1_2],
    [true, Release.V1_4],
  ])('passes every rule (disaggregated: %s, release %s)', (disaggregated, release) => {
    expect(errors(behindGateway({ disaggregated, release }).graph)).toEqual([]);
  });

  test('asks a picker that knows model and block size for the worker of each request', () => {
    const { graph } = behindGateway({ picker: { replicas: 2, routing: { overlapWeight: 2, temperature: 0.5 } } });
    const picker = component(graph, 'epp');
    expect(picker.type).toBe('epp');
    expect(picker.replicas).toBe(2);
    expect(picker.image).toContain('/dynamo-frontend:1.6.1');
    expect(picker.writtenCommand).toEqual([]);
    expect(picker.written['eppConfig']).toBeUndefined();
    expect(env(graph, 'epp')).toMatchObject({
      DYN_MODEL_NAME: graph.servedName,
      DYN_KV_CACHE_BLOCK_SIZE: '64',
      DYN_ROUTER_USE_KV_EVENTS: 'true',
      DYN_ROUTER_KV_OVERLAP_SCORE_CREDIT: '2',
      DYN_ROUTER_TEMPERATURE: '0.5',
      DYN_ROUTER_REPLICA_SYNC: 'true',
    });
    expect(graph.describe().routers).toEqual([
      { name: 'epp', path: 'test/llama/epp', kind: 'endpoint-picker', replicas: 2 },
    ]);
    expect(graph.describe().router).toMatchObject({ mode: 'kv', kvEvents: true });
  });

  test('has a frontend beside each worker that sends to this worker alone', () => {
    const { graph } = behindGateway({ picker: { sidecar: { cpu: 3, memory: Size.gibibytes(6) } } });
    const worker = component(graph, 'worker');
    expect(worker.written['frontendSidecar']).toBe('sidecar-frontend');
    expect(at(worker.pod, 'containers')).toEqual([
      expect.objectContaining({ name: 'main' }),
      expect.objectContaining({
        name: 'sidecar-frontend',
        image: graph.image(),
        command: ['python3'],
        args: ['-m', 'dynamo.frontend', '--router-mode', 'direct'],
        resources: { limits: { cpu: '3', memory: '6Gi' }, requests: { cpu: '3', memory: '6Gi' } },
      }),
    ]);
    expect(worker.commandLine.value('--block-size')).toBe('64');
    expect(worker.commandLine.has('--kv-events-config')).toBe(true);
  });

  test('takes what the sidecar needs from the pod, not from the node', () => {
    const withSidecar = behindGateway().graph.describe();
    const without = behindGateway({ picker: { sidecar: { cpu: 1, memory: Size.gibibytes(1) } } }).graph.describe();
    expect(withSidecar.pools[0]?.pod.cpu).toBe(without.pools[0]?.pod.cpu);
    expect(withSidecar.pools[0]?.pod.memoryBytes).toBe(without.pools[0]?.pod.memoryBytes);
  });

  test('takes a patch of the pods of its picker', () => {
    const podTemplate = { spec: { priorityClassName: 'routing' } };
    expect(component(behindGateway({ picker: { podTemplate } }).graph, 'epp').pod['priorityClassName']).toBe('routing');
  });

  test('lets the Gateway reach the sidecars', () => {
    const [policy] = objects(behindGateway().graph, 'NetworkPolicy');
    expect(JSON.stringify(at(policy, 'spec', 'ingress'))).toContain('"port":8000');
  });

  test('before release 1.5 the picker is the one written in Go, with its plugins', () => {
    const plugins = (disaggregated: boolean) =>
      at(
        component(behindGateway({ disaggregated, release: Release.V1_4 }).graph, 'epp').written,
        'eppConfig',
        'config',
      );
    expect(plugins(false)).toMatchObject({
      schedulingProfiles: [
        {
          name: 'decode',
          plugins: [
            { pluginRef: 'decode-filter', weight: 1 },
            { pluginRef: 'dyn-decode', weight: 1 },
            { pluginRef: 'picker', weight: 1 },
          ],
        },
      ],
    });
    expect(plugins(true)).toMatchObject({ schedulingProfiles: [{ name: 'prefill' }, { name: 'decode' }] });
    expect(() => behindGateway({ release: Release.V1_4, picker: { replicas: 2 } })).toThrow(
      "'replicas' must be a whole number from 1 to 1, got 2",
    );
  });

  test('is behind a Gateway or behind a Frontend, not both', () => {
    expect(() => new Frontend(behindGateway().graph, 'frontend')).toThrow(
      "'graph' must be a graph without an EndpointPicker, got 'llama'; 'epp' is there: keep one of the two",
    );
    const graph = new InferenceGraph(place(), 'llama', {
      model: models.LLAMA_3_3_70B.at(Precision.FP8),
      engine: Engine.vllm(),
    });
    new Frontend(graph, 'frontend');
    expect(() => new EndpointPicker(graph, 'epp')).toThrow(/a graph without a Frontend/);
  });

  test('has one picker and no LoRA adapters', () => {
    const { graph } = behindGateway();
    expect(() => new EndpointPicker(graph, 'other')).toThrow(/the only endpoint picker of its graph/);
    const source = LoraSource.huggingFace({ repository: 'org/adapter' });
    expect(() => new LoraAdapter(graph, 'support', { name: 'support', source, rank: 16 })).toThrow(
      /put the graph behind a Frontend/,
    );
  });
});

describe('a route', () => {
  test('leads from a Gateway of the app to the pool that the operator makes', () => {
    const { graph, epp } = behindGateway();
    const gateway = new InferenceGateway(graph.node.scope ?? graph, 'inference-gateway', { className: 'kgateway' });
    new InferenceRoute(epp, 'route', { gateway, hostnames: ['llm.example.com'], modelHeader: true });
    expect(at(objects(graph, 'Gateway')[0], 'spec')).toEqual({
      gatewayClassName: 'kgateway',
      listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }],
    });
    expect(objects(graph, 'HTTPRoute')[0]).toMatchObject({
      apiVersion: 'gateway.networking.k8s.io/v1',
      metadata: { name: 'llama-route' },
      spec: {
        parentRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'inference-gateway' }],
        hostnames: ['llm.example.com'],
        rules: [
          {
            matches: [
              {
                path: { type: 'PathPrefix', value: '/' },
                headers: [{ type: 'Exact', name: 'X-Gateway-Model-Name', value: graph.servedName }],
              },
            ],
            backendRefs: [
              { group: 'inference.networking.k8s.io', kind: 'InferencePool', name: 'llama-pool', port: 8000 },
            ],
            timeouts: { request: '300s' },
          },
        ],
      },
    });
    expect(errors(graph)).toEqual([]);
  });

  test('leads from a Gateway that is there, in a namespace of its own', () => {
    const { graph, epp } = behindGateway();
    const gateway = InferenceGateway.existing({ name: 'shared', namespace: 'kgateway-system' });
    new InferenceRoute(epp, 'route', { gateway });
    expect(at(objects(graph, 'HTTPRoute')[0], 'spec', 'parentRefs')).toEqual([
      expect.objectContaining({ name: 'shared', namespace: 'kgateway-system' }),
    ]);
  });

  test('does not lead out of a namespace whose Gateway would not take it', () => {
    const { epp } = behindGateway();
    const gateway = new InferenceGateway(chart('other', 'elsewhere'), 'gateway', {
      className: 'kgateway',
      certificate: 'llm-tls',
    });
    expect(() => new InferenceRoute(epp, 'route', { gateway })).toThrow(/a Gateway in the namespace of the graph/);
    expect(at(objects(behindGateway().graph, 'Gateway')[0], 'spec')).toBeUndefined();
  });

  test('refuses names that no object can have', () => {
    const { graph, epp } = behindGateway();
    const gateway = InferenceGateway.existing({ name: 'shared' });
    expect(() => new InferenceRoute(epp, 'Bad_Route', { gateway })).toThrow("'id' must be a DNS label");
    expect(() => InferenceGateway.existing({ name: 'shared', namespace: 'Bad_Space' })).toThrow("'namespace'");
    const secret = { className: 'kgateway', certificate: 'Bad_Secret' };
    expect(() => new InferenceGateway(graph.node.scope ?? graph, 'gateway', secret)).toThrow("'certificate'");
  });

  test.each<readonly [Duration, string]>([
    [Duration.millis(500), '500ms'],
    [Duration.minutes(5), '300s'],
    [Duration.millis(123_456), '123s456ms'],
    [Duration.days(2), '48h'],
    [Duration.seconds(100_001), '27h2801s'],
  ])('writes the timeout %s as the Gateway API reads it', (timeout, written) => {
    const { graph, epp } = behindGateway();
    new InferenceRoute(epp, 'route', { gateway: InferenceGateway.existing({ name: 'shared' }), timeout });
    expect(at(objects(graph, 'HTTPRoute')[0], 'spec', 'rules')).toEqual([
      expect.objectContaining({ timeouts: { request: written } }),
    ]);
    expect(written).toMatch(/^([0-9]{1,5}(h|m|s|ms)){1,4}$/);
  });

  const crds = HAS_CRDS ? CrdSet.from(sharedCrds('dynamo-1.2', 'gateway-api')) : undefined;

  (crds === undefined ? test.skip : test).each([false, true])(
    'is accepted by the real CRDs, as are Gateway and graph (disaggregated: %s)',
    (disaggregated) => {
      const { graph, epp } = behindGateway({ disaggregated, release: Release.V1_2 });
      const gateway = new InferenceGateway(graph.node.scope ?? graph, 'gateway', {
        className: 'kgateway',
        certificate: 'llm-tls',
      });
      new InferenceRoute(epp, 'route', { gateway, hostnames: ['*.example.com'], modelHeader: true });
      expect(appDocuments(graph.node.root).flatMap((document) => crds?.check(document) ?? [])).toEqual([]);
    },
  );
});
