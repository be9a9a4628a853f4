import { Severity } from '../findings';
import { type Flag, list } from '../observed';
import type { Rule, Violation } from './rule';
import { type Worker, workersOf } from './workers';

/** The sizes that the operator looks for, each under one name only. vLLM takes the short names too. */
const SIZES = [
  { key: 'tensor', flag: '--tensor-parallel-size', short: ['-tp'] },
  { key: 'pipeline', flag: '--pipeline-parallel-size', short: ['-pp'] },
  { key: 'data', flag: '--data-parallel-size', short: ['-dp'] },
] as const;

type Sizes = Readonly<Record<(typeof SIZES)[number]['key'], number>>;

/** Flags of a launch that does not need the operator. */
const OWN_LAUNCH = ['--nnodes', '--node-rank', '--master-addr', '--data-parallel-address', '--enable-elastic-ep'];

export const multinodeVllmFlags: Rule = {
  code: 'DYN009',
  title: 'the operator can read the parallel sizes of a vLLM worker that spans nodes',
  severity: Severity.ERROR,
  rationale:
    'The operator compares the parallel sizes with the GPU limit and adds the flags that join the pods (leader address, node rank, data-parallel rank). It only finds a size that stands in args as two words with a whole number, and takes 1 for any other. Then it adds the wrong flags or none, without an error, and every pod starts an engine of its own.',
  fix: 'write the sizes in args as two words with a whole number, for example --tensor-parallel-size 16, and set the limit nvidia.com/gpu',
  source: 'ai-dynamo/dynamo deploy/operator/internal/dynamo/backend_vllm.go',
  *checkDocuments({ graphs }) {
    for (const worker of graphs.flatMap(workersOf)) {
      if (worker.engine.kind === 'vllm' && worker.multinode && !worker.commandLine.has(...OWN_LAUNCH)) {
        yield* checkLimit(worker);
        yield* checkSizes(worker);
      }
    }
  },
};

function* checkLimit(worker: Worker): Generator<Violation> {
  if (!worker.gpuLimitSet && (worker.gpus > 0 || worker.podClaims.length === 0)) {
    yield {
      path: worker.path,
      message: `'${worker.name}' spans ${worker.nodeCount} nodes but sets no GPU limit${worker.gpus > 0 ? ', only a request' : ''}; the operator counts GPUs by the limit`,
      fix: 'set the GPUs of one pod in resources.limits',
    };
  }
}

function* checkSizes(worker: Worker): Generator<Violation> {
  const words = list(worker.main?.['args']).flatMap((arg) =>
    String(arg)
      .split(/\s+/)
      .filter((word) => word !== ''),
  );
  const read: Sizes = {
    tensor: operatorReads(words, SIZES[0].flag),
    pipeline: operatorReads(words, SIZES[1].flag),
    data: operatorReads(words, SIZES[2].flag),
  };
  for (const { key, flag, short } of SIZES) {
    const found = worker.commandLine.find(flag, ...short);
    const meant = worker.engine.parallelism[key];
    if (
      found !== undefined &&
      meant !== read[key] &&
      (meant === undefined || changesLaunch(worker, read, key, meant))
    ) {
      yield {
        path: worker.path,
        message: `the operator cannot read '${shown(found)}' of '${worker.name}' (${reason(found, flag)}) and takes ${read[key]} for it`,
        fix: `write ${flag} ${meant ?? '<number>'} in args, as two words with a whole number`,
      };
    }
  }
}

/** The operator's own reading: the first occurrence that is followed by a whole number. */
function operatorReads(words: readonly string[], flag: string): number {
  const value = words.find((_, index) => words[index - 1] === flag && /^[+-]?\d+$/.test(words[index] ?? ''));
  return value === undefined ? 1 : Number(value);
}

/** A misread size does no harm where the operator decides the same. */
function changesLaunch(worker: Worker, read: Sizes, key: keyof Sizes, meant: number): boolean {
  return worker.gpus > 0 && launchOf({ ...read, [key]: meant }, worker.gpus) !== launchOf(read, worker.gpus);
}

function launchOf({ tensor, pipeline, data }: Sizes, gpus: number): string {
  const world = tensor * pipeline;
  if (world > gpus) {
    return 'distributed';
  }
  return world * data > gpus ? `data-parallel ${Math.floor(gpus / world)}` : 'none';
}

function shown({ name, value, form }: Flag): string {
  return `${name}${form === 'equals' ? '=' : ' '}${value ?? ''}`.trim();
}

function reason({ name, form, origin, literal }: Flag, flag: string): string {
  if (origin === 'command') {
    return 'it stands in command, only args count';
  }
  if (name !== flag) {
    return `a short name, only ${flag} counts`;
  }
  if (form === 'equals') {
    return 'written with =, only two words count';
  }
  return literal ? 'not a plain whole number, or given twice' : 'it holds a variable';
}
