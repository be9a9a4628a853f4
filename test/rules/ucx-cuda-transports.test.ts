import { ucxCudaTransports } from '../../constructs/rules/ucx-cuda-transports';
import { findings } from './findings';
import { API_VERSIONS, frontend, manifest, trtllm } from './parts';

const pair = (value: string) => [
  trtllm('prefill', 'prefill', {}, [], { env: { UCX_TLS: value } }),
  trtllm('decode', 'decode'),
];

describe('DYN032 UCX_TLS keeps the CUDA transports', () => {
  test.each(API_VERSIONS)('%s: a list without them is an error', (apiVersion) => {
    expect(findings(ucxCudaTransports, manifest(pair('rc_x,rc,tcp'), { apiVersion }))).toEqual([
      expect.objectContaining({
        code: 'DYN032',
        severity: 'error',
        path: expect.stringMatching(/prefill.*UCX_TLS/),
        message:
          "UCX_TLS 'rc_x,rc,tcp' of 'prefill' lists no CUDA transport; cuda_copy or cuda_ipc must be among the transports",
      }),
    ]);
  });

  test.each(['rc_x,rc,cuda_copy,cuda_ipc', 'cuda_copy, tcp', 'rc,cuda', 'all', '^cuda_ipc', '^mm,tcp', '', '$(TLS)'])(
    "'%s' passes",
    (value) => {
      expect(findings(ucxCudaTransports, manifest(pair(value)))).toEqual([]);
    },
  );

  test.each(['^cuda', '^cuda_copy,cuda_ipc'])("'%s' excludes them all", (value) => {
    expect(findings(ucxCudaTransports, manifest(pair(value)))[0]?.message).toContain('excludes the CUDA transports');
  });

  test.each(API_VERSIONS)('%s: an entry of the graph is reported once', (apiVersion) => {
    const parts = [frontend(), trtllm('prefill', 'prefill'), trtllm('decode', 'decode')];
    const found = findings(ucxCudaTransports, manifest(parts, { apiVersion, env: { UCX_TLS: 'rc' } }));
    expect(found).toEqual([expect.objectContaining({ message: expect.stringContaining("UCX_TLS 'rc' of 'r1'") })]);
  });

  test('in one pool UCX may have nothing to do: a warning', () => {
    const yaml = manifest([trtllm('worker', 'worker', {}, [], { env: { UCX_TLS: 'tcp' } })]);
    expect(findings(ucxCudaTransports, yaml)[0]?.severity).toBe('warning');
  });

  test('frontends have no GPU memory', () => {
    expect(findings(ucxCudaTransports, manifest([frontend([], { env: { UCX_TLS: 'tcp' } })]))).toEqual([]);
  });
});
