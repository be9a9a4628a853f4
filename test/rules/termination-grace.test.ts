import { terminationGrace } from '../../constructs/rules/termination-grace';
import { findings } from './findings';
import { API_VERSIONS, frontend, manifest, vllm } from './parts';

const worker = (env: Record<string, string>, seconds?: number) =>
  vllm('worker', 'worker', [], {
    env,
    ...(seconds === undefined ? {} : { pod: { terminationGracePeriodSeconds: seconds } }),
  });
const RUNTIME = 'DYN_RUNTIME_GRACEFUL_SHUTDOWN_TIMEOUT_SECS';
const INFLIGHT = 'DYN_WORKER_SHUTDOWN_INFLIGHT_TIMEOUT_SECS';

describe('DYN048 termination grace period', () => {
  test.each(API_VERSIONS)('%s: a drain beyond the grace period is a warning', (apiVersion) => {
    const yaml = manifest([worker({ [RUNTIME]: '120', [INFLIGHT]: '300' }, 180)], { apiVersion });
    expect(findings(terminationGrace, yaml)).toEqual([
      expect.objectContaining({
        code: 'DYN048',
        severity: 'warning',
        path: expect.stringContaining('worker'),
        message: `'worker' may take 300 s to finish its requests (${INFLIGHT}), but is killed after 180 s (terminationGracePeriodSeconds)`,
        fix: 'set terminationGracePeriodSeconds to at least 360',
      }),
    ]);
  });

  test("the operator's 60 s count where nothing is said", () => {
    expect(findings(terminationGrace, manifest([worker({ [RUNTIME]: '60' })]))[0]?.message).toContain(
      'killed after 60 s (default of the operator)',
    );
    expect(findings(terminationGrace, manifest([worker({ [RUNTIME]: '30' })]))).toEqual([]);
  });

  test.each([
    ['long enough', worker({ [RUNTIME]: '300' }, 360)],
    ['no drain time', worker({}, 1)],
    ['a drain time that is no number', worker({ [RUNTIME]: 'x' })],
    ['a frontend', frontend([], { env: { [RUNTIME]: '900' } })],
  ])('%s passes', (_, part) => {
    expect(findings(terminationGrace, manifest([part]))).toEqual([]);
  });

  test('a drain time of the whole graph holds for its workers', () => {
    expect(findings(terminationGrace, manifest([worker({})], { env: { [RUNTIME]: '900' } }))).toHaveLength(1);
  });

  test('a frontend has a drain time of its own', () => {
    const HTTP = 'DYN_HTTP_GRACEFUL_SHUTDOWN_TIMEOUT_SECS';
    const messages = (env: Record<string, string>) =>
      findings(terminationGrace, manifest([frontend([], { env })])).map(({ message }) => message);
    expect(messages({ [HTTP]: '120' })).toEqual([expect.stringContaining(`'frontend' may take 120 s`)]);
    expect(messages({ [HTTP]: '30' })).toEqual([]);
    expect(messages({ [RUNTIME]: '900' })).toEqual([]);
  });
});
