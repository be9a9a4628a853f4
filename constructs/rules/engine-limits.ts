import type { GraphDescription, PoolDescription, WorkloadDescription } from '../description';
import { Severity } from '../findings';
import { list } from '../observed';
import type { Rule, Violation } from './rule';
import { engineKey, engineNumber, modeOf, type Worker, workersOf } from './workers';

const MEMORY_FRACTION = {
  vllm: '--gpu-memory-utilization',
  sglang: '--mem-fraction-static',
  trtllm: '--free-gpu-memory-fraction',
} as const;

export const engineLimits: Rule = {
  code: 'DYN029',
  title: 'the limits of an engine fit each other, the workload and the model',
  severity: Severity.ERROR,
  rationale:
    'An engine refuses to start with sizes that contradict each other, or refuses every request that is longer than its limits: the pods are ready, and long prompts get an error.',
  fix: 'correct the limits of the pool',
  source: 'ai-dynamo/dynamo recipes (engine configurations), TensorRT-LLM LLM API arguments, vLLM engine arguments',
  *checkGraph(graph) {
    for (const pool of graph.pools) {
      yield* withinModel(pool, graph);
      if (graph.workload !== undefined) {
        yield* withinWorkload(pool, graph.workload);
      }
    }
  },
  *checkDocuments({ graphs }) {
    for (const worker of graphs.flatMap(workersOf)) {
      yield* fractionOf(worker);
      if (worker.engine.kind === 'trtllm') {
        yield* trtllmLimits(worker);
      } else if (worker.engine.kind === 'vllm') {
        yield* vllmLimits(worker);
      }
    }
  },
};

function* withinModel({ path, name, limits }: PoolDescription, { model }: GraphDescription): Generator<Violation> {
  if (model.maxContextTokens !== undefined && limits.sequenceTokens > model.maxContextTokens) {
    yield {
      path,
      message: `'${name}' takes sequences of up to ${limits.sequenceTokens} tokens, but ${model.name} was trained for at most ${model.maxContextTokens}`,
      fix: `set limits.sequenceTokens to at most ${model.maxContextTokens}`,
    };
  }
}

function* withinWorkload(pool: PoolDescription, workload: WorkloadDescription): Generator<Violation> {
  const { path, name, role, limits } = pool;
  const { inputTokens, outputTokens } = workload;
  const needed = role === 'prefill' ? inputTokens : inputTokens + outputTokens;
  if (limits.sequenceTokens < needed) {
    yield {
      path,
      message: `'${name}' takes sequences of up to ${limits.sequenceTokens} tokens, but the workload needs ${needed} (${inputTokens} in${
        role === 'prefill' ? '' : `, ${outputTokens} out`
      })`,
      fix: `set limits.sequenceTokens to at least ${needed}, or shorten the workload to what the model can do`,
    };
  }
  if (role !== 'decode' && !limits.chunkedPrefill && limits.batchedTokens < inputTokens) {
    yield {
      path,
      message: `'${name}' computes at most ${limits.batchedTokens} tokens in one pass, but a prompt has ${inputTokens} and is not cut into chunks`,
      fix: `set limits.batchedTokens to at least ${inputTokens}, or limits.chunkedPrefill to true`,
    };
  }
}

function* fractionOf(worker: Worker): Generator<Violation> {
  const { kind } = worker.engine;
  if (kind === 'mocker') {
    return;
  }
  const flag = MEMORY_FRACTION[kind];
  const value =
    kind === 'trtllm'
      ? engineNumber(worker, ['kv_cache_config', 'free_gpu_memory_fraction'], flag)
      : worker.commandLine.number(flag);
  if (value !== undefined && !(value > 0 && value < 1)) {
    yield {
      path: worker.path,
      message: `the memory fraction of '${worker.name}' is ${value} (${kind === 'trtllm' ? 'free_gpu_memory_fraction' : flag}); it must be above 0 and below 1`,
      fix: 'set a fraction such as 0.9',
    };
  }
}

function* trtllmLimits(worker: Worker): Generator<Violation> {
  const { path, name } = worker;
  const batch = engineNumber(worker, ['max_batch_size'], '--max-batch-size');
  const tokens = engineNumber(worker, ['max_num_tokens'], '--max-num-tokens');
  if (modeOf(worker) === 'decode' && batch !== undefined && tokens !== undefined && tokens < batch) {
    yield {
      path,
      message: `the decode pool '${name}' computes at most ${tokens} tokens in one step (max_num_tokens), but its batch has ${batch} sequences (max_batch_size) of one token each`,
      fix: `set max_num_tokens to at least ${batch}`,
    };
  }
  const { tensor, expert, expertTensor } = worker.engine.parallelism;
  const cluster = engineNumber(worker, ['moe_cluster_parallel_size']) ?? 1;
  const sizes = [expert, expertTensor, cluster];
  if (tensor !== undefined && sizes.every((size) => size !== undefined && size > 0)) {
    const product = (expert ?? 1) * (expertTensor ?? 1) * cluster;
    if (product !== tensor) {
      yield {
        path,
        message: `the experts of '${name}' are cut over ${product} GPUs (moe_expert_parallel_size ${expert} x moe_tensor_parallel_size ${expertTensor}), but its tensor parallel size is ${tensor}; both must be equal`,
        fix: `choose moe_expert_parallel_size and moe_tensor_parallel_size whose product is ${tensor}`,
      };
    }
  }
  yield* cudaGraphs(worker, batch);
}

/** The engine drops graphs it cannot use, so that this costs nothing but understanding. */
function* cudaGraphs(worker: Worker, batch: number | undefined): Generator<Violation> {
  const largest = engineNumber(worker, ['cuda_graph_config', 'max_batch_size']);
  const sizes = list(engineKey(worker, 'cuda_graph_config', 'batch_sizes')).filter((size) => typeof size === 'number');
  const top = Math.max(0, largest ?? 0, ...sizes);
  if (batch !== undefined && top > batch) {
    yield {
      path: worker.path,
      severity: Severity.WARNING,
      message: `'${worker.name}' asks for CUDA graphs of up to ${top} sequences (cuda_graph_config), but its batch has at most ${batch} (max_batch_size): the larger ones are never made`,
      fix: `limit cuda_graph_config to ${batch}, or raise max_batch_size`,
    };
  }
}

/** What vLLM itself refuses at start. Source: vllm-project/vllm vllm/config/scheduler.py. */
function* vllmLimits(worker: Worker): Generator<Violation> {
  const { path, name, commandLine } = worker;
  const tokens = commandLine.number('--max-num-batched-tokens');
  const sequences = commandLine.number('--max-num-seqs');
  const length = commandLine.number('--max-model-len');
  if (tokens !== undefined && sequences !== undefined && tokens < sequences) {
    yield {
      path,
      message: `'${name}' computes at most ${tokens} tokens in one step (--max-num-batched-tokens), but takes ${sequences} sequences (--max-num-seqs)`,
      fix: `set --max-num-batched-tokens to at least ${sequences}`,
    };
  }
  const chunked = commandLine.find('--enable-chunked-prefill', '--no-enable-chunked-prefill');
  if (
    tokens !== undefined &&
    length !== undefined &&
    tokens < length &&
    chunked?.name === '--no-enable-chunked-prefill'
  ) {
    yield {
      path,
      message: `'${name}' computes at most ${tokens} tokens in one step (--max-num-batched-tokens) and does not cut prompts, but accepts ${length} (--max-model-len)`,
      fix: `set --max-num-batched-tokens to at least ${length}, or take out --no-enable-chunked-prefill`,
    };
  }
}
