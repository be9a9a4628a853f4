import { backendFramework } from '../../constructs/rules/backend-framework';
import { alpha, beta, FRONTEND, worker } from './graph-text';
import { violations } from './support';

const vllm = worker('dynamo.vllm', []);
const sglang = worker('dynamo.sglang', [], { name: 'other' });

describe('DYN006 backend framework', () => {
  test.each([beta, alpha])('the named engine passes, and so does no name', (text) => {
    expect(violations(backendFramework, text([FRONTEND, vllm], { spec: { backendFramework: 'vllm' } }))).toEqual([]);
    expect(violations(backendFramework, text([FRONTEND, vllm]))).toEqual([]);
  });

  test.each([beta, alpha])('another engine than the named one is an error', (text) => {
    const [violation, ...others] = violations(backendFramework, text([vllm], { spec: { backendFramework: 'trtllm' } }));
    expect(others).toEqual([]);
    expect(violation?.severity).toBeUndefined();
    expect(violation?.path).toMatch(/spec\.(components\[decode]|services\.decode)$/);
    expect(violation?.message).toBe("'decode' runs dynamo.vllm, but backendFramework is 'trtllm'");
    expect(violation?.fix).toBe("set backendFramework to vllm, or start 'decode' with dynamo.trtllm");
  });

  test('the module is found in a shell script too', () => {
    const part = { ...sglang, command: ['/bin/sh', '-c'], args: ['exec python3 -m dynamo.sglang --tp 8'] };
    expect(violations(backendFramework, alpha([part], { spec: { backendFramework: 'vllm' } }))).toHaveLength(1);
  });

  test('two engines in one graph: a warning, and an error where they hand over the KV cache', () => {
    expect(violations(backendFramework, beta([vllm, sglang]))).toEqual([
      {
        path: 'test.yaml#0 DynamoGraphDeployment/r1: spec.components[other]',
        severity: 'warning',
        message: "'other' runs dynamo.sglang, but 'decode' runs dynamo.vllm; the workers of a graph share one engine",
      },
    ]);
    const prefill = worker('dynamo.sglang', ['--disaggregation-mode', 'prefill'], { name: 'prefill' });
    expect(violations(backendFramework, beta([vllm, prefill]))[0]?.severity).toBe('error');
  });

  test('the mocker stands in for any engine, and unknown modules are not judged', () => {
    const mocker = worker('dynamo.mocker', []);
    const own = worker('my_company.worker', [], { name: 'own' });
    const yaml = beta([mocker, own], { spec: { backendFramework: 'vllm' } });
    expect(violations(backendFramework, yaml)).toEqual([]);
  });
});
