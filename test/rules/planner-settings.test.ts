import { Release } from '../../constructs/releases';
import { plannerSettings } from '../../constructs/rules/planner-settings';
import { findings } from './findings';
import { API_VERSIONS } from './parts';
import { about, graph, SLA } from './planner-parts';

describe('DYN052 settings of a planner', () => {
  test.each<[string, object, string]>([
    [
      'no scaling at all',
      { ...SLA, enable_throughput_scaling: false },
      'error neither throughput nor load scaling is on; the planner refuses to start without one of them',
    ],
    [
      'a slow loop that is the faster one',
      { ...SLA, enable_load_scaling: true, load_adjustment_interval: 180 },
      'error load_adjustment_interval_seconds (180) must be below throughput_adjustment_interval_seconds (180): load scaling is the fast loop',
    ],
    [
      'an interval of nothing',
      { ...SLA, throughput_adjustment_interval_seconds: 0 },
      'error throughput_adjustment_interval_seconds must be above 0, got 0',
    ],
    [
      'a tick that divides no interval',
      { ...SLA, load_adjustment_interval_seconds: 10, scheduling: { scale_interval_seconds: 4 } },
      'error scheduling.scale_interval_seconds (4) must divide the interval of 10 seconds',
    ],
    [
      'buckets that are no square',
      { fpm_sample_bucket_size: 15 },
      'error fpm_sample_bucket_size must be a perfect square, got 15',
    ],
    [
      'the target load without thresholds',
      { optimization_target: 'load', mode: 'decode' },
      'error the target load needs decode_scale_up_kv_rate and decode_scale_down_kv_rate in mode decode',
    ],
    [
      'thresholds the wrong way round',
      {
        optimization_target: 'load',
        mode: 'prefill',
        prefill_scale_up_queue_tokens: 5,
        prefill_scale_down_queue_tokens: '9',
      },
      'error prefill_scale_up_queue_tokens (5) must be above prefill_scale_down_queue_tokens (9)',
    ],
    [
      'a minimum of the other role',
      { mode: 'decode', prefill_min_endpoint: 1 },
      'error prefill_min_endpoint is not supported in mode decode',
    ],
    [
      'a floor above the budget',
      { max_gpu_budget: 8, min_gpu_budget: 9 },
      'error min_gpu_budget (9) exceeds max_gpu_budget (8)',
    ],
    ['power without a limit', { enable_power_awareness: true }, 'error power awareness needs total_gpu_power_limit'],
    [
      'power outside of Kubernetes',
      { enable_power_awareness: 'yes', total_gpu_power_limit: 100, environment: 'virtual' },
      'error power awareness needs the environment kubernetes, got virtual',
    ],
    [
      'power of aggregated workers',
      { enable_power_awareness: true, total_gpu_power_limit: 100, mode: 'agg' },
      'error power awareness does not work for aggregated workers (mode agg)',
    ],
    [
      'a global planner somewhere',
      { environment: 'global-planner' },
      'error the environment global-planner needs global_planner_namespace',
    ],
    [
      'a performance model of one role',
      { ais_perf_model: { roles: { prefill: {} } } },
      'error ais_perf_model has no role decode, which mode disagg needs',
    ],
    [
      'plugins in the open',
      { scheduling: { gateway: { enabled: true, listen: '0.0.0.0:9099' } } },
      "error the plugin gateway listens on '0.0.0.0:9099' without TLS, which the planner refuses",
    ],
    [
      'targets that do not count',
      { ttft: 500 },
      'warning ttft count only for the target sla, but optimization_target is throughput',
    ],
    [
      'throughput scaling that does not count',
      { enable_throughput_scaling: true },
      'warning throughput scaling needs the target sla, but optimization_target is throughput, which scales by load alone',
    ],
    [
      'a budget below the minimums',
      { max_gpu_budget: 5, min_endpoint: 1 },
      'error max_gpu_budget is 5, but the minimums need 6 GPUs (prefill 1 x 2, decode 1 x 4)',
    ],
  ])('%s', (_, config, message) => {
    expect(about(plannerSettings, config)).toEqual([message]);
  });

  test.each<[string, object]>([
    ['the defaults', {}],
    ['both scalings', { ...SLA, enable_load_scaling: true }],
    ['a tick that divides both', { ...SLA, enable_load_scaling: true, scheduling: { scale_interval_seconds: 2.5 } }],
    ['no limit on GPUs', { max_gpu_budget: -1, min_endpoint: 100 }],
    [
      'thresholds with room',
      { optimization_target: 'load', mode: 'agg', decode_scale_up_kv_rate: 80, decode_scale_down_kv_rate: 20 },
    ],
    ['plugins in the pod', { scheduling: { gateway: { enabled: true } } }],
  ])('%s pass', (_, config) => {
    expect(about(plannerSettings, config)).toEqual([]);
  });

  test('without performance data release 1.2 refuses what later ones only warn of', () => {
    const config = { ...SLA, pre_deployment_sweeping_mode: 'none' };
    expect(about(plannerSettings, config, Release.V1_2)).toEqual([
      'error throughput scaling needs performance data, but pre_deployment_sweeping_mode is none',
    ]);
    expect(about(plannerSettings, config, Release.V1_3)).toEqual([
      expect.stringMatching(/^warning throughput scaling starts without performance data/),
    ]);
  });

  test('what a release does not know it does not check', () => {
    expect(
      about(plannerSettings, { enable_power_awareness: true, mode: 'decode', prefill_min_endpoint: 1 }, Release.V1_4),
    ).toEqual([]);
  });

  test.each(API_VERSIONS)('%s: a configuration in a ConfigMap is read, and its absence seen', (apiVersion) => {
    const mounted = (file: string, data: object) =>
      graph(
        {},
        {
          apiVersion,
          documents: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'scaling' }, data }],
        },
        {
          args: ['--config', `/etc/planner/${file}`],
          pod: { volumes: [{ name: 'scaling', configMap: { name: 'scaling' } }] },
          container: { volumeMounts: [{ name: 'scaling', mountPath: '/etc/planner' }] },
        },
      );
    const messages = (yaml: string) => findings(plannerSettings, yaml).map(({ message }) => message);
    expect(messages(mounted('a.yaml', { 'a.yaml': 'fpm_sample_bucket_size: 15' }))).toEqual([
      "planner 'planner': fpm_sample_bucket_size must be a perfect square, got 15",
    ]);
    expect(messages(mounted('a.yaml', { 'b.yaml': '' }))).toEqual([
      "planner 'planner': it reads 'a.yaml', which is no key of ConfigMap 'scaling'",
    ]);
    expect(messages(mounted('a.yaml', { 'a.yaml': '- a list' }))).toEqual([
      "planner 'planner': its configuration (scaling/a.yaml) is no mapping of YAML or JSON",
    ]);
    expect(messages(mounted('a.yaml', { 'a.yaml': '{ "a": ' }))).toHaveLength(1);
  });

  test('a planner without a configuration does not start, one in the image may', () => {
    expect(findings(plannerSettings, graph({}, {}, { args: [] }))).toEqual([
      expect.objectContaining({
        severity: 'error',
        message: "planner 'planner': it has no --config, without which it does not start",
      }),
    ]);
    expect(findings(plannerSettings, graph({}, {}, { args: ['--config', '/workspace/planner.yaml'] }))).toEqual([]);
  });
});
