import { App, Chart, JsonPatch } from 'cdk8s';
import {
  AggregatedPool,
  Engine,
  type EngineKind,
  Fabric,
  Frontend,
  InferenceGraph,
  InferenceNamespace,
  ModelCache,
  models,
  NodeGroup,
  Orchestrator,
  Parallelism,
  PodSecurityLevel,
  Precision,
  Release,
  Subject,
  synthesizeChart,
} from '../../constructs';

const H200 = NodeGroup.h200Sxm({ fabric: Fabric.tcp() });
const MODEL = models.QWEN3_32B.at(Precision.FP8);

interface GraphOptions {
  readonly nodes?: NodeGroup;
  readonly parallelism?: Parallelism;
  readonly orchestrator?: Orchestrator;
  readonly release?: Release;
  readonly extraArgs?: readonly string[];
}

function graphWith<K extends EngineKind>(
  chart: Chart,
  engine: Engine<K>,
  { nodes = H200, parallelism = Parallelism.tensor(2), extraArgs = [], ...props }: GraphOptions = {},
  id = 'qwen',
): InferenceGraph<K> {
  const graph = new InferenceGraph(chart, id, { model: MODEL, engine, ...props });
  new Frontend(graph, 'frontend');
  new AggregatedPool(graph, 'worker', { nodes, parallelism, extraArgs });
  return graph;
}

const chartIn = (namespace?: string, app = new App(), id = 'test') =>
  new Chart(app, id, {
    disableResourceNameHashes: true,
    ...(namespace === undefined ? {} : { namespace }),
  });

const namespaceOf = (chart: Chart) => chart.toJson().find(({ kind }) => kind === 'Namespace');
const kinds = (chart: Chart) => chart.toJson().map(({ kind }) => kind);

describe('the namespace', () => {
  test('is written with its labels, stands in no namespace itself, and comes first', () => {
    const chart = chartIn('inference');
    new ModelCache(chart, 'weights', { model: MODEL });
    graphWith(chart, Engine.vllm());
    new InferenceNamespace(chart, 'namespace', { deployers: [Subject.group('team')] });
    graphWith(chart, Engine.vllm(), {}, 'later');
    expect(chart.toJson()[0]).toEqual({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: 'inference',
        labels: {
          'pod-security.kubernetes.io/enforce': 'restricted',
          'pod-security.kubernetes.io/enforce-version': 'latest',
          'pod-security.kubernetes.io/warn': 'restricted',
          'pod-security.kubernetes.io/audit': 'restricted',
        },
      },
    });
    expect(synthesizeChart(chart).documents[0]?.kind).toBe('Namespace');
    expect(synthesizeChart(chart).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test.each<[string, PodSecurityLevel, (chart: Chart) => unknown]>([
    ['no graph', 'restricted', () => undefined],
    ['one node, TCP', 'restricted', (chart) => graphWith(chart, Engine.trtllm())],
    [
      'InfiniBand, which takes IPC_LOCK',
      'privileged',
      (chart) => graphWith(chart, Engine.vllm(), { nodes: NodeGroup.h200Sxm({ fabric: Fabric.infiniband() }) }),
    ],
    [
      'EFA',
      'privileged',
      (chart) =>
        graphWith(chart, Engine.vllm(), { nodes: NodeGroup.h200Sxm({ fabric: Fabric.efa({ devicesPerNode: 16 }) }) }),
    ],
    [
      'TensorRT-LLM over nodes, which Grove starts in order',
      'baseline',
      (chart) => graphWith(chart, Engine.trtllm(), { parallelism: Parallelism.tensor(16) }),
    ],
    [
      'TensorRT-LLM over nodes by LeaderWorkerSet',
      'restricted',
      (chart) =>
        graphWith(chart, Engine.trtllm(), { parallelism: Parallelism.tensor(16), orchestrator: Orchestrator.LWS }),
    ],
    [
      'vLLM over nodes, whose followers wait',
      'baseline',
      (chart) => graphWith(chart, Engine.vllm(), { parallelism: Parallelism.tensor(16) }),
    ],
    [
      'SGLang over nodes',
      'restricted',
      (chart) => graphWith(chart, Engine.sglang(), { parallelism: Parallelism.tensor(16) }),
    ],
  ])('%s: %s', (_, level, add) => {
    const chart = chartIn('inference');
    new InferenceNamespace(chart, 'namespace');
    add(chart);
    expect(namespaceOf(chart).metadata.labels['pod-security.kubernetes.io/enforce']).toBe(level);
    expect(synthesizeChart(chart).findings.filter(({ code }) => code === 'DYN115')).toEqual([]);
  });

  test('the level is that of the weakest graph in the namespace, wherever its chart', () => {
    const app = new App();
    const own = chartIn('inference', app);
    const namespace = new InferenceNamespace(own, 'namespace');
    graphWith(own, Engine.vllm());
    expect(namespace.enforce).toBe('restricted');
    graphWith(chartIn('elsewhere', app, 'b'), Engine.vllm(), { nodes: NodeGroup.h200Sxm() });
    expect(namespace.enforce).toBe('restricted');
    graphWith(chartIn('inference', app, 'c'), Engine.vllm(), { parallelism: Parallelism.tensor(16) }, 'large');
    expect(namespace.enforce).toBe('baseline');
  });

  test('the graph and its pools are described with their level', () => {
    const graph = graphWith(chartIn('inference'), Engine.trtllm(), { parallelism: Parallelism.tensor(16) });
    new AggregatedPool(graph, 'small', { nodes: H200, parallelism: Parallelism.tensor(2) });
    const { podSecurity, pools } = graph.describe();
    expect([podSecurity, ...pools.map((pool) => pool.podSecurity)]).toEqual(['baseline', 'baseline', 'restricted']);
  });

  test('followers of data-parallel vLLM wait up to release 1.2, and where processes are asked for', () => {
    const level = (release: Release, extraArgs: readonly string[] = []) =>
      graphWith(chartIn(), Engine.vllm(), {
        release,
        extraArgs,
        parallelism: Parallelism.of({ data: 16, expert: 16 }),
      }).describe().podSecurity;
    expect([level(Release.V1_2), level(Release.V1_3)]).toEqual(['baseline', 'restricted']);
    expect(level(Release.V1_6, ['--distributed-executor-backend', 'mp'])).toBe('baseline');
  });

  test('a level that pods do not pass is refused by DYN115', () => {
    const app = new App();
    const chart = chartIn('inference', app);
    new InferenceNamespace(chart, 'namespace', { enforce: PodSecurityLevel.BASELINE });
    graphWith(chart, Engine.vllm(), { nodes: NodeGroup.h200Sxm({ fabric: Fabric.infiniband() }) });
    expect(() => app.synth()).toThrow(
      /DYN115 .*pods of 'worker' do not pass capabilities of level baseline, which namespace 'inference' enforces: .*IPC_LOCK/,
    );
  });

  test('patches count: what a patch makes of a graph is checked', () => {
    const chart = chartIn('inference');
    new InferenceNamespace(chart, 'namespace');
    const graph = graphWith(chart, Engine.vllm());
    graph.deployment.addJsonPatch(JsonPatch.add('/spec/components/0/podTemplate/spec/hostNetwork', true));
    expect(synthesizeChart(chart).findings.map(({ code }) => code)).toContain('DYN115');
  });
});

describe('its name', () => {
  test('may be given, and the objects of other charts wait for it', () => {
    const app = new App();
    const late = chartIn('inference', app, 'a-graph');
    const platform = chartIn(undefined, app, 'platform');
    new InferenceNamespace(platform, 'namespace', { name: 'inference', deployers: [Subject.user('ada')] });
    graphWith(late, Engine.vllm());
    graphWith(chartIn('inference', app, 'b-graph'), Engine.vllm(), {}, 'other');
    expect(kinds(platform)).toEqual(['Namespace', 'Role', 'RoleBinding']);
    expect(app.charts.map(({ node }) => node.id)).toEqual(['platform', 'a-graph', 'b-graph']);
    const yaml = app.synthYaml();
    expect(yaml.indexOf('kind: Namespace')).toBeLessThan(yaml.indexOf('kind: DynamoGraphDeployment'));
  });

  test('charts inside of the chart make no circle', () => {
    const app = new App();
    const chart = chartIn('inference', app);
    new InferenceNamespace(chart, 'namespace');
    const inner = new Chart(chart, 'inner', { namespace: 'inference' });
    graphWith(inner, Engine.vllm());
    expect(() => app.synthYaml()).not.toThrow();
  });

  test('two namespaces stand side by side', () => {
    const app = new App();
    const platform = chartIn('a', app, 'platform');
    new InferenceNamespace(platform, 'first');
    new InferenceNamespace(platform, 'second', { name: 'b' });
    graphWith(chartIn('b', app, 'graph'), Engine.vllm());
    expect(app.charts.map(({ node }) => node.id)).toEqual(['platform', 'graph']);
    expect(platform.toJson().map(({ metadata }) => metadata.name)).toEqual(['a', 'b']);
    expect(() => app.synthYaml()).not.toThrow();
  });

  test('is needed where the chart has none', () => {
    expect(() => new InferenceNamespace(chartIn(), 'namespace')).toThrow(
      "'name' must be given where the chart has no namespace",
    );
  });

  test('is a DNS label', () => {
    expect(() => new InferenceNamespace(chartIn(), 'namespace', { name: 'a.b' })).toThrow(/'name' must be a DNS label/);
  });

  test('is given once in an app', () => {
    const app = new App();
    new InferenceNamespace(chartIn('inference', app), 'namespace');
    expect(() => new InferenceNamespace(chartIn('inference', app, 'b'), 'namespace')).toThrow(
      "'name' must be the name of one InferenceNamespace of the app, got 'inference'",
    );
  });

  test('a graph that would land elsewhere is refused', () => {
    const app = new App();
    const chart = chartIn(undefined, app);
    new InferenceNamespace(chart, 'namespace', { name: 'inference' });
    graphWith(chart, Engine.vllm());
    expect(() => app.synthYaml()).toThrow(
      /graph 'qwen' has no namespace, though its chart makes 'inference'; give the chart namespace: 'inference'/,
    );
  });
});

describe('an app without a graph', () => {
  test('is checked all the same', () => {
    const chart = chartIn('inference');
    const { namespace } = new InferenceNamespace(chart, 'namespace');
    namespace.addJsonPatch(JsonPatch.replace('/metadata/labels/pod-security.kubernetes.io~1enforce', 'strict'));
    expect(() => App.of(chart).synthYaml()).toThrow(/DYN115/);
  });

  test('names no namespace of Kubernetes itself, and no level that there is not', () => {
    expect(() => new InferenceNamespace(chartIn('kube-system'), 'namespace')).toThrow(/'name'.*kube-system/);
    expect(() => new InferenceNamespace(chartIn('default'), 'namespace')).toThrow(/'name'/);
  });
});
