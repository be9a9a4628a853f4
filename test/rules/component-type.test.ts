import { componentType } from '../../constructs/rules/component-type';
import { alpha, beta, FRONTEND, worker } from './graph-text';
import { violations } from './support';

describe('DYN003 component type', () => {
  test.each(['frontend', 'worker', 'prefill', 'decode', 'planner', 'epp'])('%s passes in both versions', (type) => {
    expect(violations(componentType, beta([{ name: 'a', type }]))).toEqual([]);
    expect(violations(componentType, alpha([{ name: 'a', type }]))).toEqual([]);
  });

  test("'main' of early releases is an error that names the type of the command line", () => {
    const part = worker('dynamo.trtllm', ['--disaggregation-mode', 'prefill'], { name: 'p', type: 'main' });
    expect(violations(componentType, alpha([part]))).toEqual([
      {
        path: 'test.yaml#0 DynamoGraphDeployment/r1: spec.services.p',
        message: "'p' has the componentType 'main', allowed are frontend, worker, prefill, decode, planner, epp",
        fix: 'set componentType to worker and subComponentType to prefill, as its --disaggregation-mode says',
      },
    ]);
    expect(violations(componentType, beta([part]))[0]).toMatchObject({
      message: expect.stringContaining("'p' has the type 'main'"),
      fix: 'set type to prefill, as its --disaggregation-mode says',
    });
  });

  test('an aggregated worker is a worker, an unknown process gets the general fix', () => {
    expect(violations(componentType, beta([worker('dynamo.vllm', [], { type: 'Worker' })]))[0]?.fix).toBe(
      'set type to worker',
    );
    expect(violations(componentType, beta([{ name: 'x', type: 'sidecar' }]))[0]?.fix).toBeUndefined();
  });

  test('a Dynamo process without a type is an error, any other helper is not', () => {
    const { type: _, ...untyped } = worker('dynamo.vllm', []);
    expect(violations(componentType, alpha([untyped]))[0]?.message).toContain(
      "'decode' runs dynamo.vllm but has no componentType",
    );
    expect(violations(componentType, alpha([{ name: 'redis', command: ['redis-server'] }]))).toEqual([]);
  });

  test.each(['dynamo.router', 'dynamo.global_router'])('%s has no type, or default in v1alpha1', (module) => {
    const router = { name: 'router', command: ['python3', '-m', module] };
    expect(violations(componentType, beta([router]))).toEqual([]);
    expect(violations(componentType, alpha([router, { ...router, name: 'other', type: 'default' }]))).toEqual([]);
  });

  test('the frontend is told by its module', () => {
    const part = { name: 'f', type: 'main', command: ['python3', '-m', 'dynamo.frontend'] };
    expect(violations(componentType, alpha([part]))[0]?.fix).toBe('set componentType to frontend');
  });

  test('subComponentType knows prefill and decode only, and may be null', () => {
    const sub = (subComponentType: unknown) => alpha([{ name: 'a', type: 'worker', fields: { subComponentType } }]);
    expect(violations(componentType, sub('decode'))).toEqual([]);
    expect(violations(componentType, sub(null))).toEqual([]);
    expect(violations(componentType, sub('decoder'))[0]?.message).toBe(
      "'a' has the subComponentType 'decoder', allowed are prefill and decode",
    );
    expect(violations(componentType, beta([FRONTEND]))).toEqual([]);
  });
});
