import { memoryFit } from '../../constructs/rules/memory-fit';
import { DESCRIBED_MEMORY, describedGraph, describedPool } from './described';
import { graphFindings } from './findings';

const GIB = 2 ** 30;
const { parallelism, limits, kv } = describedPool();
const memory = DESCRIBED_MEMORY;
const graph = (overrides: Parameters<typeof describedPool>[0], concurrency?: number) =>
  describedGraph({
    pools: [describedPool(overrides)],
    workload: { inputTokens: 8192, outputTokens: 1024, ...(concurrency === undefined ? {} : { concurrency }) },
  });

describe('DYN101 memory', () => {
  test('room for many sequences passes', () => {
    expect(graphFindings(memoryFit, graph({}, 100))).toEqual([]);
  });

  test('nothing is said of a model whose weights are not known', () => {
    const { memory: _, ...unlisted } = describedPool();
    const workload = { inputTokens: 8192, outputTokens: 1024, concurrency: 1_000_000 };
    expect(graphFindings(memoryFit, describedGraph({ pools: [unlisted], workload }))).toEqual([]);
  });

  test('weights that leave nothing are an error with all figures', () => {
    const full = { ...memory, weightBytes: 120.5 * GIB, kvCacheBytes: -2.5 * GIB, kvTokensPerWorker: 0 };
    expect(graphFindings(memoryFit, graph({ memory: full }, 100))).toEqual([
      expect.objectContaining({
        code: 'DYN101',
        severity: 'error',
        path: 'app/r1/decode',
        message:
          "the weights of 'decode' leave no room for KV cache: of 140 GiB per GPU, weights take 120.5 GiB, activations 6 GiB, CUDA and NCCL 2 GiB; at a memory fraction of 0.9 that leaves -2.5 GiB",
        fix: 'cut a worker over more GPUs than 8, take a checkpoint of lower precision, or lower limits.batchSize and limits.batchedTokens',
      }),
    ]);
  });

  test('exactly nothing left is an error too, and hides the concurrency of other pools', () => {
    const empty = { ...memory, kvCacheBytes: 0, kvTokensPerWorker: 0 };
    const pools = [describedPool({ name: 'prefill', role: 'prefill' }), describedPool({ memory: empty })];
    const workload = { inputTokens: 8192, outputTokens: 1024, concurrency: 1_000_000 };
    const found = graphFindings(memoryFit, describedGraph({ pools, workload }));
    expect(found.map(({ message }) => message)).toEqual([
      expect.stringMatching(/leave no room for KV cache.*that leaves 0 GiB$/),
    ]);
  });

  test('a cache that cannot hold one sequence is an error', () => {
    const [finding] = graphFindings(memoryFit, graph({ memory: { ...memory, kvTokensPerWorker: 9215 } }));
    expect(finding).toMatchObject({
      message: expect.stringContaining("the KV cache of 'decode' holds 9215 tokens, but one sequence may have 9216"),
      fix: 'set limits.sequenceTokens to at most 9215, halve the KV cache with KvPrecision.FP8, cut a worker over more GPUs',
    });
    expect(graphFindings(memoryFit, graph({ memory: { ...memory, kvTokensPerWorker: 9216 } }))).toEqual([]);
  });

  test('recurrent state takes of the room of each sequence', () => {
    const hybrid = (kvTokensPerWorker: number) =>
      graph({ memory: { ...memory, kvTokensPerWorker, tokensPerSequence: 1000 } });
    expect(graphFindings(memoryFit, hybrid(10_215))[0]?.message).toContain(
      "the KV cache of 'decode' holds 9215 tokens, but one sequence may have 9216",
    );
    expect(graphFindings(memoryFit, hybrid(10_216))).toEqual([]);
    expect(graphFindings(memoryFit, hybrid(500))[0]?.fix).toBe(
      'halve the KV cache with KvPrecision.FP8, cut a worker over more GPUs',
    );
    const many = graph({ memory: { ...memory, kvTokensPerWorker: 20_000, tokensPerSequence: 1000 } }, 2);
    expect(graphFindings(memoryFit, many)[0]?.message).toContain(
      '2 requests of 9216 tokens (and state in the room of 1000) need 20432 tokens of KV cache',
    );
  });

  test('every attention group has a cache of its own', () => {
    const grouped = {
      memory: { ...memory, kvTokensPerWorker: 8 * 9000 },
      parallelism: { ...parallelism, attentionDp: 8 },
    };
    expect(graphFindings(memoryFit, graph(grouped))[0]?.message).toContain(
      'holds 9000 tokens in each of 8 attention groups',
    );
    const copies = { ...grouped, parallelism: { ...parallelism, data: 8 } };
    expect(graphFindings(memoryFit, graph(copies))).toHaveLength(1);
  });

  test('the concurrency has to fit into the decode workers', () => {
    const small = { workers: 2, memory: { ...memory, kvTokensPerWorker: 92160 }, kv: { ...kv, precision: 'fp8' } };
    expect(graphFindings(memoryFit, graph(small, 20))).toEqual([]);
    expect(graphFindings(memoryFit, graph(small, 21))).toEqual([
      expect.objectContaining({
        severity: 'error',
        path: 'app/r1/decode',
        message:
          "21 requests of 9216 tokens need 193536 tokens of KV cache, but 2 x 'decode' hold 184320: 20 requests fit",
        fix: "set workers of 'decode' to 3, cut a worker over more GPUs, or lower workload.concurrency to 20",
      }),
    ]);
  });

  test('prefill workers hold prompts only, and several decode pools add up', () => {
    const pool = (name: string, role: 'prefill' | 'decode') =>
      describedPool({ name, role, path: `app/r1/${name}`, limits, memory: { ...memory, kvTokensPerWorker: 92160 } });
    const pools = [pool('prefill', 'prefill'), pool('a', 'decode'), pool('b', 'decode')];
    const workload = { inputTokens: 8192, outputTokens: 1024, concurrency: 21 };
    expect(graphFindings(memoryFit, describedGraph({ pools, workload }))[0]).toMatchObject({
      path: 'app/r1',
      message: expect.stringContaining("1 x 'a' holds 92160, 1 x 'b' holds 92160: 20 requests fit"),
    });
    expect(graphFindings(memoryFit, describedGraph({ pools, workload: { ...workload, concurrency: 20 } }))).toEqual([]);
  });
});
