/** Planners and what they are made of that must not compile. See `wrong-programs.test.ts`. */
import { Duration } from 'cdk8s';
import {
  Engine,
  GlobalPlanner,
  InferenceGraph,
  models,
  Planner,
  PlannerPlugin,
  Precision,
  PreDeploymentSweep,
  Predictor,
  PrometheusSource,
  ScalingTarget,
  Slo,
  SloScaling,
} from '../../constructs';
import { chart } from '../graph/support';

export function wrongPlanners(): void {
  const graph = new InferenceGraph(chart(), 'g', {
    model: models.LLAMA_3_3_70B.at(Precision.FP8),
    engine: Engine.vllm(),
  });
  const slo = Slo.of({ ttft: Duration.millis(500), itl: Duration.millis(30) });

  // @ts-expect-error a target for TTFT without one for ITL
  Slo.of({ ttft: Duration.millis(500) });

  // @ts-expect-error the budget of a planner as a text
  new Planner(graph, 'planner', { slo, maxGpus: '8' });

  // @ts-expect-error targets as numbers
  new Planner(graph, 'planner', { slo: { ttft: 500, itl: 30 }, maxGpus: 8 });

  // @ts-expect-error a planner in a chart, outside of a graph
  new Planner(chart(), 'planner', { slo, maxGpus: 8 });

  // @ts-expect-error a seasonal setting for a predictor without seasons
  Predictor.constant({ window: 20 });

  // @ts-expect-error a predictor that there is not
  Predictor.lstm();

  // @ts-expect-error an interval in seconds
  SloScaling.throughput({ interval: 180 });

  // @ts-expect-error a sweep on GPUs without a place for its results
  PreDeploymentSweep.thorough({});

  // @ts-expect-error one number for the thresholds of load, which are two
  ScalingTarget.load({ prefillQueueTokens: 4096 });

  // @ts-expect-error Prometheus without its address
  PrometheusSource.at({});

  // @ts-expect-error a plug-in without its address
  PlannerPlugin.of({ name: 'own' });

  // @ts-expect-error the budget of a global planner as a text
  new GlobalPlanner(chart(), 'global', { maxGpus: 'all' });
}
