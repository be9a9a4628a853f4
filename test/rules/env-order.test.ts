import { envOrder } from '../../constructs/rules/env-order';
import { findings } from './findings';
import { API_VERSIONS, frontend, manifest, vllm } from './parts';

const worker = (env: Record<string, string>) => vllm('worker', 'worker', [], { env });

describe('DYN073 order of variables', () => {
  test.each(API_VERSIONS)('%s: a reference to a later name is a warning', (apiVersion) => {
    expect(
      findings(envOrder, manifest([worker({ MODEL_ROOT: '/m', MODEL: '$(MODEL_ROOT)/r1' })], { apiVersion })),
    ).toEqual([
      expect.objectContaining({
        code: 'DYN073',
        severity: 'warning',
        path: expect.stringMatching(/worker.*\[MODEL\]/),
        message: "'MODEL' refers to $(MODEL_ROOT), which the operator sorts behind it: the text is not replaced",
      }),
    ]);
  });

  test('the names that the operator adds count', () => {
    expect(findings(envOrder, manifest([worker({ HOST: '$(POD_NAME).svc' })]))).toHaveLength(1);
  });

  test.each(API_VERSIONS)('%s: an entry of the graph is reported once', (apiVersion) => {
    const yaml = manifest([frontend(), vllm('worker', 'worker')], { apiVersion, env: { A: '$(B)', B: 'x' } });
    expect(findings(envOrder, yaml)).toHaveLength(1);
  });

  test.each([
    ['an earlier name', { A: 'x', B: '$(A)' }],
    ['its own name', { LD_LIBRARY_PATH: '/x:$(LD_LIBRARY_PATH)' }],
    ['a name that nobody sets', { A: '$(KUBERNETES_SERVICE_HOST)' }],
    ['an escaped reference', { A: '$$(B)', B: 'x' }],
    ['a shell variable', { A: '$B', B: 'x' }],
  ])('%s passes', (_, env) => {
    expect(findings(envOrder, manifest([worker(env)]))).toEqual([]);
  });
});
