import { Literal, Union } from '@sinclair/typebox';
import { type Chart, Size } from 'cdk8s';
import {
  DecodePool,
  Engine,
  type GraphOptions,
  type InferenceGraph,
  models,
  Parallelism,
  type Planes,
  Precision,
  PrefillPool,
  type Release,
} from '../../constructs';
import { type GpuChoice, type MachineSettings, machineParameters, nodeGroup } from '../machines';
import { type GraphSettings, graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers } from '../shared-parameters';

/** Prompts as in retrieval, short answers. */
export const WORKLOAD = { inputTokens: 8192, outputTokens: 1024, concurrency: 64 };

const tensor = (role: string, gpus: number) =>
  Union([Literal(1), Literal(2), Literal(4), Literal(8)], {
    default: gpus,
    description: `GPUs of one ${role} worker (tensor-parallel)`,
  });

/** Sizes of the pools. */
export const sizeParameters = {
  prefillWorkers: workers('prefill', 2),
  prefillGpus: tensor('prefill', 2),
  decodeWorkers: workers('decode', 1),
  decodeGpus: tensor('decode', 4),
};

/** Pools, machines, frontend and cache, with which the parameters of these blueprints end. */
export const poolParameters = {
  ...sizeParameters,
  ...machineParameters('h100'),
  ...frontendParameters(),
  ...cacheParameters(150),
};

interface PoolSettings extends MachineSettings {
  readonly prefillWorkers: number;
  readonly prefillGpus: number;
  readonly decodeWorkers: number;
  readonly decodeGpus: number;
}

/** What graphs of this model have in common. */
export const LLAMA = {
  model: models.LLAMA_3_3_70B.at(Precision.FP8),
  engine: Engine.vllm(),
  kvBlockTokens: 128,
};

/**
 * Llama-3.3-70B FP8 on H100 with vLLM: prefill workers (TP2 unless said otherwise) apart from decode workers (TP4).
 *
 * @param options what the graph has besides
 */
export function disaggregatedLlama(
  chart: Chart,
  settings: GraphSettings & PoolSettings,
  release: Release,
  options: GraphOptions & { readonly planes?: Planes } = {},
): InferenceGraph<'vllm'> {
  const graph = graphWithFrontend(chart, settings, release, { ...LLAMA, ...options });
  addPools(graph, settings, 'h100');
  return graph;
}

/** Adds the prefill and the decode pool to a graph whose router is known. */
export function addPools(graph: InferenceGraph<'vllm'>, settings: PoolSettings, gpu: GpuChoice): void {
  const shared = {
    nodes: nodeGroup(settings, gpu),
    memoryFraction: 0.9,
    sharedMemory: Size.gibibytes(80),
    // A router that does not look for cached prefixes gains nothing from keeping them.
    engineConfig: graph.router.mode === 'kv' ? {} : { enablePrefixCaching: false },
  };
  new PrefillPool(graph, 'prefill', {
    ...shared,
    parallelism: Parallelism.tensor(settings.prefillGpus),
    workers: settings.prefillWorkers,
  });
  new DecodePool(graph, 'decode', {
    ...shared,
    parallelism: Parallelism.tensor(settings.decodeGpus),
    workers: settings.decodeWorkers,
  });
}
