import { startupWindow } from '../../constructs/rules/startup-window';
import { describedGraph, describedPool } from './described';
import { findings, graphFindings } from './findings';
import { API_VERSIONS, frontend, manifest, type Part, vllm } from './parts';

const probe = (path: string, port: number | string) => ({ startupProbe: { httpGet: { path, port } } });
const worker = (container: object, options: Partial<Part> = {}): Part => ({
  ...vllm('worker', 'worker', [], { container }),
  ...options,
});
const messages = (part: Part) => findings(startupWindow, manifest([part])).map(({ message }) => message);

describe('DYN047 startup probes', () => {
  test.each(API_VERSIONS)('%s: a port that nothing listens on is a warning', (apiVersion) => {
    expect(findings(startupWindow, manifest([worker(probe('/live', 8000))], { apiVersion }))).toEqual([
      expect.objectContaining({
        code: 'DYN047',
        severity: 'warning',
        path: expect.stringMatching(/worker.*startupProbe/),
        message: "the startup probe of 'worker' asks port 8000, but it answers on 9090",
        fix: "set the probe's port to 9090",
      }),
    ]);
  });

  test('so is a path that nothing serves', () => {
    expect(messages(worker(probe('/healthz', 9090)))).toEqual([
      "the startup probe of 'worker' asks for /healthz, which nothing serves; it is one of /live, /health, /metrics",
    ]);
  });

  test('other probes ask there, too', () => {
    const probes = {
      livenessProbe: { httpGet: { path: '/live', port: 8000 } },
      readinessProbe: { httpGet: { path: '/ready', port: 9090 } },
    };
    expect(messages(worker(probes))).toEqual([
      "the liveness probe of 'worker' asks port 8000, but it answers on 9090",
      "the readiness probe of 'worker' asks for /ready, which nothing serves; it is one of /live, /health, /metrics",
    ]);
  });

  test.each([
    ['/live', 9090],
    ['/health', 9090],
    ['/live', 'system'],
    ['/live', 'my-port'],
  ])('a worker that is asked for %s on %s passes', (path, port) => {
    expect(messages(worker(probe(path, port)))).toEqual([]);
  });

  test('the system port and its paths may be elsewhere', () => {
    const env = { DYN_SYSTEM_PORT: '8081', DYN_SYSTEM_LIVE_PATH: '/alive' };
    expect(messages(worker(probe('/alive', 8081), { env }))).toEqual([]);
    expect(messages(worker(probe('/alive', 9090), { env }))).toHaveLength(1);
  });

  test('a port that comes from elsewhere is not known', () => {
    const env = [{ name: 'DYN_SYSTEM_PORT', valueFrom: { configMapKeyRef: { name: 'c', key: 'port' } } }];
    expect(messages(worker({ ...probe('/live', 8081), env }))).toEqual([]);
  });

  test('frontends answer on their own port', () => {
    expect(messages(frontend([], { container: probe('/health', 8000) }))).toEqual([]);
    expect(messages(frontend(['--http-port', '8080'], { container: probe('/health', 8080) }))).toEqual([]);
    expect(messages(frontend([], { container: probe('/live', 9090) }))).toHaveLength(1);
  });

  test('probes of other kinds, of other components, and none at all pass', () => {
    expect(messages(worker({ startupProbe: { exec: { command: ['true'] } } }))).toEqual([]);
    expect(messages({ name: 'p', role: 'planner', container: probe('/x', 1) })).toEqual([]);
    expect(messages(worker({}))).toEqual([]);
  });
});

describe('DYN047 startup window', () => {
  test('a window shorter than reading the weights is a warning', () => {
    const pools = [describedPool({ startup: { windowSeconds: 600, loadSeconds: 900 } })];
    expect(graphFindings(startupWindow, describedGraph({ pools }))).toEqual([
      expect.objectContaining({
        severity: 'warning',
        path: 'app/r1/decode',
        message: "'decode' has 600 s to start, but reading the weights alone takes 900 s",
      }),
    ]);
  });

  test('a longer one passes, and so does a load time that nobody knows', () => {
    expect(graphFindings(startupWindow, describedGraph())).toEqual([]);
    const exact = [describedPool({ startup: { windowSeconds: 900, loadSeconds: 900 } })];
    expect(graphFindings(startupWindow, describedGraph({ pools: exact }))).toEqual([]);
    const pools = [describedPool({ startup: { windowSeconds: 60 } })];
    expect(graphFindings(startupWindow, describedGraph({ pools }))).toEqual([]);
  });
});
