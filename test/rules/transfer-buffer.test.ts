import { transferBuffer } from '../../constructs/rules/transfer-buffer';
import { findings } from './findings';
import { API_VERSIONS, manifest, trtllm } from './parts';

const config = (buffer: number | undefined, sequence: number) => ({
  max_seq_len: sequence,
  cache_transceiver_config: { backend: 'UCX', ...(buffer === undefined ? {} : { max_tokens_in_buffer: buffer }) },
});
const pools = (buffer: number | undefined, prefill: number, decode: number) => [
  trtllm('prefill', 'prefill', config(buffer, prefill)),
  trtllm('decode', 'decode', config(buffer, decode)),
];

describe('DYN027 transfer buffer', () => {
  test.each(API_VERSIONS)('%s: a buffer below the longest prompt is an error on both pools', (apiVersion) => {
    const found = findings(transferBuffer, manifest(pools(4096, 9000, 11000), { apiVersion }));
    expect(found).toEqual([
      expect.objectContaining({
        code: 'DYN027',
        severity: 'error',
        path: expect.stringContaining('prefill'),
        message:
          "the transfer buffer of 'prefill' holds 4096 tokens, but prefill accepts sequences of up to 9000 (max_seq_len); it must hold more than the longest prompt",
      }),
      expect.objectContaining({ severity: 'error', path: expect.stringContaining('decode') }),
    ]);
  });

  test('where prefill has no limit of its own the prompts may be shorter: a warning', () => {
    const found = findings(transferBuffer, manifest(pools(120000, 121000, 121000)));
    expect(found.map(({ severity }) => severity)).toEqual(['warning', 'warning']);
  });

  test.each([
    ['DeepSeek-R1 on GB200', pools(4608, 1227, 2251)],
    ['gpt-oss-120b', pools(9216, 9000, 11000)],
    ['as large as the limit, which includes a first output token', pools(9000, 9000, 11000)],
    ['left to the engine', pools(undefined, 9000, 11000)],
    ['aggregated', [trtllm('worker', 'worker', config(1024, 9000))]],
  ])('a sufficient buffer passes: %s', (_, parts) => {
    expect(findings(transferBuffer, manifest(parts))).toEqual([]);
  });

  test('the limit may stand in a flag', () => {
    const [prefill, decode] = [{ cache_transceiver_config: { max_tokens_in_buffer: 4096 } }, config(9216, 11000)];
    const parts = [
      trtllm('prefill', 'prefill', prefill, ['--max-seq-len', '8192']),
      trtllm('decode', 'decode', decode),
    ];
    expect(findings(transferBuffer, manifest(parts))[0]?.message).toContain('up to 8192');
  });
});
