import { InvalidValueError, Parallelism } from '../../constructs';
import type { ObservedComponent } from '../../constructs/observed';
import { Snippet } from '../code';

/** How workers are cut, from what they are told; all GPUs along the tensor axis where that does not make one worker. */
export function recogniseParallelism(
  { engine, gpus, nodeCount, commandLine }: ObservedComponent,
  perNode: number,
): Snippet {
  const { tensor = 1, pipeline = 1, data = 1, expert = 1, attentionDp = false } = engine?.parallelism ?? {};
  const together = engine?.kind === 'vllm' && commandLine.has('--enable-expert-parallel') ? tensor * data : expert;
  const sizes =
    engine?.kind === 'trtllm'
      ? { tensor, pipeline, expert, ...(attentionDp ? { attentionDp: tensor } : {}) }
      : attentionDp
        ? { tensor, pipeline, expert, attentionDp: data }
        : { tensor, pipeline, data, expert: together };
  const parallelism = attempt(sizes, perNode) ?? attempt({ tensor: Math.max(1, gpus * nodeCount) }, perNode);
  return printed(parallelism ?? Parallelism.tensor(1));
}

function attempt(sizes: Parameters<typeof Parallelism.of>[0], perNode: number): Parallelism | undefined {
  try {
    const parallelism = Parallelism.of(sizes);
    return parallelism.gpus <= perNode || parallelism.gpus % perNode === 0 ? parallelism : undefined;
  } catch (error) {
    if (error instanceof InvalidValueError) {
      return undefined;
    }
    throw error;
  }
}

function printed(parallelism: Parallelism): Snippet {
  const { tensor, pipeline, data, expert, attentionDp } = parallelism;
  const code = (call: string) => new Snippet(`Parallelism.${call}`, ['Parallelism']);
  if (pipeline === 1 && data === 1) {
    if (expert === 1 && attentionDp === 1) {
      return code(`tensor(${tensor})`);
    }
    if (expert === tensor && attentionDp === tensor) {
      return code(`attentionDp(${tensor})`);
    }
    if (expert === tensor && attentionDp === 1) {
      return code(`tensorExpert(${tensor})`);
    }
  }
  const axes = Object.entries({ tensor, pipeline, data, expert, attentionDp }).filter(([, size]) => size > 1);
  return code(`of({ ${axes.map(([axis, size]) => `${axis}: ${size}`).join(', ')} })`);
}
