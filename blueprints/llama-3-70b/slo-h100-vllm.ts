import { Integer, Literal, Boolean as Switch, String as Text, Union } from '@sinclair/typebox';
import { Duration, Size } from 'cdk8s';
import {
  AwsMachine,
  DecodePool,
  Engine,
  Frontend,
  Gpu,
  InferenceGraph,
  models,
  NodeGroup,
  Parallelism,
  Planner,
  Precision,
  PrefillPool,
  PrometheusSource,
  Slo,
  SloScaling,
  Workload,
} from '../../constructs';
import { defineBlueprint } from '../blueprint';
import {
  cacheParameters,
  concurrency,
  fabric,
  frontendReplicas,
  graphName,
  inputTokens,
  machine,
  modelCache,
  nodeGroup,
  nodes,
  outputTokens,
  routerMode,
  routerOf,
  workers,
} from '../shared-parameters';

const NAME = 'llama-3-70b-slo-h100-vllm';

const SCALING = {
  throughput: () => SloScaling.throughput(),
  load: () => SloScaling.load(),
  both: () => SloScaling.throughputAndLoad(),
} as const;

export const llama370bSloH100Vllm = defineBlueprint({
  name: NAME,
  summary: 'Llama-3.3-70B FP8, disaggregated on H100 with vLLM, scaled by the Planner to targets for TTFT and ITL',
  description:
    'Starts with two prefill workers (TP2) and one decode worker (TP4) on one node of eight H100. The SLO Planner predicts the load, and adds and removes workers within a budget of GPUs so that time to first token and time between tokens stay within their targets. Needs Prometheus, which has to scrape the frontend (the operator makes the PodMonitor).',
  parameters: {
    name: graphName(NAME),
    inputTokens: inputTokens(8192),
    outputTokens: outputTokens(1024),
    concurrency: concurrency(64),
    ttftMilliseconds: Integer({
      default: 2000,
      minimum: 1,
      maximum: 600_000,
      description: 'Time to the first token that requests may take',
    }),
    itlMilliseconds: Integer({
      default: 30,
      minimum: 1,
      maximum: 60_000,
      description: 'Time between two tokens that requests may take',
    }),
    maxGpus: Integer({
      default: 24,
      minimum: 8,
      maximum: 100_000,
      description: 'GPUs that all workers may take together',
    }),
    scaling: Union([Literal('both'), Literal('throughput'), Literal('load')], {
      default: 'both',
      description: 'Scale ahead of the load (throughput), after it (load), or both',
    }),
    advisory: Switch({ default: false, description: 'Only log what the Planner would do' }),
    prometheus: Text({
      default: '',
      maxLength: 253,
      description: 'Address of Prometheus; empty takes the one that the platform knows',
    }),
    prefillWorkers: workers('prefill', 2),
    decodeWorkers: workers('decode', 1),
    machine: machine(Gpu.H100),
    nodes,
    fabric,
    frontendReplicas,
    router: routerMode,
    ...cacheParameters(150),
  },
  build(chart, parameters, release) {
    const model = models.LLAMA_3_3_70B.at(Precision.FP8);
    const h100 = nodeGroup(parameters, NodeGroup.h100Sxm, AwsMachine.P5_48XLARGE);
    const graph = new InferenceGraph(chart, 'graph', {
      name: parameters.name,
      model,
      engine: Engine.vllm(),
      release,
      cache: modelCache(chart, model, parameters),
      workload: Workload.of(parameters),
      kvBlockTokens: 128,
    });
    const shared = {
      nodes: h100,
      memoryFraction: 0.9,
      sharedMemory: Size.gibibytes(80),
      // A router that does not look for cached prefixes gains nothing from keeping them.
      engineConfig: parameters.router === 'kv' ? {} : { enablePrefixCaching: false },
    };
    new Frontend(graph, 'frontend', { replicas: parameters.frontendReplicas, router: routerOf(parameters.router) });
    new PrefillPool(graph, 'prefill', {
      ...shared,
      parallelism: Parallelism.tensor(2),
      workers: parameters.prefillWorkers,
    });
    new DecodePool(graph, 'decode', {
      ...shared,
      parallelism: Parallelism.tensor(4),
      workers: parameters.decodeWorkers,
    });
    new Planner(graph, 'planner', {
      slo: Slo.of({
        ttft: Duration.millis(parameters.ttftMilliseconds),
        itl: Duration.millis(parameters.itlMilliseconds),
      }),
      scaling: SCALING[parameters.scaling](),
      maxGpus: parameters.maxGpus,
      advisory: parameters.advisory,
      prometheus:
        parameters.prometheus === ''
          ? PrometheusSource.platform()
          : PrometheusSource.at({ url: parameters.prometheus }),
    });
    return graph;
  },
});
