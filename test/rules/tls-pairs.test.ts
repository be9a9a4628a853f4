import { tlsPairs } from '../../constructs/rules/tls-pairs';
import { findings } from './findings';
import { API_VERSIONS, frontend, type GraphOptions, manifest, type Part, vllm } from './parts';

const TCP = {
  DYN_TCP_TLS_CERT_PATH: '/tls/tls.crt',
  DYN_TCP_TLS_KEY_PATH: '/tls/tls.key',
  DYN_TCP_TLS_CA_CERT_PATH: '/tls/ca.crt',
};
const messages = (parts: readonly Part[], options: GraphOptions = {}) =>
  findings(tlsPairs, manifest(parts, options)).map(({ message }) => message);

describe('DYN203 TLS', () => {
  test.each(API_VERSIONS)('%s: a certificate without its key is an error', (apiVersion) => {
    const parts = [frontend(['--tls-cert-path', '/tls/tls.crt']), vllm('worker', 'worker')];
    expect(findings(tlsPairs, manifest(parts, { apiVersion }))).toEqual([
      expect.objectContaining({
        code: 'DYN203',
        severity: 'error',
        path: expect.stringContaining('frontend'),
        message: "HTTPS of 'frontend' has --tls-cert-path, but not --tls-key-path (DYN_TLS_KEY_PATH)",
        fix: 'add --tls-key-path (DYN_TLS_KEY_PATH), or take --tls-cert-path out',
      }),
    ]);
  });

  test('so is an authority for clients on a server without a certificate', () => {
    expect(messages([frontend([], { env: { DYN_TLS_CLIENT_CA_CERT_PATH: '/tls/ca.crt' } })])).toEqual([
      expect.stringMatching(/has DYN_TLS_CLIENT_CA_CERT_PATH, but not --tls-cert-path .* and --tls-key-path/),
    ]);
  });

  test('TLS on one side of the request plane is an error', () => {
    expect(messages([frontend(), vllm('worker', 'worker', [], { env: TCP })])).toEqual([
      "'frontend' sends and takes requests in plain text, but 'worker' over TLS",
    ]);
  });

  test('what is missing at the graph is said once', () => {
    const { DYN_TCP_TLS_KEY_PATH: _, ...env } = TCP;
    expect(messages([frontend(), vllm('worker', 'worker')], { env })).toHaveLength(1);
  });

  test('TLS everywhere passes, and so does none', () => {
    expect(messages([frontend(), vllm('worker', 'worker')], { env: TCP })).toEqual([]);
    expect(messages([frontend(['--tls-cert-path', '/c', '--tls-key-path', '/k']), vllm('worker', 'worker')])).toEqual(
      [],
    );
    expect(messages([frontend(), vllm('worker', 'worker')])).toEqual([]);
  });
});
