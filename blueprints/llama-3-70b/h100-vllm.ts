import { Size } from 'cdk8s';
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
  Precision,
  PrefillPool,
  Workload,
} from '../../constructs';
import { defineBlueprint } from '../blueprint';
import {
  CACHE_PATH,
  COMMON_DIFFERENCES,
  EXPLICIT_PORT,
  EXPLICIT_ROUTER,
  NO_SHELL_VARIABLES,
  PINNED_REVISION,
} from '../recipe-differences';
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

const NAME = 'llama-3-70b-h100-vllm';

export const llama370bH100Vllm = defineBlueprint({
  name: NAME,
  summary: 'Llama-3.3-70B FP8, disaggregated on one node, on H100 with vLLM',
  description:
    'Two prefill workers (TP2) and one decode worker (TP4) on one node of eight H100. The checkpoint is FP8 with dynamic activation scales.',
  parameters: {
    name: graphName(NAME),
    inputTokens: inputTokens(8192),
    outputTokens: outputTokens(1024),
    concurrency: concurrency(64),
    prefillWorkers: workers('prefill', 2),
    decodeWorkers: workers('decode', 1),
    machine: machine(Gpu.H100),
    nodes,
    fabric,
    frontendReplicas,
    router: routerMode,
    ...cacheParameters(150),
  },
  parity: {
    recipe: 'recipes/llama-3-70b/vllm/disagg-single-node/deploy.yaml',
    differences: [
      ...COMMON_DIFFERENCES,
      ...NO_SHELL_VARIABLES,
      EXPLICIT_ROUTER,
      EXPLICIT_PORT,
      CACHE_PATH,
      PINNED_REVISION,
      { at: '*.flags.--max-model-len', reason: 'bounded by the workload, so that the KV cache provably holds it' },
      { at: '*.flags.--max-num-seqs', reason: 'written down, since the memory check counts with it' },
      { at: '*.flags.--max-num-batched-tokens', reason: 'written down, since the memory check counts with it' },
    ],
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
    return graph;
  },
});
