import { Release } from '../../constructs/releases';
import { kvRoutingEvents } from '../../constructs/rules/kv-routing-events';
import { findings } from './findings';
import { API_VERSIONS, frontend, manifest, sglang, trtllm, vllm } from './parts';

const KV = ['--router-mode', 'kv'];
const EVENTS = ['--kv-events-config', '{"enable_kv_cache_events":true,"publisher":"zmq"}'];
const prefill = (...args: string[]) => vllm('prefill', 'prefill', ['--disaggregation-mode', 'prefill', ...args]);
const decode = (...args: string[]) => vllm('decode', 'decode', ['--disaggregation-mode', 'decode', ...args]);

describe('DYN024 KV routing needs KV events', () => {
  test.each(API_VERSIONS)('%s: a silent worker behind a KV router is an error', (apiVersion) => {
    const yaml = manifest([frontend(KV), trtllm('worker', 'worker')], { apiVersion });
    expect(findings(kvRoutingEvents, yaml)).toEqual([
      expect.objectContaining({
        code: 'DYN024',
        severity: 'error',
        path: expect.stringContaining('worker'),
        message:
          "'worker' publishes no KV events (no --publish-kv-events), but 'frontend' routes by them (--router-mode kv)",
        fix: "add --publish-kv-events --publish-metrics to the args of 'worker', or start 'frontend' with --no-router-kv-events",
      }),
    ]);
  });

  test('the fix names the flag of the release', () => {
    const yaml = manifest([frontend(KV), trtllm('worker', 'worker')]);
    expect(findings(kvRoutingEvents, yaml, { release: Release.V1_2 })[0]?.fix).toContain(
      'add --publish-events-and-metrics to the args',
    );
  });

  test('in a disaggregated graph only the prefill workers count', () => {
    expect(findings(kvRoutingEvents, manifest([frontend(KV), prefill(...EVENTS), decode()]))).toEqual([]);
    const silent = findings(kvRoutingEvents, manifest([frontend(KV), prefill(), decode(...EVENTS)]));
    expect(silent.map(({ path }) => path)).toEqual([expect.stringContaining('components[prefill]')]);
  });

  test('the mode may stand in a variable', () => {
    const yaml = manifest([frontend([], { env: { DYN_ROUTER_MODE: 'kv' } }), vllm('worker', 'worker')]);
    expect(findings(kvRoutingEvents, yaml)[0]?.message).toContain('(DYN_ROUTER_MODE=kv)');
  });

  test.each([
    ['flag', [...KV, '--no-router-kv-events'], {}],
    ['old flag', [...KV, '--no-kv-events'], {}],
    ['variable', KV, { DYN_ROUTER_USE_KV_EVENTS: 'false' }],
    ['load only', ['--load-aware'], {}],
    ['no weight', [...KV, '--router-kv-overlap-score-credit', '0'], {}],
    ['another mode', ['--router-mode', 'round-robin'], {}],
    ['no mode', [], {}],
  ])('a router that does not follow events passes: %s', (_, args, env) => {
    expect(findings(kvRoutingEvents, manifest([frontend(args, { env }), vllm('worker', 'worker')]))).toEqual([]);
  });

  test.each([
    ['TensorRT-LLM', trtllm('worker', 'worker', {}, ['--publish-kv-events'])],
    ['TensorRT-LLM before 1.3', trtllm('worker', 'worker', {}, ['--publish-events-and-metrics'])],
    ['TensorRT-LLM by variable', trtllm('worker', 'worker', {}, [], { env: { DYN_TRTLLM_PUBLISH_KV_EVENTS: '1' } })],
    ['vLLM', vllm('worker', 'worker', EVENTS)],
    ['SGLang', sglang('worker', 'worker', EVENTS)],
    ['a value that only the cluster knows', vllm('worker', 'worker', ['--kv-events-config', '$(EVENTS)'])],
    ['flags in a file', sglang('worker', 'worker', ['--config', '/etc/sglang.yaml'])],
    ['an encode worker', vllm('encode', 'worker', ['--disaggregation-mode', 'encode'])],
  ])('a worker that publishes, or may, passes: %s', (_, worker) => {
    expect(findings(kvRoutingEvents, manifest([frontend(KV), worker]))).toEqual([]);
  });

  test.each([
    [
      'events are configured off',
      vllm('worker', 'worker', ['--kv-events-config', '{"publisher":"zmq"}']),
      'is not true',
    ],
    ['no prefix cache', vllm('worker', 'worker', [...EVENTS, '--no-enable-prefix-caching']), 'turns them off'],
    ['no radix cache', sglang('worker', 'worker', [...EVENTS, '--disable-radix-cache']), 'turns them off'],
  ])('a worker whose events are switched off is an error: %s', (_, worker, reason) => {
    expect(findings(kvRoutingEvents, manifest([frontend(KV), worker]))[0]?.message).toContain(reason);
  });

  test('the fix says what is missing, and no more', () => {
    const fix = (...args: string[]) =>
      findings(kvRoutingEvents, manifest([frontend(KV), vllm('worker', 'worker', args)]))[0]?.fix;
    const config = `--kv-events-config '{"enable_kv_cache_events":true,"publisher":"zmq","topic":"kv-events","endpoint":"tcp://*:20080"}'`;
    const rest = "the args of 'worker', or start 'frontend' with --no-router-kv-events";
    expect(fix()).toBe(`add ${config} to ${rest}`);
    expect(fix(...EVENTS, '--no-enable-prefix-caching')).toBe(`take --no-enable-prefix-caching out of ${rest}`);
    expect(fix('--no-enable-prefix-caching')).toBe(
      `add ${config} to and take --no-enable-prefix-caching out of ${rest}`,
    );
  });

  test('load-aware routing by variable follows no events', () => {
    const router = frontend(KV, { env: { DYN_ROUTER_LOAD_AWARE: 'true' } });
    expect(findings(kvRoutingEvents, manifest([router, vllm('worker', 'worker')]))).toEqual([]);
  });

  test('an endpoint picker counts only if it says that it follows events', () => {
    const epp = (env: Record<string, string>) => ({ name: 'Epp', role: 'epp', env }) as const;
    expect(findings(kvRoutingEvents, manifest([epp({}), vllm('worker', 'worker')]))).toEqual([]);
    expect(
      findings(kvRoutingEvents, manifest([epp({ DYN_ROUTER_USE_KV_EVENTS: 'true' }), vllm('worker', 'worker')]))[0]
        ?.message,
    ).toContain("but 'Epp' routes by them (DYN_ROUTER_USE_KV_EVENTS=true)");
  });
});
