import { Release } from '../../constructs';
import { hybridTransfer } from '../../constructs/rules/hybrid-transfer';
import { findings } from './findings';
import { API_VERSIONS, manifest, type Part, vllm } from './parts';

const image = 'nvcr.io/nvidia/ai-dynamo/vllm-runtime:1.3.1';
const MODEL = ['--model', 'Qwen/Qwen3.5-122B-A10B-FP8'];
const prefill = (...args: string[]) =>
  vllm('prefill', 'prefill', [...MODEL, '--disaggregation-mode', 'prefill', ...args], { image });
const decode = (args: readonly string[], options = {}) =>
  vllm('decode', 'decode', [...MODEL, '--disaggregation-mode', 'decode', ...args], { image, ...options });
const check = (parts: readonly Part[], apiVersion: (typeof API_VERSIONS)[number] = 'v1beta1') =>
  findings(hybridTransfer, manifest(parts, { apiVersion }), { release: Release.V1_3 });

describe('DYN065 hybrid models over two pools', () => {
  test.each(API_VERSIONS)('%s: a decode worker that schedules ahead is a warning', (apiVersion) => {
    expect(check([prefill(), decode([])], apiVersion)).toEqual([
      expect.objectContaining({
        code: 'DYN065',
        severity: 'warning',
        path: expect.stringContaining('decode'),
        message: "'decode' decodes Qwen/Qwen3.5-122B-A10B-FP8, which has gated delta net layers, and schedules ahead",
        fix: "add --no-async-scheduling to the args of 'decode'",
      }),
    ]);
  });

  test('multi-token prediction does not go together with it', () => {
    const mtp = '{"method":"qwen3_next_mtp","num_speculative_tokens":2}';
    expect(check([prefill(), decode(['--no-async-scheduling', '--speculative-config', mtp])])).toEqual([
      expect.objectContaining({ message: expect.stringContaining('guesses ahead with qwen3_next_mtp') }),
    ]);
  });

  test('waiting, one pool, newer vLLM and models of attention alone pass', () => {
    expect(check([prefill(), decode(['--no-async-scheduling'])])).toEqual([]);
    expect(check([vllm('worker', 'worker', MODEL, { image })])).toEqual([]);
    expect(check([prefill(), decode([], { image: image.replace('1.3.1', '1.4.2') })])).toEqual([]);
    const llama = ['--model', 'meta-llama/Llama-3.3-70B-Instruct', '--disaggregation-mode'];
    expect(
      check([
        vllm('prefill', 'prefill', [...llama, 'prefill'], { image }),
        vllm('decode', 'decode', [...llama, 'decode'], { image }),
      ]),
    ).toEqual([]);
  });
});
