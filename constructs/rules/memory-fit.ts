import type { GraphDescription, MemoryDescription, PoolDescription } from '../description';
import { Severity } from '../findings';
import { KvPrecision } from '../hardware';
import { gib } from './gib';
import type { Rule, Violation } from './rule';

export const memoryFit: Rule = {
  code: 'DYN101',
  title: 'weights and KV cache fit into the memory of the GPUs',
  severity: Severity.ERROR,
  rationale:
    'The engine loads the weights, reserves room for a forward pass, and gives the rest to the KV cache. With nothing left it runs out of memory at start, after minutes of loading; with too little for one sequence it refuses to start or to take long prompts; with too little for the concurrency it is meant for, requests queue or are computed twice.',
  fix: 'cut a worker over more GPUs, take a checkpoint or KV cache of lower precision, or shorten the limits',
  source: 'vllm-project/vllm vllm/v1/core/kv_cache_utils.py; NVIDIA/TensorRT-LLM KvCacheConfig',
  *checkGraph(graph) {
    const pools = graph.pools.flatMap((pool) => (hasMemory(pool) ? [pool] : []));
    for (const pool of pools) {
      yield* fitsPool(pool);
    }
    if (pools.every((pool) => pool.memory.kvCacheBytes > 0)) {
      yield* fitsConcurrency(graph, pools);
    }
  },
};

/** A pool of a model whose weights are known. */
type MeasuredPool = PoolDescription & { readonly memory: MemoryDescription };

function hasMemory(pool: PoolDescription): pool is MeasuredPool {
  return pool.memory !== undefined;
}

function* fitsPool(pool: MeasuredPool): Generator<Violation> {
  const { path, name, memory, limits, parallelism } = pool;
  if (memory.kvCacheBytes <= 0) {
    yield {
      path,
      message: `the weights of '${name}' leave no room for KV cache: ${division(memory)}`,
      fix: `cut a worker over more GPUs than ${pool.gpusPerWorker}, take a checkpoint of lower precision, or lower limits.batchSize and limits.batchedTokens`,
    };
    return;
  }
  const groups = parallelism.attentionDp * parallelism.data;
  const perGroup = Math.floor(memory.kvTokensPerWorker / groups);
  const room = Math.max(0, perGroup - (memory.tokensPerSequence ?? 0));
  if (room < limits.sequenceTokens) {
    yield {
      path,
      message: `the KV cache of '${name}' holds ${room} tokens${
        groups === 1 ? '' : ` in each of ${groups} attention groups`
      }, but one sequence may have ${limits.sequenceTokens} (limits.sequenceTokens): ${division(memory)}`,
      fix: `${room > 0 ? `set limits.sequenceTokens to at most ${room}, ` : ''}${moreRoom(pool)}`,
    };
  }
}

function* fitsConcurrency({ path, workload }: GraphDescription, pools: readonly MeasuredPool[]): Generator<Violation> {
  if (workload?.concurrency === undefined) {
    return;
  }
  const decoding = pools.filter(({ role }) => role === 'decode' || role === 'aggregated');
  const sequence = workload.inputTokens + workload.outputTokens;
  const state = Math.max(0, ...decoding.map(({ memory }) => memory.tokensPerSequence ?? 0));
  const needed = workload.concurrency * (sequence + state);
  const held = decoding.reduce((sum, pool) => sum + pool.workers * pool.memory.kvTokensPerWorker, 0);
  const [first] = decoding;
  if (first === undefined || held >= needed) {
    return;
  }
  yield {
    path: decoding.length === 1 ? first.path : path,
    message: `${workload.concurrency} requests of ${sequence} tokens${state === 0 ? '' : ` (and state in the room of ${state})`} need ${needed} tokens of KV cache, but ${decoding
      .map(
        ({ name, workers, memory }) =>
          `${workers} x '${name}' hold${workers === 1 ? 's' : ''} ${workers * memory.kvTokensPerWorker}`,
      )
      .join(', ')}: ${Math.floor(held / (sequence + state))} requests fit`,
    fix: `${
      decoding.length === 1 && first.memory.kvTokensPerWorker > 0
        ? `set workers of '${first.name}' to ${Math.ceil(needed / first.memory.kvTokensPerWorker)}`
        : 'add workers'
    }, ${moreRoom(first)}, or lower workload.concurrency to ${Math.floor(held / (sequence + state))}`,
  };
}

/** How the memory of a GPU is divided. */
function division(memory: MemoryDescription): string {
  const { gpuBytes, weightBytes, activationBytes, nonTorchBytes, kvCacheBytes, fraction } = memory;
  return `of ${gib(gpuBytes)} per GPU, weights take ${gib(weightBytes)}, activations ${gib(activationBytes)}, CUDA and NCCL ${gib(nonTorchBytes)}; at a memory fraction of ${fraction} that leaves ${gib(kvCacheBytes)}`;
}

function moreRoom({ kv }: PoolDescription): string {
  return kv.precision === KvPrecision.FP8
    ? 'cut a worker over more GPUs'
    : 'halve the KV cache with KvPrecision.FP8, cut a worker over more GPUs';
}
