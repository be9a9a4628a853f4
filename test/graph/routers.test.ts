import { Duration } from 'cdk8s';
import { parse } from 'yaml';
import {
  AggregatedPool,
  appDocuments,
  checkApp,
  DecodePool,
  EndpointPicker,
  Engine,
  type EngineKind,
  GlobalRouter,
  InferenceGraph,
  models,
  Parallelism,
  Precision,
  PrefillPool,
  Release,
  RouterPools,
  StandaloneRouter,
  type StandaloneRouterProps,
} from '../../constructs';
import { CrdSet } from '../../constructs/admission';
import { at } from '../../constructs/observed';
import { HAS_CRDS, sharedCrds } from '../manifests/shared';
import { component } from './planner-support';
import { chart, h200 } from './support';

const pool = { nodes: h200, parallelism: Parallelism.tensor(2) };
const seconds = (from: number, to: number) => ({ from: Duration.millis(from), to: Duration.millis(to) });

function graphOf<K extends EngineKind>(
  place: ReturnType<typeof chart>,
  name: string,
  engine: Engine<K>,
  options: { readonly release?: Release; readonly servedName?: string } = {},
): InferenceGraph<K> {
  return new InferenceGraph(place, name, { model: models.LLAMA_3_3_70B.at(Precision.FP8), engine, ...options });
}

function routed(
  place = chart('test', 'inference'),
  name = 'fast',
  props: StandaloneRouterProps = {},
  release = Release.latest,
) {
  const graph = graphOf(place, name, Engine.vllm(), { release });
  new StandaloneRouter(graph, 'router', props);
  new AggregatedPool(graph, 'worker', pool);
  return graph;
}

const errorsOf = (graph: { readonly node: InferenceGraph['node'] }) =>
  checkApp(graph.node.root)
    .findings.filter(({ severity }) => severity === 'error')
    .map(({ code, message }) => `${code} ${message}`);

describe('a standalone router', () => {
  test('routes to the workers of its graph by their blocks, and needs no frontend', () => {
    const graph = routed(undefined, undefined, { replicas: 2, routing: { temperature: 0.5 } });
    const router = component(graph, 'router');
    expect(router.writtenCommand).toEqual([
      ...['python3', '-m', 'dynamo.router', '--endpoint', 'inference-fast.backend.generate'],
      ...['--router-block-size', '64', '--router-temperature', '0.5', '--router-replica-sync'],
    ]);
    expect(router.type).toBeUndefined();
    expect(router.env.get('DYN_SYSTEM_PORT')?.value).toBe('9090');
    expect(component(graph, 'worker').commandLine.has('--kv-events-config')).toBe(true);
    expect(graph.describe().routers).toMatchObject([{ kind: 'standalone', replicas: 2 }]);
    expect(errorsOf(graph)).toEqual([]);
  });

  test('stands before a prefill pool alone, whose decode pool is in another graph', () => {
    const place = chart('test', 'inference');
    const graph = graphOf(place, 'prompts', Engine.vllm());
    new StandaloneRouter(graph, 'router', { extraArgs: ['--no-router-track-active-blocks'] });
    new PrefillPool(graph, 'prefill', pool);
    expect(component(graph, 'router').commandLine.value('--endpoint')).toBe('inference-prompts.prefill.generate');
    expect(component(graph, 'router').commandLine.has('--no-router-track-active-blocks')).toBe(true);
    expect(errorsOf(graph)).toEqual([]);
  });

  test('finds workers of TensorRT-LLM under their own name', () => {
    const graph = graphOf(chart('test', 'inference'), 'trt', Engine.trtllm());
    new StandaloneRouter(graph, 'router');
    new AggregatedPool(graph, 'worker', pool);
    expect(component(graph, 'router').commandLine.value('--endpoint')).toBe('inference-trt.tensorrt_llm.generate');
  });

  test('is the only one of its graph, and needs a namespace', () => {
    expect(() => new StandaloneRouter(routed(), 'second')).toThrow(/the only router of its graph/);
    expect(() => routed(chart())).toThrow("'namespace' must be given on the chart");
  });
});

describe('a global router', () => {
  const aggregated = (graphs: readonly InferenceGraph<'vllm'>[], grid: readonly (readonly number[])[] = [[0, 1]]) =>
    RouterPools.aggregated({ graphs, ttft: seconds(100, 4000), itl: seconds(5, 100), grid });

  function entry(release = Release.latest) {
    const place = chart('test', 'inference');
    const pools = aggregated(['fast', 'cheap'].map((name) => routed(place, name, {}, release)));
    return new GlobalRouter(place, 'entry', { pools, release, defaultTtft: Duration.millis(500), frontends: 2 });
  }

  const configOf = (router: GlobalRouter): unknown => {
    const found = appDocuments(router.node.root).find(({ source }) => source === router.configMap.node.path);
    return parse(String(at(found?.value, 'data', 'pools.json')));
  };

  test('stands in a graph of its own with a frontend, and knows the graphs behind it', () => {
    const router = entry();
    expect(component(router, 'frontend')).toMatchObject({ type: 'frontend', replicas: 2 });
    expect(component(router, 'global-router').writtenCommand).toEqual([
      ...['python3', '-m', 'dynamo.global_router', '--config', '/etc/dynamo/global-router/pools.json'],
      ...['--model-name', models.LLAMA_3_3_70B.at(Precision.FP8).servedName, '--namespace', 'inference-entry'],
      ...['--default-ttft-target-ms', '500'],
    ]);
    expect(configOf(router)).toEqual({
      mode: 'agg',
      num_agg_pools: 2,
      agg_pool_dynamo_namespaces: ['inference-fast', 'inference-cheap'],
      agg_pool_selection_strategy: {
        ...{ ttft_min_ms: 100, ttft_max_ms: 4000, ttft_resolution: 1 },
        ...{ itl_min_ms: 5, itl_max_ms: 100, itl_resolution: 2 },
        agg_pool_mapping: [[0, 1]],
      },
    });
    expect(errorsOf(router)).toEqual([]);
  });

  test('before release 1.6 units do not stand in names', () => {
    const router = entry(Release.V1_5);
    expect(component(router, 'global-router').commandLine.value('--default-ttft-target')).toBe('500');
    expect(configOf(router)).toMatchObject({ agg_pool_selection_strategy: { ttft_min: 100, itl_max: 100 } });
  });

  test('leads prompts and tokens to graphs of their own', () => {
    const place = chart('test', 'inference');
    const prefill = graphOf(place, 'prompts', Engine.vllm());
    new StandaloneRouter(prefill, 'router');
    new PrefillPool(prefill, 'prefill', pool);
    const decode = graphOf(place, 'tokens', Engine.vllm());
    new StandaloneRouter(decode, 'router');
    new DecodePool(decode, 'decode', pool);
    const router = new GlobalRouter(place, 'entry', {
      pools: RouterPools.disaggregated({
        prefill: { graphs: [prefill], inputTokens: { from: 0, to: 32000 }, ttft: seconds(10, 3000), grid: [[0], [0]] },
        decode: { graphs: [decode], contextTokens: { from: 0, to: 32000 }, itl: seconds(10, 500), grid: [[0]] },
      }),
    });
    expect(configOf(router)).toMatchObject({
      mode: 'disagg',
      num_prefill_pools: 1,
      prefill_pool_dynamo_namespaces: ['inference-prompts'],
      decode_pool_dynamo_namespaces: ['inference-tokens'],
      prefill_pool_selection_strategy: { isl_min: 0, isl_max: 32000, isl_resolution: 2, ttft_resolution: 1 },
      decode_pool_selection_strategy: { context_length_resolution: 1, decode_pool_mapping: [[0]] },
    });
    expect(errorsOf(router)).toEqual([]);
  });

  test('refuses grids that do not fit its graphs', () => {
    const [fast, cheap] = [routed(), routed(undefined, 'cheap')];
    expect(() => aggregated([])).toThrow("'aggregated.graphs' must be at least one graph");
    expect(() => aggregated([fast], [[0, 1]])).toThrow("'aggregated.grid' must be a whole number from 0 to 0, got 1");
    expect(() => aggregated([fast, cheap], [[0], [0, 1]])).toThrow(/rows of the same length/);
    expect(() => aggregated([fast, cheap], [[0]])).toThrow(/every graph has a cell.*'cheap' has none/);
    const backwards = RouterPools.aggregated({
      ...{ graphs: [fast], grid: [[0]], ttft: seconds(9, 1), itl: seconds(1, 9) },
    });
    expect(() => backwards.config(Release.latest)).toThrow("'ttft' must be a range from less to more");
    expect(() => aggregated([fast, fast])).toThrow(/each graph once/);
    const disaggregated = () =>
      RouterPools.disaggregated({
        prefill: { graphs: [fast], inputTokens: { from: 0, to: 9 }, ttft: seconds(1, 9), grid: [[0]] },
        decode: { graphs: [cheap], contextTokens: { from: 0, to: 9 }, itl: seconds(1, 9), grid: [[0]] },
      });
    expect(disaggregated).toThrow(/graphs with prefill pools only, got 'fast with the aggregated pool worker'/);
  });

  test('refuses graphs that it cannot reach', () => {
    const place = chart('test', 'inference');
    const make = (graph: InferenceGraph<'vllm'>) =>
      new GlobalRouter(place, `entry-${graph.name}`, {
        pools: aggregated([routed(place, `first-${graph.name}`), graph]),
      });
    const plain = graphOf(place, 'plain', Engine.vllm());
    expect(() => make(plain)).toThrow(/graphs with a StandaloneRouter/);
    expect(() => make(routed(chart('other', 'elsewhere'), 'far'))).toThrow(/in the namespace of the router/);
    const other = graphOf(place, 'other', Engine.vllm(), { servedName: 'another' });
    new StandaloneRouter(other, 'router');
    expect(() => make(other)).toThrow(/graphs that serve/);
    const behindGateway = graphOf(place, 'gateway', Engine.vllm());
    new EndpointPicker(behindGateway, 'epp');
    expect(() => make(behindGateway)).toThrow(/graphs with a StandaloneRouter/);
  });

  test('is of the release of its graphs, and has cores', () => {
    const place = chart('test', 'inference');
    const pools = aggregated([routed(place, 'old', {}, Release.V1_5)], [[0]]);
    expect(component(new GlobalRouter(place, 'entry', { pools }), 'global-router').image).toBe(
      Release.V1_5.image('vllm-runtime'),
    );
    expect(() => new GlobalRouter(place, 'newer', { pools, release: Release.V1_6 })).toThrow(
      /graphs of release 1\.6, as the router, got 'old of release 1.5'/,
    );
    expect(() => new GlobalRouter(place, 'idle', { pools, cpu: 0 })).toThrow("'cpu' must be a number of cores above 0");
  });

  const crds = HAS_CRDS ? CrdSet.from(sharedCrds('dynamo-1.2')) : undefined;

  (crds === undefined ? test.skip : test)('is accepted by the real CRDs, as are the graphs behind it', () => {
    const place = chart('test', 'inference');
    const graph = graphOf(place, 'fast', Engine.vllm(), { release: Release.V1_2 });
    new StandaloneRouter(graph, 'router');
    new AggregatedPool(graph, 'worker', pool);
    new GlobalRouter(place, 'entry', { pools: aggregated([graph], [[0]]), release: Release.V1_2 });
    expect(appDocuments(graph.node.root).flatMap((document) => crds?.check(document) ?? [])).toEqual([]);
  });
});
