import { FLAG_VALUES } from '../../constructs/releases';
import { flagValues } from '../../constructs/rules/flag-values';
import { findings } from './findings';
import { API_VERSIONS, frontend, type GraphOptions, manifest, type Part, sglang, vllm } from './parts';

const said = (part: Part, options: GraphOptions = {}) => findings(flagValues, manifest([part], options));

describe('DYN204 values of flags', () => {
  test.each(API_VERSIONS)('%s: a word that is no choice is an error', (apiVersion) => {
    expect(said(frontend(['--router-mode', 'round_robin']), { apiVersion })).toEqual([
      expect.objectContaining({
        code: 'DYN204',
        severity: 'error',
        path: expect.stringContaining('frontend'),
        message:
          "--router-mode is 'round_robin', which is none of round-robin, random, power-of-two, kv, direct, least-loaded, device-aware-weighted",
        fix: "did you mean 'round-robin'?",
      }),
    ]);
  });

  test.each<readonly [string, Part, string]>([
    [
      'a plane in the environment',
      vllm('worker', 'worker', [], { env: { DYN_EVENT_PLANE: 'kafka' } }),
      "DYN_EVENT_PLANE is 'kafka', which is none of zmq, nats",
    ],
    [
      'a mode that no engine has',
      sglang('worker', 'worker', ['--disaggregation-mode', 'decoder']),
      "--disaggregation-mode is 'decoder', which is none of agg, pd, prefill_and_decode, prefill, decode, encode, null",
    ],
    [
      'percents for a share',
      frontend(['--active-decode-blocks-threshold', '85']),
      "--active-decode-blocks-threshold is '85', allowed is a number from 0 to 1",
    ],
    [
      'a status that is none',
      frontend([], { env: { DYN_HTTP_OVERLOAD_STATUS_CODE: '42' } }),
      "DYN_HTTP_OVERLOAD_STATUS_CODE is '42', allowed is a whole number from 200 to 999",
    ],
    [
      'half a move',
      frontend(['--migration-limit', '1.5']),
      "--migration-limit is '1.5', allowed is a whole number of at least 0",
    ],
    [
      'no number at all',
      frontend(['--router-temperature', 'low']),
      "--router-temperature is 'low', allowed is a number of at least 0",
    ],
  ])('%s is found', (_, part, message) => {
    expect(said(part).map((finding) => finding.message)).toEqual([message]);
  });

  test('a value of the graph is said once', () => {
    const parts = [frontend(), vllm('worker', 'worker')];
    expect(findings(flagValues, manifest(parts, { env: { DYN_REQUEST_PLANE: 'udp' } }))).toHaveLength(1);
  });

  test.each<readonly [string, Part]>([
    ['a choice', frontend(['--router-mode', 'kv', '--router-temperature', '0.5'])],
    ['a value that only the cluster knows', frontend([], { env: { DYN_ROUTER_MODE: '$(MODE)' } })],
    ['the tokenizer of an engine, which is another flag', vllm('worker', 'worker', ['--tokenizer', 'Qwen/Qwen3-32B'])],
    ['a component that is none of Dynamo', { ...frontend(['--router-mode', 'x']), command: ['nginx'] }],
  ])('%s passes', (_, part) => {
    expect(said(part)).toEqual([]);
  });

  test('each row of the table says what it allows', () => {
    for (const { flags, variables, choices, range } of FLAG_VALUES) {
      expect([...flags, ...variables]).not.toEqual([]);
      expect([choices, range].filter((each) => each !== undefined)).toHaveLength(1);
    }
  });
});
