import { discoveryServer } from '../../constructs/rules/discovery-server';
import { messageSize } from '../../constructs/rules/message-size';
import { planeCredentials } from '../../constructs/rules/plane-credentials';
import { describedGraph } from './described';
import { findings, graphFindings } from './findings';
import { alpha, beta, FRONTEND, worker } from './graph-text';

const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----';
const NATS_TLS = { NATS_SERVER: 'tls://nats:4222', NATS_TLS_CA_CERT_PATH: '/etc/nats-tls/ca.crt' };
const CLIENT = {
  NATS_TLS_CLIENT_CERT_PATH: '/etc/nats-tls/tls.crt',
  NATS_TLS_CLIENT_KEY_PATH: '/etc/nats-tls/tls.key',
};

const fromSecret = (...names: readonly string[]) =>
  names.map((name) => ({ name, valueFrom: { secretKeyRef: { name: 'etcd-client-tls', key: 'tls.crt' } } }));
const ETCD_TLS = ['ETCD_AUTH_CA', 'ETCD_AUTH_CLIENT_CERT', 'ETCD_AUTH_CLIENT_KEY'];

describe('DYN140 credentials of the planes', () => {
  const check = (env: Readonly<Record<string, string>>, image?: string) =>
    findings(planeCredentials, beta([worker('dynamo.vllm', [], { env, ...(image === undefined ? {} : { image }) })]));
  const messages = (...args: Parameters<typeof check>) => check(...args).map(({ message }) => message);

  test('what the clients read passes', () => {
    expect(check({})).toEqual([]);
    expect(check({ NATS_SERVER: 'nats://nats:4222' })).toEqual([]);
    expect(check(NATS_TLS)).toEqual([]);
    expect(check({ ...NATS_TLS, ...CLIENT })).toEqual([]);
    expect(check({ NATS_SERVER: 'tls://nats:4222', NATS_TLS_INSECURE: 'true', ...CLIENT })).toEqual([]);
    expect(check({ ETCD_AUTH_USERNAME: 'dynamo', ETCD_AUTH_PASSWORD: 'x' })).toEqual([]);
    const main = { env: fromSecret(...ETCD_TLS) };
    expect(findings(planeCredentials, alpha([worker('dynamo.vllm', [], { main })]))).toEqual([]);
  });

  test('a path where etcd takes the text is an error, at the variable', () => {
    const paths = Object.fromEntries(ETCD_TLS.map((name) => [name, `/etc/etcd/${name}.pem`]));
    const found = check(paths);
    expect(found).toHaveLength(3);
    expect(found[0]).toMatchObject({
      severity: 'error',
      path: expect.stringContaining('[ETCD_AUTH_CA]'),
      message:
        "ETCD_AUTH_CA is the path '/etc/etcd/ETCD_AUTH_CA.pem', but the client of etcd takes the PEM text itself",
    });
  });

  test('a password for etcd beside certificates is an error', () => {
    const login = ['ETCD_AUTH_USERNAME', 'ETCD_AUTH_PASSWORD'];
    const main = { env: fromSecret(...ETCD_TLS, ...login) };
    expect(findings(planeCredentials, beta([worker('dynamo.vllm', [], { main })]))).toEqual([
      expect.objectContaining({
        message: expect.stringContaining('with a password the client of etcd leaves TLS out'),
      }),
    ]);
  });

  test('certificates for etcd that are not complete are an error', () => {
    expect(messages({ ETCD_AUTH_CA: PEM })).toEqual([
      expect.stringMatching(/^ETCD_AUTH_CA alone is not used: .* together$/),
    ]);
  });

  test('a certificate where NATS takes a path is an error', () => {
    expect(messages({ ...NATS_TLS, NATS_TLS_CA_CERT_PATH: PEM })).toEqual([
      'NATS_TLS_CA_CERT_PATH is a certificate or key, but has to be the path of one',
    ]);
  });

  test('TLS to an address without it is an error, and no password is repeated', () => {
    expect(messages({ ...NATS_TLS, NATS_SERVER: 'nats://user:hunter2@nats:4222' })).toEqual([
      'NATS_SERVER has a password written into the address',
      "NATS_TLS_CA_CERT_PATH asks for TLS, but NATS_SERVER is 'nats://nats:4222': with certificates it has to begin with tls://",
    ]);
  });

  test('so is TLS without verification to such an address', () => {
    expect(messages({ NATS_SERVER: 'nats://nats:4222', NATS_TLS_INSECURE: 'true' })).toEqual([
      expect.stringContaining("NATS_TLS_INSECURE asks for TLS, but NATS_SERVER is 'nats://nats:4222'"),
    ]);
    expect(messages({ NATS_SERVER: 'nats://nats:4222', NATS_TLS_INSECURE: 'false' })).toEqual([]);
  });

  test('half a client certificate, and one without the authority of the server, are errors', () => {
    const { NATS_TLS_CLIENT_CERT_PATH } = CLIENT;
    expect(messages({ ...NATS_TLS, NATS_TLS_CLIENT_CERT_PATH })).toEqual([
      expect.stringContaining('NATS_TLS_CLIENT_CERT_PATH stands alone'),
    ]);
    expect(messages({ NATS_SERVER: 'tls://nats:4222', ...CLIENT })).toEqual([
      expect.stringContaining('without NATS_TLS_CA_CERT_PATH'),
    ]);
  });

  test('TLS to NATS is an error before 1.5', () => {
    const image = 'nvcr.io/nvidia/ai-dynamo/vllm-runtime:1.4.2';
    expect(messages(NATS_TLS, image)).toEqual([
      "NATS_TLS_CA_CERT_PATH asks for TLS to NATS, which 'decode' with Dynamo 1.4.2 does not know",
    ]);
    expect(messages({ NATS_SERVER: 'tls://nats:4222' }, image)).toHaveLength(1);
    expect(messages({ NATS_SERVER: 'nats://nats:4222' }, image)).toEqual([]);
  });

  test('what stands at the graph is said once', () => {
    const spec = { env: [{ name: 'ETCD_AUTH_CA', value: '/ca.pem' }] };
    const yaml = beta([FRONTEND, worker('dynamo.vllm', [])], { spec });
    expect(findings(planeCredentials, yaml).map(({ message }) => message)).toEqual([
      expect.stringContaining('is the path'),
      expect.stringContaining('alone is not used'),
    ]);
  });
});

describe('DYN141 size of messages', () => {
  const check = (requests: 'tcp' | 'nats', maxPayloadBytes: number) =>
    graphFindings(
      messageSize,
      describedGraph({
        planes: {
          requests,
          events: 'nats',
          discovery: 'kubernetes',
          nats: { url: 'nats://nats:4222', tls: 'none', auth: 'none', maxPayloadBytes, longestMessageBytes: 2_000_000 },
        },
      }),
    );

  test('what fits passes, and so does what goes over TCP, and a graph without NATS', () => {
    expect(check('nats', 2_000_000)).toEqual([]);
    expect(check('tcp', 1_048_576)).toEqual([]);
    expect(graphFindings(messageSize, describedGraph())).toEqual([]);
  });

  test('what does not is an error', () => {
    expect(check('nats', 1_048_576)).toEqual([
      expect.objectContaining({
        code: 'DYN141',
        severity: 'error',
        path: 'app/r1',
        message: 'the longest request makes about 1.9 MiB, but the servers at nats://nats:4222 take 1.0 MiB',
      }),
    ]);
  });
});

describe('DYN142 discovery', () => {
  const check = (yaml: string) => findings(discoveryServer, yaml);
  const etcd = { DYN_DISCOVERY_BACKEND: 'etcd' };
  const annotations = { 'nvidia.com/dynamo-discovery-backend': 'etcd' };

  test('Kubernetes everywhere, and etcd with its address everywhere, pass', () => {
    expect(check(beta([FRONTEND, worker('dynamo.vllm', [])]))).toEqual([]);
    const spec = { env: [{ name: 'ETCD_ENDPOINTS', value: 'http://etcd:2379' }] };
    expect(check(beta([FRONTEND, worker('dynamo.vllm', [])], { annotations, spec }))).toEqual([]);
  });

  test('etcd without an address is a warning', () => {
    expect(check(beta([FRONTEND, worker('dynamo.vllm', [])], { annotations }))).toEqual([
      expect.objectContaining({
        severity: 'warning',
        message: expect.stringMatching(/^'frontend', 'decode' discover through etcd, .*ETCD_ENDPOINTS is not set$/),
      }),
    ]);
  });

  test('a worker that registers elsewhere is an error', () => {
    const env = { ...etcd, ETCD_ENDPOINTS: 'http://etcd:2379' };
    expect(check(beta([FRONTEND, worker('dynamo.vllm', [], { env })]))).toEqual([
      expect.objectContaining({
        severity: 'error',
        message: "'decode' discovers through etcd, but 'frontend' through kubernetes; all components must use the same",
      }),
    ]);
  });

  test('the flag wins, and a variable that only the cluster knows is not judged', () => {
    const flag = worker('dynamo.vllm', ['--discovery-backend', 'kubernetes'], { env: etcd });
    expect(check(beta([FRONTEND, flag]))).toEqual([]);
    expect(check(beta([FRONTEND, worker('dynamo.vllm', ['--discovery-backend', '${BACKEND}'])]))).toEqual([]);
  });
});
