import { Duration } from 'cdk8s';
import {
  AggregatedPool,
  Engine,
  Frontend,
  GlobalPlanner,
  InferenceGraph,
  models,
  Parallelism,
  Planner,
  Precision,
} from '../../constructs';
import { component, configOf, planned, TARGETS, WORKLOAD } from './planner-support';
import { chart, h200 } from './support';

describe('a global planner', () => {
  const pair = () => {
    const place = chart('test', 'inference');
    const global = new GlobalPlanner(place, 'budget', {
      maxGpus: 64,
      minGpus: 8,
      wishLifetime: Duration.minutes(10),
      advisory: true,
    });
    const graph = new InferenceGraph(place, 'llama', {
      model: models.LLAMA_3_3_70B.at(Precision.FP8),
      engine: Engine.vllm(),
      workload: WORKLOAD,
    });
    new Frontend(graph, 'frontend');
    new AggregatedPool(graph, 'worker', { nodes: h200, parallelism: Parallelism.tensor(2) });
    new Planner(graph, 'planner', { ...TARGETS, globalPlanner: global });
    return { graph, global };
  };

  test('stands in a graph of its own and listens to its planners alone', () => {
    const { graph, global } = pair();
    expect(component(graph, 'global-planner').writtenCommand).toEqual([
      ...['python3', '-m', 'dynamo.global_planner', '--max-total-gpus', '64', '--min-total-gpus', '8'],
      ...['--intent-cache-ttl-seconds', '600', '--no-operation', '--managed-namespaces', 'inference-llama'],
    ]);
    expect(configOf(graph)).toMatchObject({
      environment: 'global-planner',
      global_planner_namespace: 'inference-budget',
    });
    expect(global.dynamoNamespace).toBe('inference-budget');
    expect(graph.describe().planner?.globalPlanner).toBe('budget');
    expect(graph.check().findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('needs a namespace, the one of its graphs', () => {
    expect(() => new GlobalPlanner(chart(), 'budget')).toThrow("'namespace' must be given on the chart");
    const global = new GlobalPlanner(chart('other', 'elsewhere'), 'budget');
    expect(() => planned({ ...TARGETS, globalPlanner: global })).toThrow(/one in the namespace of the graph 'llama'/);
  });
});
