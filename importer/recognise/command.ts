import type { FlagValue } from '../../constructs';
import { at, type Mapping, whole } from '../../constructs/observed';
import { type CodeObject, given } from '../code';
import type { Flags } from '../flags';

/** Flags of the engines that are props of a pool. */
const LIMIT_FLAGS: Readonly<
  Record<string, Readonly<Record<'batchSize' | 'batchedTokens' | 'sequenceTokens' | 'memory', string>>>
> = {
  vllm: {
    batchSize: 'max-num-seqs',
    batchedTokens: 'max-num-batched-tokens',
    sequenceTokens: 'max-model-len',
    memory: 'gpu-memory-utilization',
  },
  sglang: {
    batchSize: 'max-running-requests',
    batchedTokens: 'chunked-prefill-size',
    sequenceTokens: 'context-length',
    memory: 'mem-fraction-static',
  },
  trtllm: {
    batchSize: 'max-batch-size',
    batchedTokens: 'max-num-tokens',
    sequenceTokens: 'max-seq-len',
    memory: 'free-gpu-memory-fraction',
  },
};

/** Sizes that bound the engine, as props of a pool; the file of TensorRT-LLM goes before its flags. */
export function limitProps(
  engine: string,
  flags: Flags | undefined,
  file: Mapping,
  maxContext = Number.POSITIVE_INFINITY,
): CodeObject {
  const names = LIMIT_FLAGS[engine];
  if (names === undefined) {
    return {};
  }
  const size = (inFile: unknown, flag: string) => atLeastOne(inFile) ?? atLeastOne(flags?.get(flag));
  const sequence = size(file['max_seq_len'], names.sequenceTokens);
  const chunked = flags?.get('enable-chunked-prefill') ?? at(file, 'enable_chunked_prefill');
  const turnedOff = flags?.get('chunked-prefill-size') === -1;
  const limits = given({
    batchSize: size(file['max_batch_size'], names.batchSize),
    batchedTokens: size(file['max_num_tokens'], names.batchedTokens),
    // Longer ones are for models whose context is stretched, which only the engine knows.
    sequenceTokens: sequence !== undefined && sequence <= maxContext ? sequence : undefined,
    chunkedPrefill: turnedOff ? false : typeof chunked === 'boolean' ? chunked : undefined,
  });
  return given({
    limits,
    memoryFraction: share(at(file, 'kv_cache_config', 'free_gpu_memory_fraction')) ?? share(flags?.get(names.memory)),
  });
}

function atLeastOne(value: unknown): number | undefined {
  const number = whole(value);
  return number !== undefined && number >= 1 ? number : undefined;
}

function share(value: FlagValue | unknown): number | undefined {
  return typeof value === 'number' && value > 0 && value < 1 ? value : undefined;
}
