import { portConflicts } from '../../constructs/rules/port-conflicts';
import { findings } from './findings';
import { API_VERSIONS, frontend, manifest, type Part, sglang, vllm } from './parts';

const events = (port: number, on = true) => [
  '--kv-events-config',
  JSON.stringify({ enable_kv_cache_events: on, endpoint: `tcp://*:${port}` }),
];
const sidecar = (containerPort: number): Partial<Part> => ({
  pod: {
    containers: [
      { name: 'main', image: 'a:1.6.1' },
      { name: 'proxy', image: 'p', ports: [{ containerPort }] },
    ],
  },
});
const messages = (part: Part) => findings(portConflicts, manifest([part])).map(({ message }) => message);

describe('DYN201 ports of a pod', () => {
  test.each(API_VERSIONS)('%s: two servers on one port are an error', (apiVersion) => {
    const part = vllm('worker', 'worker', events(20380));
    expect(findings(portConflicts, manifest([part], { apiVersion }))).toEqual([
      expect.objectContaining({
        code: 'DYN201',
        severity: 'error',
        path: expect.stringContaining('worker'),
        message: "port 20380 of 'worker' is that of DYN_FORWARDPASS_METRIC_PORT and of --kv-events-config",
        fix: 'give one of the two another port',
      }),
    ]);
  });

  test.each<readonly [string, Part, string]>([
    [
      'the bootstrap port of SGLang on that of KV events',
      sglang('worker', 'prefill', ['--disaggregation-bootstrap-port', '5557', ...events(5557)]),
      "port 5557 of 'worker' is that of --disaggregation-bootstrap-port and of --kv-events-config",
    ],
    [
      'requests on the port of the health checks',
      vllm('worker', 'worker', [], { env: { DYN_TCP_RPC_PORT: '9090' } }),
      "port 9090 of 'worker' is that of DYN_SYSTEM_PORT and of DYN_TCP_RPC_PORT",
    ],
    [
      'a sidecar on the port of the frontend',
      frontend([], sidecar(8000)),
      "port 8000 of 'frontend' is that of --http-port and of the container 'proxy'",
    ],
  ])('%s is found', (_, part, message) => {
    expect(findings(portConflicts, manifest([part], { apiVersion: 'v1alpha1' })).map((each) => each.message)).toEqual([
      message,
    ]);
  });

  test.each<readonly [string, Part]>([
    ['a worker with ports of their own', vllm('worker', 'worker', events(20080))],
    ['KV events that are off', vllm('worker', 'worker', events(9090, false))],
    ['a port that the system chooses', vllm('worker', 'worker', [], { env: { DYN_TCP_RPC_PORT: '0' } })],
    ['a port that only the cluster knows', vllm('worker', 'worker', [], { env: { DYN_TCP_RPC_PORT: '$(PORT)' } })],
    ['a frontend', frontend()],
    ['a frontend on another port', frontend(['--http-port', '8788'])],
  ])('%s passes', (_, part) => {
    expect(messages(part)).toEqual([]);
  });
});
