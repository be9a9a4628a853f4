import { telemetryPort } from '../../constructs/rules/telemetry-port';
import { findings } from './findings';
import { API_VERSIONS, frontend, manifest, type Part, sglang, vllm } from './parts';

const PORT = 'NIXL_TELEMETRY_PROMETHEUS_PORT';
const ON = { NIXL_TELEMETRY_ENABLE: 'y' };
const messages = (part: Part) => findings(telemetryPort, manifest([part])).map(({ message }) => message);

describe('DYN049 NIXL telemetry port', () => {
  test.each(API_VERSIONS)('%s: the port of the system server is an error', (apiVersion) => {
    const worker = vllm('decode', 'decode', [], { env: { ...ON, [PORT]: '9090' } });
    expect(findings(telemetryPort, manifest([worker], { apiVersion }))).toEqual([
      expect.objectContaining({
        code: 'DYN049',
        severity: 'error',
        path: expect.stringContaining(`[${PORT}]`),
        message: "NIXL telemetry of 'decode' takes port 9090, but DYN_SYSTEM_PORT is 9090",
      }),
    ]);
  });

  test('SGLang takes a range of ports', () => {
    const env = { ...ON, [PORT]: '20375' };
    expect(messages(sglang('decode', 'decode', [], { env }))).toEqual([
      "NIXL telemetry of 'decode' takes the ports 20375 to 20382, but DYN_FORWARDPASS_METRIC_PORT is 20380",
    ]);
    expect(messages(vllm('decode', 'decode', [], { env }))).toEqual([]);
  });

  test('a system server that moves onto the port of the operator is an error', () => {
    const env = { ...ON, DYN_SYSTEM_PORT: '19090' };
    expect(messages(vllm('decode', 'decode', [], { env }))).toHaveLength(1);
  });

  test.each(['$(PORT)', 'auto', '0', '70000'])('%s is no port number', (value) => {
    expect(messages(vllm('decode', 'decode', [], { env: { ...ON, [PORT]: value } }))).toEqual([
      `${PORT} of 'decode' is '${value}', which is no port number from 1 to 65535`,
    ]);
  });

  test.each([
    ['telemetry at the port of the operator', vllm('decode', 'decode', [], { env: ON })],
    ['a free port', vllm('decode', 'decode', [], { env: { ...ON, [PORT]: '19191' } })],
    ['telemetry that is off', vllm('decode', 'decode', [], { env: { NIXL_TELEMETRY_ENABLE: 'n', [PORT]: '9090' } })],
    ['no word about it', vllm('decode', 'decode', [], { env: { [PORT]: '9090' } })],
    ['a frontend', frontend([], { env: { ...ON, [PORT]: '9090' } })],
  ])('%s passes', (_, part) => {
    expect(messages(part)).toEqual([]);
  });

  test('a port that comes from a reference is not opened, and there are none above 65535', () => {
    const reference = { name: PORT, valueFrom: { configMapKeyRef: { name: 'ports', key: 'nixl' } } };
    const env = [{ name: 'NIXL_TELEMETRY_ENABLE', value: 'y' }, reference];
    expect(messages(vllm('decode', 'decode', [], { container: { env } }))).toEqual([
      `${PORT} of 'decode' comes from a reference, which is no port number from 1 to 65535`,
    ]);
    expect(messages(sglang('decode', 'decode', [], { env: { ...ON, [PORT]: '65530' } }))).toEqual([
      "NIXL telemetry of 'decode' takes 8 ports from 65530 on, and there are none above 65535",
    ]);
  });
});
