import { Release } from '../../constructs/releases';
import { runtimeVersion } from '../../constructs/rules/runtime-version';
import { alpha, beta, FRONTEND } from './graph-text';
import { violations } from './support';

const withImage = (image: string, fields: object = {}) => beta([{ ...FRONTEND, image, fields }]);

describe('DYN005 runtime version', () => {
  test.each([
    'nvcr.io/nvidia/ai-dynamo/vllm-runtime:1.6.1',
    'nvcr.io/nvidia/ai-dynamo/sglang-runtime:1.2.0-deepseek-v4-cuda13-dev.2',
    'localhost:5000/vllm:v1.6.1',
    'x/vllm:1.6.1+build.7',
    'x/vllm:1.5.1@sha256:37badffd83eb334aee9d06fb442e36fc3c963314336c92622c78ac5c037d514d',
  ])('%s tells a version', (image) => {
    expect(violations(runtimeVersion, withImage(image))).toEqual([]);
  });

  test.each([
    ['x/vllm:my-tag', "has the tag 'my-tag', which is no version"],
    ['x/vllm:latest', "has the tag 'latest', which is no version"],
    ['x/vllm:1.6', "has the tag '1.6', which is no version"],
    ['x/vllm:1.06.1', "has the tag '1.06.1', which is no version"],
    ['x/vllm@sha256:37badffd83eb334aee9d06fb442e36fc3c963314336c92622c78ac5c037d514d', 'has no tag'],
    ['localhost:5000/vllm', 'has no tag'],
  ])('%s does not', (image, message) => {
    expect(violations(runtimeVersion, withImage(image))).toEqual([
      {
        path: 'test.yaml#0 DynamoGraphDeployment/r1: spec.components[frontend]',
        severity: 'error',
        message: `the image '${image}' of 'frontend' ${message}, and runtimeVersionOverride is not set`,
      },
    ]);
  });

  test('runtimeVersionOverride says it instead', () => {
    expect(violations(runtimeVersion, withImage('x/vllm:my-tag', { runtimeVersionOverride: '1.6.1' }))).toEqual([]);
    expect(violations(runtimeVersion, withImage('x/vllm:my-tag', { runtimeVersionOverride: '' }))).toHaveLength(1);
  });

  test('operators before 1.5 take the graph: a warning', () => {
    const [violation] = violations(runtimeVersion, alpha([{ ...FRONTEND, image: 'a:my-tag' }]), {
      release: Release.V1_4,
    });
    expect(violation?.severity).toBe('warning');
    expect(violation?.message).toContain('operators from release 1.5 on refuse this');
    expect(violation?.path).toContain('spec.services.frontend');
    const later = violations(runtimeVersion, withImage('a:my-tag'), { release: Release.V1_5 });
    expect(later[0]?.severity).toBe('error');
  });

  test('with the runtime in a sidecar its image counts, not that of the engine', () => {
    const pod = { initContainers: [{ name: 'runtime', image: 'x/dynamo:1.6.1', restartPolicy: 'Always' }] };
    const part = { name: 'w', type: 'worker', image: 'vllm/vllm-openai:latest', pod };
    expect(violations(runtimeVersion, beta([{ ...part, fields: { dynamoSidecar: 'runtime' } }]))).toEqual([]);
    expect(violations(runtimeVersion, beta([part]))).toHaveLength(1);
  });

  test('a missing image is not this rule', () => {
    expect(violations(runtimeVersion, beta([{ ...FRONTEND, main: { image: undefined } }]))).toEqual([]);
  });
});
