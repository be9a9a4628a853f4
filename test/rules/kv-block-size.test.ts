import { kvBlockSize } from '../../constructs/rules/kv-block-size';
import { findings } from './findings';
import { API_VERSIONS, frontend, manifest, trtllm, vllm } from './parts';

const KV = ['--router-mode', 'kv'];
const block = (size: number, ...more: string[]) => ['--model', 'm', '--block-size', String(size), ...more];

describe('DYN023 KV block size', () => {
  test.each(API_VERSIONS)('%s: workers that hold other blocks than the first are an error', (apiVersion) => {
    const parts = [frontend(KV), vllm('prefill', 'prefill', block(64)), vllm('decode', 'decode', block(32))];
    expect(findings(kvBlockSize, manifest(parts, { apiVersion }))).toEqual([
      expect.objectContaining({
        code: 'DYN023',
        severity: 'error',
        path: expect.stringContaining('decode'),
        message:
          "'decode' counts KV blocks of 32 tokens (--block-size), but 'prefill' holds blocks of 64 (--block-size); both must be equal",
      }),
    ]);
  });

  test('so is a frontend, by flag or by variable', () => {
    const worker = vllm('worker', 'worker', block(64));
    const [flag] = findings(kvBlockSize, manifest([frontend([...KV, '--kv-cache-block-size', '16']), worker]));
    const [variable] = findings(
      kvBlockSize,
      manifest([frontend([], { env: { DYN_ROUTER_MODE: 'kv', DYN_KV_CACHE_BLOCK_SIZE: '16' } }), worker]),
    );
    expect(flag?.message).toContain("'frontend' counts KV blocks of 16 tokens (--kv-cache-block-size)");
    expect(variable?.message).toContain("'frontend' counts KV blocks of 16 tokens (DYN_KV_CACHE_BLOCK_SIZE)");
    expect(flag?.fix).toBe("set --kv-cache-block-size to 64, or --block-size of 'worker' to 16");
  });

  test('so is an endpoint picker', () => {
    const epp = { name: 'Epp', role: 'epp', env: { DYN_KV_CACHE_BLOCK_SIZE: '128' } } as const;
    expect(findings(kvBlockSize, manifest([epp, vllm('worker', 'worker', block(64))]))).toHaveLength(1);
    expect(findings(kvBlockSize, manifest([epp, vllm('worker', 'worker', block(128))]))).toEqual([]);
  });

  test('so is a standalone router', () => {
    const router = (size: string) => ({
      ...frontend(['--endpoint', 'ns.backend.generate', '--router-block-size', size]),
      ...{ name: 'router', command: ['python3', '-m', 'dynamo.router'] },
    });
    expect(findings(kvBlockSize, manifest([router('128'), vllm('worker', 'worker', block(64))]))).toEqual([
      expect.objectContaining({
        message: expect.stringContaining("'router' counts KV blocks of 128 tokens (--router-block-size)"),
      }),
    ]);
    expect(findings(kvBlockSize, manifest([router('64'), vllm('worker', 'worker', block(64))]))).toEqual([]);
  });

  test('so is a TensorRT-LLM worker that reports another size than its engine has', () => {
    const config = { kv_cache_config: { tokens_per_block: 64 } };
    const [finding] = findings(
      kvBlockSize,
      manifest([frontend(KV), trtllm('worker', 'worker', config, ['--kv-block-size', '32'])]),
    );
    expect(finding).toMatchObject({
      message: expect.stringContaining(
        'reports KV blocks of 32 tokens (--kv-block-size), but its engine holds blocks of 64',
      ),
      fix: 'set --kv-block-size to 64',
    });
  });

  test('a size that only the engine configuration or a variable states counts', () => {
    const engine = trtllm('worker', 'worker', { kv_cache_config: { tokens_per_block: 64 } });
    const variable = trtllm('worker', 'worker', {}, [], { env: { DYN_TRTLLM_KV_BLOCK_SIZE: '64' } });
    const router = (size: string) => frontend([...KV, '--kv-cache-block-size', size]);
    expect(findings(kvBlockSize, manifest([router('32'), engine]))[0]?.message).toContain(
      "'worker' holds blocks of 64 (kv_cache_config.tokens_per_block)",
    );
    expect(findings(kvBlockSize, manifest([router('32'), variable]))[0]?.message).toContain(
      '(DYN_TRTLLM_KV_BLOCK_SIZE)',
    );
    expect(findings(kvBlockSize, manifest([router('$(SIZE)'), engine]))).toEqual([]);
    const other = vllm('worker', 'worker', ['--model', 'm'], { env: { DYN_TRTLLM_KV_BLOCK_SIZE: '64' } });
    expect(findings(kvBlockSize, manifest([router('32'), other]))).toEqual([]);
  });

  test('equal sizes, and sizes that nobody states, pass', () => {
    const parts = [
      frontend([...KV, '--kv-cache-block-size', '64']),
      vllm('prefill', 'prefill', block(64)),
      vllm('decode', 'decode', ['--model', 'm']),
    ];
    expect(findings(kvBlockSize, manifest(parts))).toEqual([]);
  });

  test('without KV routing nobody compares blocks', () => {
    const parts = [frontend(), vllm('a', 'worker', block(64)), vllm('b', 'worker', block(32))];
    expect(findings(kvBlockSize, manifest(parts))).toEqual([]);
  });

  test('workers of different models may differ', () => {
    const parts = [
      frontend(KV),
      vllm('a', 'worker', block(64, '--served-model-name', 'a')),
      vllm('b', 'worker', block(32, '--served-model-name', 'b')),
    ];
    expect(findings(kvBlockSize, manifest(parts))).toEqual([]);
  });
});
