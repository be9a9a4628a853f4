import { Duration, JsonPatch, Size } from 'cdk8s';
import {
  Planner,
  PlannerPlugin,
  Predictor,
  PrometheusSource,
  ScalingTarget,
  SecretKey,
  Slo,
  SloScaling,
} from '../../constructs';
import { at } from '../../constructs/observed';
import { component, configOf, documents, findings, planned, slo, TARGETS } from './planner-support';
import { llama } from './support';

describe('the surroundings of a planner', () => {
  test('Prometheus with token and authorities by reference', () => {
    const { graph } = planned({
      ...TARGETS,
      prometheus: PrometheusSource.at({
        url: 'https://thanos.monitoring:9091',
        token: SecretKey.of('thanos-token', 'token'),
        authorities: { configMap: 'kube-root-ca.crt', key: 'ca.crt' },
        queryParameters: { namespace: 'inference' },
        timeout: Duration.seconds(20),
      }),
    });
    expect(configOf(graph)).toMatchObject({
      metric_pulling_prometheus_endpoint: 'https://thanos.monitoring:9091',
      metric_pulling_prometheus_ssl_verify: true,
      metric_pulling_prometheus_ca_bundle: '/etc/prometheus-authorities/ca.crt',
      metric_pulling_prometheus_extra_query_params: { namespace: 'inference' },
      metric_pulling_prometheus_request_timeout_seconds: 20,
    });
    expect(component(graph, 'planner').secretNames).toEqual(['thanos-token']);
    expect(findings(graph)).toEqual(findings(llama()));
  });

  test('reports, dashboard, control port, plugins, resources and settings of your own', () => {
    const { graph } = planned({
      ...TARGETS,
      reports: { every: Duration.hours(6), fileName: 'latest.html', log: false, claim: 'reports' },
      dashboardPort: 8080,
      controlPort: 9086,
      speculativeTokens: 3,
      plugins: [
        PlannerPlugin.of({ id: 'cost', stage: 'constrain', priority: 10, endpoint: 'grpc://cost.tools:50051' }),
      ],
      cpu: 4,
      memory: Size.gibibytes(12),
      image: 'registry.example/planner@sha256:1111',
      extraEnv: { DYN_LOG: 'debug' },
      config: { max_gpu_budget: 12 },
    });
    expect(configOf(graph)).toMatchObject({
      report_interval_hours: 6,
      report_output_dir: '/reports',
      report_filename: 'latest.html',
      report_write_gzip_log: false,
      live_dashboard_port: 8080,
      control_api_port: 9086,
      speculative_nextn: 3,
      scheduling: { external_plugins: [{ plugin_id: 'cost', hold_policy: 'HOLD_LAST' }] },
      max_gpu_budget: 12,
    });
    expect(component(graph, 'planner')).toMatchObject({
      image: 'registry.example/planner@sha256:1111',
      runtimeVersionOverride: '1.6.1',
      memoryLimitBytes: 12 * 2 ** 30,
      claimNames: ['reports'],
    });
    expect(component(graph, 'planner').env.get('DYN_LOG')?.value).toBe('debug');
    expect(graph.describe().planner?.maxGpus).toBe(12);
    const policy = documents(graph).find(({ value }) => at(value, 'metadata', 'name') === 'llama-planner');
    expect(policy?.value).toMatchObject({ spec: { ingress: [{}, { ports: [{}, {}, { port: 8080 }] }] } });
  });

  test('power limits stand on the pools', () => {
    const { graph } = planned({ ...TARGETS, power: { totalWatts: 8000, wattsPerGpu: 500 } });
    expect(configOf(graph)).toMatchObject({ enable_power_awareness: true, total_gpu_power_limit: 8000 });
    const annotation = at(component(graph, 'decode').written, 'podTemplate', 'metadata', 'annotations');
    expect(annotation).toEqual({ 'dynamo.nvidia.com/gpu-power-limit': '500' });
    expect(findings(graph)).toEqual(findings(llama()));
  });

  test('power below that of the minimums is an error', () => {
    const { graph } = planned({ ...TARGETS, power: { totalWatts: 1000, wattsPerGpu: 500 } });
    expect(findings(graph)).toContain(
      "DYN151 error planner 'planner' may draw 1000 W, but its minimums need 2000 W (4 GPUs of 500 W)",
    );
  });

  test('a patch of its configuration is checked like its props', () => {
    const planner = planned();
    planner.configMap.addJsonPatch(JsonPatch.replace('/data/planner.yaml', 'mode: agg\nmax_gpu_bugdet: 64\n'));
    expect(findings(planner.graph)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^DYN054 error planner 'planner': mode is agg, but 'prefill' is a prefill worker/),
        expect.stringMatching(/^DYN150 warning planner 'planner': the planner of 1\.6 does not know 'max_gpu_bugdet'/),
      ]),
    );
  });
});

describe('a planner is refused', () => {
  test.each<[string, () => unknown, RegExp]>([
    [
      'beside another',
      () => {
        const graph = llama();
        planned(TARGETS, graph);
        return new Planner(graph, 'second', TARGETS);
      },
      /'id' must be the only planner of its graph/,
    ],
    [
      'with a budget of nothing',
      () => planned({ slo, maxGpus: 0 }),
      /'maxGpus' must be a whole number of at least 1, got 0/,
    ],
    [
      'with a floor above its budget',
      () => planned({ slo, maxGpus: 8, minGpus: 9 }),
      /'minGpus' must be a whole number from 0 to 8/,
    ],
    [
      'with buckets that are no square',
      () => planned({ ...TARGETS, observation: { buckets: 15 } }),
      /a perfect square/,
    ],
    ['without pools', () => planned({ ...TARGETS, pools: [] }), /'pools' must be at least one pool/],
    ['with pools of another graph', () => planned({ ...TARGETS, pools: llama().pools }), /pools of the graph 'llama'/],
    [
      'with minimums of nothing',
      () => planned({ ...TARGETS, minWorkers: { decode: 0 } }),
      /'minWorkers\.decode' must be/,
    ],
    [
      'with half a second',
      () => planned({ ...TARGETS, observation: { interval: Duration.millis(1500) } }),
      /observation\.interval/,
    ],
    [
      'with a TTFT of nothing',
      () => Slo.of({ ttft: Duration.millis(0), itl: Duration.millis(1) }),
      /'ttft' must be a duration above 0/,
    ],
    [
      'with all requests as fast',
      () => Slo.of({ ttft: Duration.millis(1), itl: Duration.millis(1), percentile: 100 }),
      /'percentile'/,
    ],
    [
      'with thresholds the wrong way round',
      () => ScalingTarget.load({ kvUsagePercent: { up: 40, down: 40 } }),
      /above kvUsagePercent\.down/,
    ],
    [
      'with more than all KV cache',
      () => ScalingTarget.load({ kvUsagePercent: { up: 140, down: 40 } }),
      /from 0 to 100/,
    ],
    ['with thresholds for no pool', () => ScalingTarget.load({}), /at least one pool/],
    ['with a step of nothing', () => SloScaling.throughput({ maxStep: 0 }), /'maxStep'/],
    ['with a sensitivity above 100', () => SloScaling.load({ downSensitivity: 101 }), /'downSensitivity'/],
    ['with negative variance', () => Predictor.kalman({ trendVariance: -1 }), /'trendVariance'/],
    ['with an empty window', () => Predictor.prophet({ window: 0 }), /'window'/],
    [
      'with a plugin on http',
      () => PlannerPlugin.of({ id: 'a', stage: 'predict', priority: 1, endpoint: 'http://a:1' }),
      /grpc:\/\/host:port/,
    ],
    [
      'with a Prometheus without scheme',
      () => PrometheusSource.at({ url: 'prometheus:9090' }),
      /'url' must be an http/,
    ],
    ['with a password in the address', () => PrometheusSource.at({ url: 'http://a:b@c' }), /without user, password/],
  ])('%s', (_, build, message) => {
    expect(build).toThrow(message);
  });
});
