import { dynamoNamespace } from '../../constructs/rules/dynamo-namespace';
import { findings } from './findings';
import { API_VERSIONS, frontend, type GraphOptions, manifest, type Part, vllm } from './parts';

const worker = (value?: string, own: object = {}) =>
  vllm('worker', 'worker', [], { own, ...(value === undefined ? {} : { env: { DYN_NAMESPACE: value } }) });
const messages = (parts: readonly Part[], options?: GraphOptions) =>
  findings(dynamoNamespace, manifest(parts, options)).map(({ message }) => message);

describe('DYN121 Dynamo namespace', () => {
  test.each(API_VERSIONS)('%s: a worker in a namespace of its own is an error', (apiVersion) => {
    expect(findings(dynamoNamespace, manifest([frontend(), worker('team-a')], { apiVersion }))).toEqual([
      expect.objectContaining({
        code: 'DYN121',
        severity: 'error',
        path: expect.stringContaining('[DYN_NAMESPACE]'),
        message:
          "'worker' registers in the Dynamo namespace 'team-a' (DYN_NAMESPACE), but 'frontend' looks in the namespace of the graph",
      }),
    ]);
  });

  test('a variable of the graph does not move the prefix of the frontend, and is reported once', () => {
    const parts = [frontend(), vllm('prefill', 'prefill'), vllm('decode', 'decode')];
    expect(messages(parts, { env: { DYN_NAMESPACE: 'team-a' } })).toHaveLength(1);
  });

  test('a prefix that fits another name', () => {
    const looking = frontend([], { env: { DYN_NAMESPACE_PREFIX: 'team-b' } });
    expect(messages([looking, worker('team-a')])[0]).toContain("but 'frontend' looks in 'team-b'");
  });

  test.each(API_VERSIONS)('%s: globalDynamoNamespace on one side alone is an error', (apiVersion) => {
    expect(messages([frontend(), worker(undefined, { globalDynamoNamespace: true })], { apiVersion })).toEqual([
      "'worker' has globalDynamoNamespace and 'frontend' has not: 'frontend' does not find 'worker'",
    ]);
  });

  test.each<readonly [string, readonly Part[], GraphOptions]>([
    ['no word about it', [frontend(), worker()], {}],
    ['the name that the operator gives', [frontend(), worker('prod-r1')], { namespace: 'prod' }],
    ['the same with a namespace that kubectl chooses', [frontend(), worker('prod-r1-blue')], {}],
    ['a prefix that begins so', [frontend(['--namespace-prefix', 'team']), worker('team-a')], {}],
    [
      'globalDynamoNamespace on both sides',
      [frontend([], { own: { globalDynamoNamespace: true } }), worker(undefined, { globalDynamoNamespace: true })],
      {},
    ],
    ['a graph without a frontend', [worker('team-a')], {}],
  ])('%s passes', (_, parts, options) => {
    expect(messages(parts, options)).toEqual([]);
  });
});
