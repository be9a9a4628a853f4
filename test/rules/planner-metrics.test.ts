import { plannerMetrics } from '../../constructs/rules/planner-metrics';
import { findings } from './findings';
import { manifest } from './parts';
import { about, graph, planner, pools, SLA } from './planner-parts';

describe('DYN053 what a planner sees', () => {
  test('an address without a scheme is an error, from configuration and environment', () => {
    expect(about(plannerMetrics, { ...SLA, metric_pulling_prometheus_endpoint: 'prometheus:9090' })).toEqual([
      'error metric_pulling_prometheus_endpoint must be an http:// or https:// address, got "prometheus:9090"',
    ]);
    const yaml = graph(SLA, {}, { env: { PROMETHEUS_ENDPOINT: '' } });
    expect(findings(plannerMetrics, yaml).map(({ message }) => message)).toEqual([
      `planner 'planner': PROMETHEUS_ENDPOINT must be an http:// or https:// address, got ""`,
    ]);
  });

  test('a frontend that is not scraped is an error', () => {
    const silent = { podTemplate: { metadata: { annotations: { 'nvidia.com/enable-metrics': 'false' } } } };
    const parts = (config: object) =>
      manifest([...pools(), planner(config)], { spec: {} }).replace(
        '"components": [',
        `"components": [${JSON.stringify({ name: 'frontend', type: 'frontend', ...silent })},`,
      );
    expect(findings(plannerMetrics, parts(SLA))).toEqual([
      expect.objectContaining({
        code: 'DYN053',
        severity: 'error',
        path: expect.stringContaining('components[frontend]'),
        message:
          "planner 'planner' reads the metrics of 'frontend', which nvidia.com/enable-metrics: \"false\" keeps from being scraped",
      }),
    ]);
    // By load it goes by what workers send themselves.
    expect(findings(plannerMetrics, parts({}))).toEqual([]);
  });

  test('the metrics of a router that does not run are a warning', () => {
    expect(about(plannerMetrics, { ...SLA, throughput_metrics_source: 'router' })).toEqual([
      'warning throughput_metrics_source is router, but no component of the graph runs one',
    ]);
  });

  test('the platform knows the address otherwise', () => {
    expect(about(plannerMetrics, SLA)).toEqual([]);
    expect(about(plannerMetrics, { ...SLA, metric_pulling_prometheus_endpoint: 'https://thanos:9091' })).toEqual([]);
  });
});
