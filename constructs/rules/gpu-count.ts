import { Severity } from '../findings';
import { whole } from '../observed';
import type { Rule, Violation } from './rule';
import { engineKey, knowsEngineConfig, type Worker, workersOf } from './workers';

export const gpuCount: Rule = {
  code: 'DYN008',
  title: 'a worker is given the GPUs that its parallel sizes use',
  severity: Severity.ERROR,
  rationale:
    'An engine starts one rank per GPU. With fewer GPUs than ranks it stops at start ("invalid device ordinal", or a wait for ranks that never join); on several nodes the sizes must match exactly, since the operator starts a rank for every GPU of every pod. GPUs beyond the ranks of a single pod stay reserved and idle.',
  fix: 'make tensor x pipeline x data parallelism equal to multinode.nodeCount x nvidia.com/gpu',
  source: 'ai-dynamo/dynamo docs/kubernetes/deployment/multinode-deployment.md',
  *checkDocuments({ graphs }) {
    for (const worker of graphs.flatMap(workersOf)) {
      const needed = gpusNeeded(worker);
      if (needed !== undefined && !isIndependent(worker, needed)) {
        yield* compare(worker, needed);
      }
    }
  },
};

/** Pods that the operator does not join, for they fit into one node or have no GPU limit, are another rule's matter. */
function isIndependent({ engine, multinode, gpus }: Worker, needed: number): boolean {
  return engine.kind === 'vllm' && multinode && (gpus === 0 || needed <= gpus);
}

function* compare(worker: Worker, needed: number): Generator<Violation> {
  const { path, name, gpus, nodeCount } = worker;
  const uses = `'${name}' uses ${count(needed)} (${worker.engine.parallelism.text})`;
  const granted = gpus * nodeCount;
  const pods = nodeCount > 1 ? `its ${nodeCount} pods have ${gpus} each, ${granted} together` : `its pod has ${gpus}`;
  if (gpus === 0) {
    if (!hasOtherAccelerators(worker)) {
      yield {
        path,
        // A container runtime may hand all GPUs of a node to every container.
        severity: Severity.WARNING,
        message: `${uses}, but requests none`,
        fix: `set the limit nvidia.com/gpu to ${Math.ceil(needed / nodeCount)}`,
      };
    }
  } else if (needed > granted) {
    yield { path, message: `${uses}, but ${pods}`, fix: fixFor(worker, needed) };
  } else if (needed < granted) {
    yield {
      path,
      severity: nodeCount > 1 ? Severity.ERROR : Severity.WARNING,
      message: `${uses}, but ${pods}; ${count(granted - needed)} would be ${nodeCount > 1 ? 'left out' : 'idle'}`,
      fix: fixFor(worker, needed),
    };
  }
}

function fixFor({ gpus, nodeCount, multinode }: Worker, needed: number): string {
  const sizes = `raise or lower the parallel sizes to ${count(gpus * nodeCount)}`;
  if (!multinode) {
    return `set the limit nvidia.com/gpu to ${needed}, or ${sizes}`;
  }
  return needed % gpus === 0 && needed > gpus ? `set multinode.nodeCount to ${needed / gpus}, or ${sizes}` : sizes;
}

function count(gpus: number): string {
  return gpus === 1 ? '1 GPU' : `${gpus} GPUs`;
}

/** GPUs that come as a device claim, or that are not NVIDIA's. */
function hasOtherAccelerators({ podClaims, extendedResources }: Worker): boolean {
  return podClaims.length > 0 || Object.keys(extendedResources).some((name) => /gpu|xpu|gaudi|tpu/i.test(name));
}

/** Flags by which a pod is only a part of what the sizes say, or by which sizes stand elsewhere. */
const PARTIAL = [
  '--config',
  '--context-parallel-size',
  '--data-parallel-address',
  '--data-parallel-external-lb',
  '--data-parallel-rank',
  '--data-parallel-size-local',
  '--data-parallel-start-rank',
  '--device',
  '--disagg-config',
  '--enable-elastic-ep',
  '--headless',
  '--image-diffusion-worker',
  '--nnodes',
  '--num-gpus',
  '--prefill-context-parallel-size',
  '--video-generation-worker',
  '-dpa',
  '-dpl',
  '-dpn',
  '-dpr',
  '-pcp',
];

/** GPUs of one worker, `undefined` when the manifest does not tell for sure. */
function gpusNeeded(worker: Worker): number | undefined {
  const { engine, commandLine } = worker;
  const modules = worker.writtenCommand.join(' ').match(/\bdynamo\.(?:vllm|sglang|trtllm)\b/g) ?? [];
  const ray = ['--distributed-executor-backend', '--data-parallel-backend', '-dpb'];
  if (engine.kind === 'mocker' || modules.length > 1 || commandLine.has(...PARTIAL)) {
    return undefined;
  }
  if (ray.some((name) => commandLine.value(name) === 'ray')) {
    return undefined;
  }
  return engine.kind === 'trtllm' ? trtllmGpus(worker) : engine.parallelism.gpus;
}

function trtllmGpus(worker: Worker): number | undefined {
  const { commandLine, env, engine } = worker;
  const elsewhere =
    [...env.keys()].some((name) => /^DYN_TRTLLM_(?:TENSOR|PIPELINE)_PARALLEL_SIZE$/.test(name)) ||
    commandLine.flags.some(({ name }) => name.startsWith('--dit-')) ||
    (commandLine.value('--modality') ?? 'text') !== 'text';
  if (elsewhere || !knowsEngineConfig(worker)) {
    return undefined;
  }
  const size = (key: string, otherwise: number | undefined) => {
    const value = engineKey(worker, key);
    return value === undefined ? otherwise : whole(value);
  };
  const tensor = size('tensor_parallel_size', engine.parallelism.tensor);
  const pipeline = size('pipeline_parallel_size', engine.parallelism.pipeline);
  const context = size('context_parallel_size', 1);
  return tensor === undefined || pipeline === undefined || context === undefined
    ? undefined
    : tensor * pipeline * context;
}
