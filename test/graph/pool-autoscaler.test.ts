import { Duration } from 'cdk8s';
import {
  DecodePool,
  Engine,
  Frontend,
  InferenceGraph,
  models,
  Parallelism,
  Planner,
  PoolAutoscaler,
  PoolMetric,
  Precision,
  PrefillPool,
} from '../../constructs';
import { component, configOf, documents, type Graph, TARGETS, WORKLOAD } from './planner-support';
import { chart, h200, llama } from './support';

describe('an autoscaler of a pool', () => {
  const prometheus = 'http://prometheus-operated.monitoring:9090';
  const placed = () => {
    const graph = new InferenceGraph(chart('test', 'inference'), 'llama', {
      model: models.LLAMA_3_3_70B.at(Precision.FP8),
      engine: Engine.vllm(),
      workload: WORKLOAD,
    });
    new Frontend(graph, 'frontend');
    const prefill = new PrefillPool(graph, 'prefill', { nodes: h200, parallelism: Parallelism.tensor(2), workers: 2 });
    const decode = new DecodePool(graph, 'decode', { nodes: h200, parallelism: Parallelism.tensor(2) });
    return { graph, prefill, decode };
  };
  const objectOf = (graph: Graph, kind: string) => documents(graph).find(({ value }) => value.kind === kind)?.value;

  test('asks Prometheus through KEDA and sets the replicas of the adapter', () => {
    const { graph, prefill, decode } = placed();
    PoolAutoscaler.keda(prefill, 'load', { maxWorkers: 6, prometheus, metrics: [PoolMetric.waitingRequests(4)] });
    expect(objectOf(graph, 'ScaledObject')).toMatchObject({
      metadata: { name: 'llama-prefill' },
      spec: {
        scaleTargetRef: { kind: 'DynamoGraphDeploymentScalingAdapter', name: 'llama-prefill' },
        minReplicaCount: 2,
        maxReplicaCount: 6,
        triggers: [
          {
            metricType: 'AverageValue',
            metadata: {
              serverAddress: prometheus,
              query: 'sum(dynamo_frontend_queued_requests{dynamo_namespace=~"inference-llama(-[0-9a-f]{8})?"})',
              threshold: '4',
            },
          },
        ],
      },
    });
    expect(component(graph, 'prefill')).toMatchObject({ scalingAdapter: true });
    expect(component(graph, 'decode')).toMatchObject({ scalingAdapter: false, replicasWritten: 1 });
    PoolAutoscaler.keda(decode, 'load', { maxWorkers: 4, prometheus, metrics: [PoolMetric.kvUsage(0.8)] });
    expect(PoolMetric.kvUsage(0.8).queryFor(decode)).toMatch(
      /^avg\(dynamo_component_gpu_cache_usage_percent\{dynamo_namespace=~".*",dynamo_component=~"backend\|tensorrt_llm"\}\)$/,
    );
    expect(graph.check().findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('or takes what a Prometheus adapter offers, through an HPA', () => {
    const { graph, decode } = placed();
    PoolAutoscaler.hpa(decode, 'load', {
      minWorkers: 1,
      maxWorkers: 4,
      cooldown: Duration.minutes(10),
      metrics: [{ name: 'dynamo_queued_requests', labels: { graph: 'llama' }, threshold: '10', perWorker: true }],
    });
    expect(objectOf(graph, 'HorizontalPodAutoscaler')).toMatchObject({
      spec: {
        scaleTargetRef: { name: 'llama-decode' },
        behavior: { scaleDown: { stabilizationWindowSeconds: 600 } },
        metrics: [{ external: { target: { type: 'AverageValue', averageValue: '10' } } }],
      },
    });
    expect(graph.check().findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('stands beside no other and beside no planner, in either order', () => {
    const settings = { maxWorkers: 4, prometheus, metrics: [PoolMetric.kvUsage(0.8)] };
    const first = placed();
    PoolAutoscaler.keda(first.decode, 'load', settings);
    expect(() => PoolAutoscaler.keda(first.decode, 'more', settings)).toThrow(/'load' scales 'decode' already/);
    expect(() => new Planner(first.graph, 'planner', TARGETS)).toThrow(/'load' scales 'decode' already.*keep one/);
    const second = placed();
    new Planner(second.graph, 'planner', TARGETS);
    expect(() => PoolAutoscaler.keda(second.decode, 'load', settings)).toThrow(/'planner' scales 'decode' already/);
  });

  test('may stand beside a planner that scales another pool, or only advises', () => {
    const settings = { maxWorkers: 4, prometheus, metrics: [PoolMetric.kvUsage(0.8)] };
    const one = placed();
    new Planner(one.graph, 'planner', { ...TARGETS, pools: [one.prefill] });
    PoolAutoscaler.keda(one.decode, 'load', settings);
    expect(configOf(one.graph)).toMatchObject({ mode: 'prefill' });
    const other = placed();
    new Planner(other.graph, 'planner', { ...TARGETS, advisory: true });
    PoolAutoscaler.keda(other.decode, 'load', settings);
    for (const { graph } of [one, other]) {
      expect(graph.check().findings.filter(({ code }) => code === 'DYN014')).toEqual([]);
    }
  });

  test.each<[string, () => unknown, RegExp]>([
    [
      'less at most than at least',
      () => PoolAutoscaler.hpa(placed().prefill, 'a', { maxWorkers: 1, metrics: [{ name: 'm', threshold: '1' }] }),
      /'maxWorkers' must be a whole number of at least 2, got 1/,
    ],
    ['no metric', () => PoolAutoscaler.hpa(placed().decode, 'a', { maxWorkers: 2, metrics: [] }), /'metrics'/],
    [
      'no namespace',
      () =>
        PoolAutoscaler.keda(firstPool(llama()), 'a', { maxWorkers: 2, prometheus, metrics: [PoolMetric.kvUsage(0.5)] }),
      /'namespace' must be given on the chart/,
    ],
    [
      'no address',
      () => PoolAutoscaler.keda(placed().decode, 'a', { maxWorkers: 2, prometheus: 'prometheus', metrics: [] }),
      /'prometheus' must be an http/,
    ],
    ['more than all KV cache', () => PoolMetric.kvUsage(1.1), /'share'/],
    ['no requests', () => PoolMetric.waitingRequests(0), /'perWorker'/],
    ['an empty query', () => PoolMetric.query(' ', 1), /'query'/],
  ])('%s is refused', (_, build, message) => {
    expect(build).toThrow(message);
  });
});

function firstPool(graph: InferenceGraph<'vllm'>) {
  const [pool] = graph.pools;
  if (pool === undefined) {
    throw new Error('the test graph has pools');
  }
  return pool;
}
