import { Release } from '../../constructs/releases';
import { plannerFields } from '../../constructs/rules/planner-fields';
import { findings } from './findings';
import { about, graph } from './planner-parts';

describe('DYN150 settings that a planner knows', () => {
  test.each<[string, object, string]>([
    [
      'a misspelt one',
      { max_gpu_bugdet: 64 },
      "warning the planner of 1.6 does not know 'max_gpu_bugdet' and ignores it",
    ],
    [
      'one that went away',
      { load_metric_samples: 10 },
      "warning 'load_metric_samples' went away with 1.3, and the planner of 1.6 ignores it",
    ],
    [
      'one that is refused now',
      { aic_perf_model: {} },
      "error 'aic_perf_model' went away with 1.6, and the planner of 1.6 refuses it",
    ],
    [
      'a word that is none of its own',
      { mode: 'disaggregated' },
      `error 'mode' must be one of disagg, prefill, decode, agg, got "disaggregated"`,
    ],
    [
      'a number out of range',
      { load_scaling_down_sensitivity: 101 },
      "error 'load_scaling_down_sensitivity' must be a whole number of at least 0 and at most 100, got 101",
    ],
    ['a number of nothing', { ttft_ms: 0 }, "error 'ttft_ms' must be a number above 0, got 0"],
    [
      'a fraction of a worker',
      { min_endpoint: 1.5 },
      "error 'min_endpoint' must be a whole number of at least 0, got 1.5",
    ],
    ['a switch with three positions', { advisory: 'maybe' }, `error 'advisory' must be true or false, got "maybe"`],
    ['a number as a text', { model_name: 7 }, "error 'model_name' must be a text, got 7"],
    ['a list as a mapping', { scheduling: [] }, "error 'scheduling' must be a mapping, got []"],
  ])('%s', (_, config, message) => {
    expect(about(plannerFields, config)).toEqual([message]);
  });

  test('a misspelt one is named with the nearest', () => {
    expect(findings(plannerFields, graph({ max_gpu_bugdet: 64 }))[0]?.fix).toBe(
      "did you mean 'max_gpu_budget'? Otherwise leave 'max_gpu_bugdet' out",
    );
  });

  test('one that came later is ignored by an older release', () => {
    const config = { prefill_min_endpoint: 2 };
    expect(about(plannerFields, config, Release.V1_4)).toEqual([
      "warning the planner of 1.4 ignores 'prefill_min_endpoint', which came with 1.5",
    ]);
    expect(about(plannerFields, config, Release.V1_5)).toEqual([]);
    expect(about(plannerFields, { optimization_target: 'load' }, Release.V1_2)).toEqual([
      `error 'optimization_target' must be one of throughput, latency, sla, got "load"`,
    ]);
  });

  test('old spellings, numbers as texts and empty values pass', () => {
    const config = {
      ttft: '500',
      throughput_adjustment_interval: 60,
      advisory: 'on',
      report_interval_hours: null,
      log_dir: null,
    };
    expect(about(plannerFields, config)).toEqual([]);
  });
});
