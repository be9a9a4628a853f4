import { plannerPools } from '../../constructs/rules/planner-pools';
import { findings } from './findings';
import { API_VERSIONS, frontend, manifest, type Part, vllm } from './parts';
import { ADAPTER, planner, pools } from './planner-parts';

describe('DYN054 pools of a planner', () => {
  const check = (parts: readonly Part[], config: object, apiVersion: keyof typeof ADAPTER = 'v1beta1') =>
    findings(plannerPools, manifest([frontend(), ...parts, planner(config)], { apiVersion })).map(
      ({ severity, message }) => `${severity} ${message}`,
    );

  test.each(API_VERSIONS)('%s: one pool for each role passes', (apiVersion) => {
    expect(check(pools(apiVersion), {}, apiVersion)).toEqual([]);
    expect(check([vllm('worker', 'worker', [], { own: ADAPTER[apiVersion] })], { mode: 'agg' }, apiVersion)).toEqual(
      [],
    );
  });

  test('a role without a pool is an error', () => {
    expect(check([vllm('worker', 'worker', [], { own: ADAPTER.v1beta1 })], {})).toEqual([
      "error planner 'planner': mode disagg scales prefill, but the graph has no component of type prefill",
    ]);
    expect(check([], { mode: 'agg' })).toEqual([
      "error planner 'planner': mode agg scales a worker, but the graph has no component of type worker",
    ]);
  });

  test('two pools of one role are an error', () => {
    expect(check([...pools(), vllm('decode-long', 'decode', [], { own: ADAPTER.v1beta1 })], {})).toEqual([
      "error planner 'planner': 'decode' and 'decode-long' are both decode workers, and it can only scale one",
    ]);
  });

  test('mode agg in a disaggregated graph is an error', () => {
    expect(check(pools(), { mode: 'agg' })).toEqual([
      "error planner 'planner': mode is agg, but 'prefill' is a prefill worker, which it would leave alone",
    ]);
  });

  test('another engine is an error', () => {
    expect(check(pools(), { backend: 'trtllm' })).toEqual([
      "error planner 'planner': backend is trtllm, but 'prefill' runs vllm",
    ]);
  });

  test('a pool without an adapter is a warning, unless the planner changes nothing', () => {
    const bare = [vllm('prefill', 'prefill'), vllm('decode', 'decode', [], { own: ADAPTER.v1beta1 })];
    expect(check(bare, {})).toEqual([
      "warning planner 'planner' scales 'prefill', which has no scaling adapter: every apply of the manifest sets its replicas back",
    ]);
    expect(check(bare, { advisory: true })).toEqual([]);
  });
});
