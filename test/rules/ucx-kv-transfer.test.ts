import { ucxKvTransfer } from '../../constructs/rules/ucx-kv-transfer';
import { findings } from './findings';
import { API_VERSIONS, manifest, trtllm } from './parts';

const worker = (role: 'prefill' | 'worker', config: object, value = '1') =>
  trtllm('prefill', role, config, [], { env: { TRTLLM_USE_UCX_KVCACHE: value } });
const backend = (name: string) => ({ cache_transceiver_config: { backend: name } });

describe('DYN072 KV transfer over UCX', () => {
  test.each(API_VERSIONS)('%s: the variable without the backend is an error', (apiVersion) => {
    expect(findings(ucxKvTransfer, manifest([worker('prefill', backend('DEFAULT'))], { apiVersion }))).toEqual([
      expect.objectContaining({
        code: 'DYN072',
        severity: 'error',
        path: expect.stringContaining('TRTLLM_USE_UCX_KVCACHE'),
        message:
          "TRTLLM_USE_UCX_KVCACHE of 'prefill' has no effect: cache_transceiver_config.backend is DEFAULT, and only UCX selects UCX",
      }),
    ]);
  });

  test('so is the variable alone', () => {
    expect(findings(ucxKvTransfer, manifest([worker('prefill', {})]))[0]?.message).toContain('backend is not set');
  });

  test.each([
    ['both', worker('prefill', backend('UCX'))],
    ['switched off', worker('prefill', backend('NIXL'), '0')],
    ['aggregated', worker('worker', {})],
    ['no variable', trtllm('prefill', 'prefill', backend('NIXL'))],
    [
      'a configuration inside the image',
      trtllm('prefill', 'prefill', {}, ['--extra-engine-args', '/opt/x.yaml'], {
        env: { TRTLLM_USE_UCX_KVCACHE: '1' },
      }),
    ],
  ])('%s passes', (_, part) => {
    expect(findings(ucxKvTransfer, manifest([part]))).toEqual([]);
  });
});
