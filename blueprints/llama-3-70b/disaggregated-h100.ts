import { type Chart, Size } from 'cdk8s';
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
  type Planes,
  Precision,
  PrefillPool,
  type Release,
  Workload,
} from '../../constructs';
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

/** Name and workload, with which the parameters of these blueprints begin. */
export const workloadParameters = (name: string) => ({
  name: graphName(name),
  inputTokens: inputTokens(8192),
  outputTokens: outputTokens(1024),
  concurrency: concurrency(64),
});

/** Pools, machines, router and cache, with which they end. */
export const poolParameters = {
  prefillWorkers: workers('prefill', 2),
  decodeWorkers: workers('decode', 1),
  machine: machine(Gpu.H100),
  nodes,
  fabric,
  frontendReplicas,
  router: routerMode,
  ...cacheParameters(150),
};

type CacheSettings = Parameters<typeof modelCache>[2];
type MachineSettings = Parameters<typeof nodeGroup>[0];

/** Values of both groups of parameters. */
interface Settings extends CacheSettings, MachineSettings {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly concurrency: number;
  readonly prefillWorkers: number;
  readonly decodeWorkers: number;
  readonly frontendReplicas: number;
  readonly router: Parameters<typeof routerOf>[0];
}

/** Llama-3.3-70B FP8 on H100 with vLLM: prefill workers (TP2) apart from decode workers (TP4). */
export function disaggregatedLlama(
  chart: Chart,
  settings: Settings,
  release: Release,
  planes?: Planes,
): InferenceGraph<'vllm'> {
  const model = models.LLAMA_3_3_70B.at(Precision.FP8);
  const graph = new InferenceGraph(chart, 'graph', {
    name: settings.name,
    model,
    engine: Engine.vllm(),
    release,
    cache: modelCache(chart, model, settings),
    workload: Workload.of(settings),
    kvBlockTokens: 128,
    ...(planes === undefined ? {} : { planes }),
  });
  const shared = {
    nodes: nodeGroup(settings, NodeGroup.h100Sxm, AwsMachine.P5_48XLARGE),
    memoryFraction: 0.9,
    sharedMemory: Size.gibibytes(80),
    // A router that does not look for cached prefixes gains nothing from keeping them.
    engineConfig: settings.router === 'kv' ? {} : { enablePrefixCaching: false },
  };
  new Frontend(graph, 'frontend', { replicas: settings.frontendReplicas, router: routerOf(settings.router) });
  new PrefillPool(graph, 'prefill', {
    ...shared,
    parallelism: Parallelism.tensor(2),
    workers: settings.prefillWorkers,
  });
  new DecodePool(graph, 'decode', { ...shared, parallelism: Parallelism.tensor(4), workers: settings.decodeWorkers });
  return graph;
}
