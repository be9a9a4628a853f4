import { Duration } from 'cdk8s';
import {
  AggregatedPool,
  DecodePool,
  Engine,
  Frontend,
  InferenceGraph,
  models,
  Orchestrator,
  Parallelism,
  Planner,
  type PlannerProps,
  Precision,
  PrefillPool,
  Release,
  ScalingTarget,
} from '../../constructs';
import { CrdSet } from '../../constructs/admission';
import { at } from '../../constructs/observed';
import { strictestLevel } from '../../constructs/pod-security';
import { HAS_CRDS, sharedCrds } from '../manifests/shared';
import { component, configOf, documents, findings, planned, TARGETS } from './planner-support';
import { chart, h200, llama } from './support';

describe('a planner', () => {
  test('is a component of its graph with its configuration in a ConfigMap', () => {
    const { graph } = planned();
    expect(component(graph, 'planner')).toMatchObject({
      type: 'planner',
      replicas: 1,
      image: 'nvcr.io/nvidia/ai-dynamo/dynamo-planner:1.6.1',
      writtenCommand: ['python3', '-m', 'dynamo.planner', '--config', '/etc/dynamo/planner/planner.yaml'],
      serviceAccountName: 'planner-serviceaccount',
      planner: { state: 'read' },
    });
    expect(configOf(graph)).toMatchObject({
      environment: 'kubernetes',
      backend: 'vllm',
      mode: 'disagg',
      optimization_target: 'sla',
      ttft_ms: 500,
      itl_ms: 30,
      enable_throughput_scaling: true,
      enable_load_scaling: false,
      max_gpu_budget: 16,
      min_endpoint: 1,
      prefill_engine_num_gpu: 2,
      decode_engine_num_gpu: 2,
    });
  });

  test('gives its pools a scaling adapter and leaves their replicas to it', () => {
    const { graph } = planned();
    for (const pool of ['prefill', 'decode']) {
      expect(component(graph, pool)).toMatchObject({ scalingAdapter: true });
      expect(component(graph, pool).replicasWritten).toBeUndefined();
    }
    expect(component(graph, 'frontend').scalingAdapter).toBe(false);
  });

  test('that only advises leaves replicas as they are', () => {
    const { graph } = planned({ ...TARGETS, advisory: true });
    expect(component(graph, 'decode')).toMatchObject({ scalingAdapter: false, replicasWritten: 1 });
    expect(configOf(graph)).toMatchObject({ advisory: true });
  });

  test.each(Release.all.map((release) => [release.version, release] as const))(
    'of release %s passes every rule on each orchestrator',
    (_, release) => {
      for (const orchestrator of Object.values(Orchestrator)) {
        const graph = llama({ release, orchestrator });
        planned(TARGETS, graph);
        expect(findings(graph)).toEqual(findings(llama({ release, orchestrator })));
      }
    },
  );

  test('has the pod security and the closed ports of other components', () => {
    const { graph } = planned();
    expect(graph.describe().podSecurity).toBe(llama().describe().podSecurity);
    expect(strictestLevel(component(graph, 'planner').pod)).toBe('restricted');
    const policy = documents(graph).find(({ value }) => at(value, 'metadata', 'name') === 'llama-planner');
    expect(policy?.value).toMatchObject({
      kind: 'NetworkPolicy',
      spec: {
        podSelector: { matchLabels: { 'nvidia.com/dynamo-component-type': 'planner' } },
        ingress: [{ from: [{}, {}] }, { ports: [{ port: 9085 }, { port: 9090 }] }],
      },
    });
    expect(configOf(graph)).toMatchObject({ live_dashboard_port: 0, control_api_port: 0, report_interval_hours: null });
  });

  test('has no policy in a graph without one', () => {
    const { graph } = planned(TARGETS, llama({ networkPolicy: false }));
    expect(documents(graph).filter(({ value }) => value.kind === 'NetworkPolicy')).toEqual([]);
  });

  test('rolls when its configuration changes', () => {
    expect(planned().configMapName).not.toBe(planned({ ...TARGETS, maxGpus: 17 }).configMapName);
    expect(planned().configMapName).toBe(planned().configMapName);
  });

  test('may be added before the pools that it scales', () => {
    const graph = new InferenceGraph(chart(), 'llama', {
      model: models.LLAMA_3_3_70B.at(Precision.FP8),
      engine: Engine.vllm(),
    });
    new Frontend(graph, 'frontend');
    new Planner(graph, 'planner', TARGETS);
    new AggregatedPool(graph, 'worker', { nodes: h200, parallelism: Parallelism.tensor(2), workers: 3 });
    expect(configOf(graph)).toMatchObject({ mode: 'agg', min_endpoint: 3, decode_engine_num_gpu: 2 });
    expect(component(graph, 'worker').scalingAdapter).toBe(true);
  });

  test('waits as long as the slowest of its workers may take', () => {
    const graph = llama();
    planned();
    expect(component(planned(TARGETS, graph).graph, 'planner').main).not.toHaveProperty('startupProbe');
    const slow = new InferenceGraph(chart(), 'llama', {
      model: models.LLAMA_3_3_70B.at(Precision.FP8),
      engine: Engine.vllm(),
    });
    new AggregatedPool(slow, 'worker', {
      nodes: h200,
      parallelism: Parallelism.tensor(2),
      startupWindow: Duration.hours(4),
    });
    new Planner(slow, 'planner', TARGETS);
    const probe = at(component(slow, 'planner').main, 'startupProbe');
    expect(at(probe, 'httpGet', 'path')).toBe('/live');
    expect(Number(at(probe, 'periodSeconds')) * Number(at(probe, 'failureThreshold'))).toBe(4 * 3600 + 600);
  });
});

describe('with the real CRDs', () => {
  const crds = HAS_CRDS ? CrdSet.from(sharedCrds('dynamo-1.2')) : undefined;

  (crds === undefined ? test.skip : test).each<[string, PlannerProps]>([
    ['a planner', TARGETS],
    ['one that only advises', { ...TARGETS, advisory: true }],
    ['one with reports', { ...TARGETS, reports: { every: Duration.hours(1) } }],
    ['one with thresholds', { target: ScalingTarget.latency(), maxGpus: 8 }],
  ])('%s is accepted', (_, props) => {
    const { graph } = planned(props, llama({ release: Release.V1_2 }));
    expect(documents(graph).flatMap((document) => crds?.check(document) ?? [])).toEqual([]);
  });
});

describe('the minimums of a planner', () => {
  const sized = (workers: { prefill: number; decode: number }, release = Release.latest) => {
    const graph = new InferenceGraph(chart(), 'llama', {
      model: models.LLAMA_3_3_70B.at(Precision.FP8),
      engine: Engine.vllm(),
      release,
    });
    new Frontend(graph, 'frontend');
    new PrefillPool(graph, 'prefill', { nodes: h200, parallelism: Parallelism.tensor(2), workers: workers.prefill });
    new DecodePool(graph, 'decode', { nodes: h200, parallelism: Parallelism.tensor(4), workers: workers.decode });
    return graph;
  };

  test('are the workers of the pools, one by one where they differ', () => {
    const graph = sized({ prefill: 3, decode: 2 });
    planned(TARGETS, graph);
    expect(configOf(graph)).toMatchObject({ prefill_min_endpoint: 3, decode_min_endpoint: 2 });
    expect(configOf(graph)).not.toHaveProperty('min_endpoint');
  });

  test('or what is asked for', () => {
    const graph = sized({ prefill: 3, decode: 2 });
    planned({ ...TARGETS, minWorkers: { prefill: 1, decode: 1 } }, graph);
    expect(configOf(graph)).toMatchObject({ min_endpoint: 1 });
    expect(graph.describe().planner?.pools).toEqual([
      { name: 'prefill', minWorkers: 1 },
      { name: 'decode', minWorkers: 1 },
    ]);
  });

  test('are one number before release 1.5', () => {
    const graph = sized({ prefill: 3, decode: 2 }, Release.V1_4);
    planned(TARGETS, graph);
    expect(configOf(graph)).toMatchObject({ min_endpoint: 2 });
    expect(configOf(graph)).not.toHaveProperty('prefill_min_endpoint');
    const apart = { ...TARGETS, minWorkers: { prefill: 2, decode: 1 } };
    expect(() => planned(apart, llama({ release: Release.V1_4 }))).toThrow(
      /'minWorkers' must be one number for all roles before release 1\.5, not 1\.4/,
    );
  });

  test('must fit the budget', () => {
    const graph = sized({ prefill: 3, decode: 3 });
    planned(TARGETS, graph);
    expect(findings(graph)).toContain(
      "DYN052 error planner 'planner': max_gpu_budget is 16, but the minimums need 18 GPUs (prefill 3 x 2, decode 3 x 4)",
    );
  });

  test('a pool without workers still keeps one', () => {
    const graph = sized({ prefill: 0, decode: 0 });
    expect(graph.describe().planner).toBeUndefined();
    planned(TARGETS, graph);
    expect(configOf(graph)).toMatchObject({ min_endpoint: 1 });
  });
});
