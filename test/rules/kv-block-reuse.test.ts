import { kvBlockReuse } from '../../constructs/rules/kv-block-reuse';
import { findings } from './findings';
import { API_VERSIONS, frontend, manifest, trtllm } from './parts';

const KV = frontend(['--router-mode', 'kv']);
const NO_REUSE = { kv_cache_config: { enable_block_reuse: false } };
const publishing = (config: object, ...args: string[]) =>
  trtllm('worker', 'worker', config, ['--publish-kv-events', ...args]);

describe('DYN025 KV events need block reuse', () => {
  test.each(API_VERSIONS)('%s: reuse switched off is an error', (apiVersion) => {
    expect(findings(kvBlockReuse, manifest([KV, publishing(NO_REUSE)], { apiVersion }))).toEqual([
      expect.objectContaining({
        code: 'DYN025',
        severity: 'error',
        path: expect.stringContaining('worker'),
        message:
          "'worker' publishes KV events for 'frontend', but kv_cache_config.enable_block_reuse is false in worker-config/engine.yaml; it must be true",
      }),
    ]);
  });

  test.each([
    ['on', { kv_cache_config: { enable_block_reuse: true } }],
    ['left to the engine', { kv_cache_config: { dtype: 'fp8' } }],
    ['no cache settings', {}],
  ])('reuse passes: %s', (_, config) => {
    expect(findings(kvBlockReuse, manifest([KV, publishing(config)]))).toEqual([]);
  });

  test('an override on the command line wins over the file', () => {
    const override = (value: boolean) => [
      '--override-engine-args',
      JSON.stringify({ kv_cache_config: { enable_block_reuse: value } }),
    ];
    expect(findings(kvBlockReuse, manifest([KV, publishing(NO_REUSE, ...override(true))]))).toEqual([]);
    expect(findings(kvBlockReuse, manifest([KV, publishing({}, ...override(false))]))).toHaveLength(1);
  });

  test('events for the metrics alone pass, and so does a decode pool', () => {
    expect(findings(kvBlockReuse, manifest([frontend(), publishing(NO_REUSE)]))).toEqual([]);
    const pools = [
      trtllm('prefill', 'prefill', {}, ['--publish-kv-events']),
      trtllm('decode', 'decode', NO_REUSE, ['--publish-kv-events']),
    ];
    expect(findings(kvBlockReuse, manifest([KV, ...pools]))).toEqual([]);
  });
});
