import { componentPorts } from '../../constructs/rules/component-ports';
import { findings } from './findings';
import { API_VERSIONS, frontend, manifest, type Part, vllm } from './parts';

const METRICS = { name: 'metrics', containerPort: 9400 };
const system = (containerPort: number) => ({ name: 'system', containerPort });
const get = (port: number | string) => ({ httpGet: { path: '/live', port } });
const worker = (container: object, env: Record<string, string> = {}) =>
  vllm('worker', 'worker', [], { container, env });

describe('DYN120 ports of a component', () => {
  test.each(API_VERSIONS)('%s: ports without that of the probes are an error', (apiVersion) => {
    expect(findings(componentPorts, manifest([worker({ ports: [METRICS] })], { apiVersion }))).toEqual([
      expect.objectContaining({
        code: 'DYN120',
        severity: 'error',
        path: expect.stringMatching(/worker\]?\.ports$/),
        message:
          "the ports of 'worker' replace those of the operator, and none is called 'system', which startupProbe, livenessProbe, readinessProbe, Service ask",
        fix: "add { name: system, containerPort: 9090 } to the ports of 'worker', or leave its ports out",
      }),
    ]);
  });

  test('with probes of its own it is a warning: the Service asks still', () => {
    const probes = { startupProbe: get(9090), livenessProbe: get(9090), readinessProbe: get(9090) };
    expect(findings(componentPorts, manifest([worker({ ports: [METRICS], ...probes })]))).toEqual([
      expect.objectContaining({ severity: 'warning', message: expect.stringContaining('which Service ask') }),
    ]);
  });

  test.each(API_VERSIONS)('%s: a process that moved away from its port is an error', (apiVersion) => {
    expect(findings(componentPorts, manifest([worker({}, { DYN_SYSTEM_PORT: '8081' })], { apiVersion }))).toEqual([
      expect.objectContaining({
        severity: 'error',
        path: expect.stringContaining('[DYN_SYSTEM_PORT]'),
        message: expect.stringContaining("'worker' answers on 8081 (DYN_SYSTEM_PORT), but its port 'system'"),
      }),
    ]);
  });

  test('a frontend answers on http', () => {
    const moved = frontend(['--http-port', '8080']);
    expect(findings(componentPorts, manifest([moved]))[0]?.message).toContain(
      "'frontend' answers on 8080 (--http-port), but its port 'http'",
    );
    const renamed = frontend([], { container: { ports: [{ name: 'api', containerPort: 8000 }] } });
    expect(findings(componentPorts, manifest([renamed]))).toHaveLength(1);
  });

  test.each<readonly [string, Part]>([
    ['no ports', worker({})],
    ['ports with that of the probes', worker({ ports: [system(9090), METRICS] })],
    ['a moved process with a moved port', worker({ ports: [system(8081)] }, { DYN_SYSTEM_PORT: '8081' })],
    [
      'a frontend that moved with its port',
      frontend([], {
        container: { ports: [{ name: 'http', containerPort: 8080 }] },
        env: { DYN_HTTP_PORT: '8080' },
      }),
    ],
    ['a port that only the cluster knows', worker({}, { DYN_SYSTEM_PORT: '$(PORT)' })],
    ['a planner', { name: 'planner', role: 'planner', container: { ports: [METRICS] } }],
  ])('%s passes', (_, part) => {
    expect(findings(componentPorts, manifest([part]))).toEqual([]);
  });
});
