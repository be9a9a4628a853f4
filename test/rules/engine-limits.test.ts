import { engineLimits } from '../../constructs/rules/engine-limits';
import { describedGraph, describedPool } from './described';
import { findings, graphFindings } from './findings';
import { API_VERSIONS, manifest, sglang, trtllm, vllm } from './parts';

const limits = (overrides: object) => ({
  batchSize: 64,
  batchedTokens: 8192,
  sequenceTokens: 9216,
  chunkedPrefill: true,
  ...overrides,
});
const graph = (...pools: Parameters<typeof describedPool>[0][]) => describedGraph({ pools: pools.map(describedPool) });

describe('DYN029 engine limits over documents', () => {
  test.each(API_VERSIONS)('%s: a memory fraction outside of 0 to 1 is an error', (apiVersion) => {
    const part = trtllm('worker', 'worker', { kv_cache_config: { free_gpu_memory_fraction: 1.2 } });
    expect(findings(engineLimits, manifest([part], { apiVersion }))).toEqual([
      expect.objectContaining({
        code: 'DYN029',
        severity: 'error',
        path: expect.stringContaining('worker'),
        message: "the memory fraction of 'worker' is 1.2 (free_gpu_memory_fraction); it must be above 0 and below 1",
      }),
    ]);
  });

  test.each([
    ['vLLM', vllm('w', 'worker', ['--gpu-memory-utilization', '1.0']), 1],
    ['vLLM', vllm('w', 'worker', ['--gpu-memory-utilization', '0.9']), 0],
    ['SGLang', sglang('w', 'worker', ['--mem-fraction-static', '0']), 1],
    ['SGLang', sglang('w', 'worker', ['--mem-fraction-static', '0.75']), 0],
    ['TensorRT-LLM by flag', trtllm('w', 'worker', {}, ['--free-gpu-memory-fraction', '2']), 1],
    [
      'TensorRT-LLM, where the file wins over the flag',
      trtllm('w', 'worker', { kv_cache_config: { free_gpu_memory_fraction: 0.9 } }, [
        '--free-gpu-memory-fraction',
        '2',
      ]),
      0,
    ],
  ])('memory fraction of %s: %#', (_, part, count) => {
    expect(findings(engineLimits, manifest([part]))).toHaveLength(count);
  });

  test('a decode batch with more sequences than tokens is an error, elsewhere it is not', () => {
    const config = { max_batch_size: 64, max_num_tokens: 32 };
    expect(findings(engineLimits, manifest([trtllm('decode', 'decode', config)]))[0]).toMatchObject({
      severity: 'error',
      message: expect.stringContaining(
        'at most 32 tokens in one step (max_num_tokens), but its batch has 64 sequences',
      ),
      fix: 'set max_num_tokens to at least 64',
    });
    expect(findings(engineLimits, manifest([trtllm('prefill', 'prefill', config)]))).toEqual([]);
    expect(findings(engineLimits, manifest([trtllm('decode', 'decode', { ...config, max_num_tokens: 64 })]))).toEqual(
      [],
    );
  });

  test('experts are cut over the tensor parallel GPUs', () => {
    const sizes = (expert: number, tensor: number) => ({
      tensor_parallel_size: 4,
      moe_expert_parallel_size: expert,
      moe_tensor_parallel_size: tensor,
    });
    expect(findings(engineLimits, manifest([trtllm('w', 'worker', sizes(4, 2))]))[0]?.message).toBe(
      "the experts of 'w' are cut over 8 GPUs (moe_expert_parallel_size 4 x moe_tensor_parallel_size 2), but its tensor parallel size is 4; both must be equal",
    );
    expect(findings(engineLimits, manifest([trtllm('w', 'worker', sizes(2, 2))]))).toEqual([]);
    expect(
      findings(
        engineLimits,
        manifest([trtllm('w', 'worker', { ...sizes(4, 1), moe_tensor_parallel_size: undefined })]),
      ),
    ).toEqual([]);
    const automatic = { ...sizes(4, 1), moe_tensor_parallel_size: -1 };
    expect(findings(engineLimits, manifest([trtllm('w', 'worker', automatic)]))).toEqual([]);
  });

  test.each([
    ['a largest size', { max_batch_size: 64 }],
    ['a list of sizes', { enable_padding: true, batch_sizes: [1, 8, 64] }],
  ])('CUDA graphs beyond the batch are a warning: %s', (_, cudaGraphs) => {
    const config = { max_batch_size: 32, cuda_graph_config: cudaGraphs };
    expect(findings(engineLimits, manifest([trtllm('w', 'worker', config)]))[0]).toMatchObject({
      severity: 'warning',
      message: expect.stringContaining(
        'CUDA graphs of up to 64 sequences (cuda_graph_config), but its batch has at most 32',
      ),
    });
    expect(findings(engineLimits, manifest([trtllm('w', 'worker', { ...config, max_batch_size: 64 })]))).toEqual([]);
  });

  test('no CUDA graphs, and a batch left to the engine, pass', () => {
    const parts = [
      trtllm('a', 'worker', { max_batch_size: 4, cuda_graph_config: null }),
      trtllm('b', 'worker', { cuda_graph_config: { max_batch_size: 800 } }),
    ];
    expect(findings(engineLimits, manifest(parts))).toEqual([]);
  });

  test('vLLM refuses fewer tokens than sequences, and prompts it could not compute', () => {
    const few = ['--max-num-batched-tokens', '128', '--max-num-seqs', '256'];
    const uncut = ['--max-num-batched-tokens', '8192', '--max-model-len', '16384', '--no-enable-chunked-prefill'];
    expect(findings(engineLimits, manifest([vllm('w', 'worker', few)]))[0]?.fix).toBe(
      'set --max-num-batched-tokens to at least 256',
    );
    expect(findings(engineLimits, manifest([vllm('w', 'worker', uncut)]))[0]?.message).toContain(
      'does not cut prompts',
    );
    expect(findings(engineLimits, manifest([vllm('w', 'worker', uncut.slice(0, 4))]))).toEqual([]);
    const equal = ['--max-num-batched-tokens', '128', '--max-num-seqs', '128', '--max-model-len', '128'];
    expect(findings(engineLimits, manifest([vllm('w', 'worker', [...equal, '--no-enable-chunked-prefill'])]))).toEqual(
      [],
    );
    expect(findings(engineLimits, manifest([vllm('w', 'worker', ['--max-num-seqs', '128'])]))).toEqual([]);
  });
});

describe('DYN029 engine limits over the description', () => {
  test('limits that fit pass', () => {
    expect(graphFindings(engineLimits, describedGraph())).toEqual([]);
  });

  test('a decode pool must hold input and output', () => {
    expect(graphFindings(engineLimits, graph({ limits: limits({ sequenceTokens: 8192 }) }))).toEqual([
      expect.objectContaining({
        severity: 'error',
        path: 'app/r1/decode',
        message: "'decode' takes sequences of up to 8192 tokens, but the workload needs 9216 (8192 in, 1024 out)",
      }),
    ]);
  });

  test('a prefill pool must hold the input', () => {
    const prefill = { name: 'prefill', role: 'prefill' } as const;
    expect(graphFindings(engineLimits, graph({ ...prefill, limits: limits({ sequenceTokens: 8192 }) }))).toEqual([]);
    expect(
      graphFindings(engineLimits, graph({ ...prefill, limits: limits({ sequenceTokens: 8191 }) }))[0]?.message,
    ).toBe("'prefill' takes sequences of up to 8191 tokens, but the workload needs 8192 (8192 in)");
  });

  test('a prompt must fit into one pass unless it is cut', () => {
    const uncut = limits({ batchedTokens: 4096, chunkedPrefill: false });
    expect(graphFindings(engineLimits, graph({ role: 'prefill', limits: uncut }))[0]?.message).toContain(
      'computes at most 4096 tokens in one pass, but a prompt has 8192',
    );
    expect(graphFindings(engineLimits, graph({ role: 'aggregated', limits: uncut }))).toHaveLength(1);
    expect(graphFindings(engineLimits, graph({ role: 'prefill', limits: { ...uncut, batchedTokens: 8192 } }))).toEqual(
      [],
    );
    expect(graphFindings(engineLimits, graph({ role: 'decode', limits: uncut }))).toEqual([]);
    expect(graphFindings(engineLimits, graph({ role: 'prefill', limits: { ...uncut, chunkedPrefill: true } }))).toEqual(
      [],
    );
  });

  test('no longer than the model can', () => {
    const { model, pools } = describedGraph();
    const exact = describedGraph({ model: { ...model, maxContextTokens: 9216 } });
    expect(graphFindings(engineLimits, exact)).toEqual([]);
    const short = describedGraph({ model: { ...model, maxContextTokens: 9000 }, pools: pools.slice(1) });
    expect(graphFindings(engineLimits, short)[0]).toMatchObject({
      message: "'decode' takes sequences of up to 9216 tokens, but DeepSeek-R1 was trained for at most 9000",
      fix: 'set limits.sequenceTokens to at most 9000',
    });
  });

  test('without a workload only the model counts', () => {
    const { workload: _, ...rest } = describedGraph();
    const pools = [
      describedPool({ limits: limits({ sequenceTokens: 1024, batchedTokens: 1, chunkedPrefill: false }) }),
    ];
    expect(graphFindings(engineLimits, { ...rest, pools })).toEqual([]);
  });
});
