import { Duration } from 'cdk8s';
import {
  AggregatedPool,
  Engine,
  Frontend,
  InferenceGraph,
  models,
  Parallelism,
  Planner,
  Precision,
  PreDeploymentSweep,
  Predictor,
  ScalingTarget,
  SloScaling,
} from '../../constructs';
import { component, configOf, documents, findings, planned, slo, TARGETS, WORKLOAD } from './planner-support';
import { aggregated, chart, h200 } from './support';

describe('what a planner scales by', () => {
  test('throughput and load, with predictor and intervals', () => {
    const { graph } = planned({
      ...TARGETS,
      scaling: SloScaling.throughputAndLoad({
        throughput: {
          interval: Duration.minutes(2),
          maxStep: 4,
          metrics: 'frontend',
          predictor: Predictor.kalman({ levelVariance: 2, measurementVariance: 5, minPoints: 8, logarithmic: true }),
          sweep: PreDeploymentSweep.none(),
        },
        load: { downSensitivity: 70, leastObservations: 3 },
      }),
      observation: { interval: Duration.seconds(10), samples: 128, buckets: 25 },
    });
    expect(configOf(graph)).toMatchObject({
      enable_throughput_scaling: true,
      enable_load_scaling: true,
      throughput_adjustment_interval_seconds: 120,
      max_throughput_scaling_replicas: 4,
      throughput_metrics_source: 'frontend',
      load_predictor: 'kalman',
      load_predictor_log1p: true,
      kalman_q_level: 2,
      kalman_r: 5,
      kalman_min_points: 8,
      pre_deployment_sweeping_mode: 'none',
      load_scaling_down_sensitivity: 70,
      load_min_observations: 3,
      load_adjustment_interval_seconds: 10,
      max_num_fpm_samples: 128,
      fpm_sample_bucket_size: 25,
    });
    expect(graph.describe().planner).toMatchObject({
      throughput: { intervalSeconds: 120, predictor: 'kalman' },
      load: { intervalSeconds: 10 },
    });
  });

  test('load alone asks for no sweep', () => {
    const { graph } = planned({ ...TARGETS, scaling: SloScaling.load() });
    expect(configOf(graph)).toMatchObject({
      enable_throughput_scaling: false,
      enable_load_scaling: true,
      pre_deployment_sweeping_mode: 'none',
    });
    expect(graph.describe().planner).not.toHaveProperty('throughput');
  });

  test.each([
    ['throughput', ScalingTarget.throughput(), {}],
    ['latency', ScalingTarget.latency(), {}],
    [
      'load',
      ScalingTarget.load({ prefillQueueTokens: { up: 8000, down: 500 }, kvUsagePercent: { up: 80, down: 40 } }),
      {
        prefill_scale_up_queue_tokens: 8000,
        prefill_scale_down_queue_tokens: 500,
        decode_scale_up_kv_rate: 80,
        decode_scale_down_kv_rate: 40,
      },
    ],
  ])('the target %s needs no targets for TTFT and ITL', (kind, target, thresholds) => {
    const { graph } = planned({ target, maxGpus: 16 });
    expect(configOf(graph)).toMatchObject({ optimization_target: kind, ...thresholds });
    expect(configOf(graph)).not.toHaveProperty('ttft_ms');
    expect(graph.describe().planner).toMatchObject({ target: kind, load: { intervalSeconds: 5 } });
  });

  test('thresholds for one of two pools are not enough', () => {
    const { graph } = planned({
      target: ScalingTarget.load({ kvUsagePercent: { up: 80, down: 40 } }),
      maxGpus: 16,
    });
    expect(() => documents(graph)).not.toThrow();
    const found = graph.check().findings.map(({ message }) => message);
    expect(found).toContain(
      "planner 'planner': the target load needs prefill_scale_up_queue_tokens and prefill_scale_down_queue_tokens in mode disagg",
    );
  });

  test('the simulation gets what the graph says of model, GPUs, workload and parallelism', () => {
    const { graph } = planned();
    expect(configOf(graph)).toMatchObject({
      pre_deployment_sweeping_mode: 'rapid',
      aic_interpolation: {
        hf_id: 'RedHatAI/Llama-3.3-70B-Instruct-FP8-dynamic',
        system: 'h200_sxm',
        backend: 'vllm',
        isl: 4096,
        osl: 1024,
        sweep_max_context_length: 5120,
        prefill_interpolation_granularity: 16,
        decode_interpolation_granularity: 6,
        prefill_pick: { tp: 2, pp: 1, dp: 1, moe_tp: 1, moe_ep: 1 },
        decode_pick: { tp: 2, pp: 1, dp: 1, moe_tp: 1, moe_ep: 1 },
      },
    });
  });

  test('experts are counted apart from attention', () => {
    const graph = new InferenceGraph(chart(), 'r1', {
      model: models.DEEPSEEK_R1.at(Precision.FP8),
      engine: Engine.sglang(),
      workload: WORKLOAD,
    });
    new Frontend(graph, 'frontend');
    new AggregatedPool(graph, 'worker', { nodes: h200, parallelism: Parallelism.attentionDp(16) });
    new Planner(graph, 'planner', { slo, maxGpus: 64 });
    expect(configOf(graph)).toMatchObject({
      aic_interpolation: { decode_pick: { tp: 1, pp: 1, dp: 16, moe_tp: 1, moe_ep: 16 } },
    });
  });

  test('without a workload there is nothing to simulate, and a rule says so', () => {
    const graph = aggregated(Engine.vllm());
    planned(TARGETS, graph);
    expect(configOf(graph)).toMatchObject({ pre_deployment_sweeping_mode: 'none' });
    expect(findings(graph)).toContainEqual(
      expect.stringMatching(/^DYN052 warning .*throughput scaling starts without performance data/),
    );
  });

  test('measurements come from a claim', () => {
    const { graph } = planned({
      ...TARGETS,
      scaling: SloScaling.throughput({
        sweep: PreDeploymentSweep.thorough({ claim: 'profiles', folder: '/llama/h200' }),
      }),
    });
    expect(configOf(graph)).toMatchObject({
      pre_deployment_sweeping_mode: 'thorough',
      profile_results_dir: '/profile/llama/h200',
    });
    expect(component(graph, 'planner').claimNames).toEqual(['profiles']);
    expect(component(graph, 'planner').mounts).toContainEqual(
      expect.objectContaining({ mountPath: '/profile', readOnly: true }),
    );
  });
});
