import { Number as Decimal, Literal, Union } from '@sinclair/typebox';
import { Size } from 'cdk8s';
import {
  CpuArch,
  DecodePool,
  Engine,
  Frontend,
  InferenceGraph,
  models,
  NodeGroup,
  Parallelism,
  Precision,
  PrefillPool,
  Workload,
} from '../../constructs';
import { defineBlueprint } from '../blueprint';
import { routerOf } from '../shared-graph';
import { frontendParameters, workers, workloadParameters } from '../shared-parameters';

const NAME = 'qwen3-0-6b-mocker';

export const qwen306bMocker = defineBlueprint({
  name: NAME,
  summary: 'No GPUs: mock engines behave like a disaggregated vLLM graph, with the tokenizer of Qwen3-0.6B',
  description:
    'Two prefill and two decode workers whose answers mean nothing, in the time that an engine would take. Operator, frontend, router, KV events and metrics are real: for trying Dynamo on a laptop, for tests of what surrounds a graph, and for load tests of the router. Pods fetch the tokenizer from the Hugging Face hub.',
  parameters: {
    ...workloadParameters(NAME, { inputTokens: 4096, outputTokens: 512, concurrency: 64 }),
    prefillWorkers: workers('prefill', 2),
    decodeWorkers: workers('decode', 2),
    simulates: Union([Literal('vllm'), Literal('sglang'), Literal('trtllm')], {
      default: 'vllm',
      description: 'Engine whose scheduler is imitated',
    }),
    speedup: Decimal({
      default: 1,
      minimum: 0,
      maximum: 1000,
      description: 'How many times faster than life tokens come; 0 is without delay',
    }),
    arch: Union([Literal(CpuArch.AMD64), Literal(CpuArch.ARM64)], {
      default: CpuArch.AMD64,
      description: 'CPU architecture of the nodes',
    }),
    ...frontendParameters('kv'),
  },
  build(chart, parameters, release) {
    const graph = new InferenceGraph(chart, 'graph', {
      name: parameters.name,
      release,
      model: models.QWEN3_0_6B.at(Precision.BF16),
      engine: Engine.mocker({ simulates: parameters.simulates, speedup: parameters.speedup }),
      workload: Workload.of(parameters),
    });
    new Frontend(graph, 'frontend', {
      replicas: parameters.frontendReplicas,
      router: routerOf(parameters.router),
      cpu: 1,
      memory: Size.gibibytes(2),
    });
    const shared = {
      nodes: NodeGroup.cpu({ allocatable: { cpu: 4, memory: Size.gibibytes(8) }, arch: parameters.arch }),
      parallelism: Parallelism.tensor(1),
      cpu: 1,
      memory: Size.gibibytes(2),
    };
    new PrefillPool(graph, 'prefill', { ...shared, workers: parameters.prefillWorkers });
    new DecodePool(graph, 'decode', { ...shared, workers: parameters.decodeWorkers });
    return graph;
  },
});
