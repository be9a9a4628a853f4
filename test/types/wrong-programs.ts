/**
 * Programs that must not compile. `npm run types` fails when one of them does: an unused `@ts-expect-error` is an error itself.
 */
import { Duration } from 'cdk8s';
import {
  DecodePool,
  Engine,
  Fabric,
  InferenceGraph,
  models,
  NodeGroup,
  Parallelism,
  Planner,
  Precision,
  PrefillPool,
  PrometheusSource,
  ScalingTarget,
  Slo,
  SloScaling,
} from '../../constructs';
import { chart } from '../graph/support';

const nodes = NodeGroup.h200Sxm();
const parallelism = Parallelism.tensor(8);

export function wrongPrograms(): void {
  // @ts-expect-error a precision that the model has no checkpoint for
  models.GPT_OSS_120B.at(Precision.FP8);

  const model = models.LLAMA_3_3_70B.at(Precision.FP8);
  const graph = new InferenceGraph(chart(), 'g', { model, engine: Engine.vllm() });

  // @ts-expect-error settings of another engine
  new PrefillPool(graph, 'prefill', { nodes, parallelism, engineConfig: { max_num_tokens: 1 } });

  // @ts-expect-error a misspelt flag
  new DecodePool(graph, 'decode', { nodes, parallelism, engineConfig: { enablePrefixCache: true } });

  // @ts-expect-error a node group by its name
  new DecodePool(graph, 'decode', { nodes: 'h200-sxm', parallelism });

  // @ts-expect-error a pool without parallelism
  new DecodePool(graph, 'decode', { nodes });

  // @ts-expect-error a graph without an engine
  new InferenceGraph(chart(), 'g', { model });

  // @ts-expect-error two ways to count the same adapters
  Fabric.infiniband({ perPod: 1, perGpu: 1 });

  // @ts-expect-error the whole model where one checkpoint is meant
  new InferenceGraph(chart(), 'g', { model: models.DEEPSEEK_R1, engine: Engine.sglang() });

  const slo = Slo.of({ ttft: Duration.millis(500), itl: Duration.millis(30) });

  // @ts-expect-error a planner without a budget
  new Planner(graph, 'planner', { slo });

  // @ts-expect-error a planner that scales to nothing
  new Planner(graph, 'planner', { maxGpus: 8 });

  // @ts-expect-error targets for TTFT and ITL beside thresholds
  new Planner(graph, 'planner', { slo, target: ScalingTarget.latency(), maxGpus: 8 });

  // @ts-expect-error a way of scaling to targets, without targets
  new Planner(graph, 'planner', { target: ScalingTarget.latency(), scaling: SloScaling.load(), maxGpus: 8 });

  // @ts-expect-error milliseconds as a number
  Slo.of({ ttft: 500, itl: Duration.millis(30) });

  // @ts-expect-error a misspelt setting in the planner's own words
  new Planner(graph, 'planner', { slo, maxGpus: 8, config: { max_gpu_bugdet: 64 } });

  // @ts-expect-error a token in the open
  PrometheusSource.at({ url: 'https://thanos:9091', token: 'abc' });
}
