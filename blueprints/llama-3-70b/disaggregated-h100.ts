import { Literal, Union } from '@sinclair/typebox';
import { type Chart, Size } from 'cdk8s';
import {
  DecodePool,
  Engine,
  type InferenceGraph,
  models,
  Parallelism,
  type Planes,
  Precision,
  PrefillPool,
  type Release,
} from '../../constructs';
import { type MachineSettings, machineParameters, nodeGroup } from '../machines';
import { type GraphSettings, graphWithFrontend } from '../shared-graph';
import { cacheParameters, frontendParameters, workers } from '../shared-parameters';

/** Prompts as in retrieval, short answers. */
export const WORKLOAD = { inputTokens: 8192, outputTokens: 1024, concurrency: 64 };

const tensor = (role: string, gpus: number) =>
  Union([Literal(1), Literal(2), Literal(4), Literal(8)], {
    default: gpus,
    description: `GPUs of one ${role} worker (tensor-parallel)`,
  });

/** Pools, machines, frontend and cache, with which the parameters of these blueprints end. */
export const poolParameters = {
  prefillWorkers: workers('prefill', 2),
  prefillGpus: tensor('prefill', 2),
  decodeWorkers: workers('decode', 1),
  decodeGpus: tensor('decode', 4),
  ...machineParameters('h100'),
  ...frontendParameters(),
  ...cacheParameters(150),
};

interface Settings extends GraphSettings, MachineSettings {
  readonly prefillWorkers: number;
  readonly prefillGpus: number;
  readonly decodeWorkers: number;
  readonly decodeGpus: number;
}

/** Llama-3.3-70B FP8 on H100 with vLLM: prefill workers (TP2 unless said otherwise) apart from decode workers (TP4). */
export function disaggregatedLlama(
  chart: Chart,
  settings: Settings,
  release: Release,
  planes?: Planes,
): InferenceGraph<'vllm'> {
  const graph = graphWithFrontend(chart, settings, release, {
    model: models.LLAMA_3_3_70B.at(Precision.FP8),
    engine: Engine.vllm(),
    kvBlockTokens: 128,
    ...(planes === undefined ? {} : { planes }),
  });
  const shared = {
    nodes: nodeGroup(settings, 'h100'),
    memoryFraction: 0.9,
    sharedMemory: Size.gibibytes(80),
    // A router that does not look for cached prefixes gains nothing from keeping them.
    engineConfig: settings.router === 'kv' ? {} : { enablePrefixCaching: false },
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
  return graph;
}
