import { Release } from '../../constructs/releases';
import { removedNames } from '../../constructs/rules/removed-names';
import { alpha, beta, FRONTEND, type Part, worker } from './graph-text';
import { violations } from './support';

const image = (tag: string) => `nvcr.io/nvidia/ai-dynamo/vllm-runtime:${tag}`;
const vllm = (tag: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Part =>
  worker('dynamo.vllm', args, { image: image(tag), env });
const check = (part: Part, release: Release = Release.latest) => violations(removedNames, beta([part]), { release });

describe('DYN061 removed names', () => {
  test('an image that no longer knows a flag: an error', () => {
    expect(check(vllm('1.4.2', ['--is-decode-worker']))).toEqual([
      {
        path: 'test.yaml#0 DynamoGraphDeployment/r1: spec.components[decode]',
        severity: 'error',
        message: "'--is-decode-worker' is refused since Dynamo 1.4, and the image is 1.4.2",
        fix: 'use --disaggregation-mode decode instead of --is-decode-worker',
      },
    ]);
  });

  test('an older image: a warning, whatever the platform', () => {
    expect(check(vllm('1.1.0', ['--is-decode-worker']))).toEqual([
      {
        path: 'test.yaml#0 DynamoGraphDeployment/r1: spec.components[decode]',
        severity: 'warning',
        message: "'--is-decode-worker' is refused from Dynamo 1.4 on; the image is 1.1.0",
        fix: 'before you move to 1.4, use --disaggregation-mode decode instead of --is-decode-worker',
      },
    ]);
  });

  test('pre-releases and declared versions count', () => {
    expect(check(vllm('1.4.0-kimi-k3-dev.1', ['--is-decode-worker']))[0]?.severity).toBe('error');
    const part = { ...vllm('my-tag', ['--is-decode-worker']), fields: { runtimeVersionOverride: '1.3.0' } };
    expect(check(part)[0]?.message).toContain('the image is 1.3.0');
  });

  test('where the tag does not tell, the release of the platform does', () => {
    expect(check(vllm('my-tag', ['--is-decode-worker']), Release.V1_6)[0]).toMatchObject({
      severity: 'error',
      message: "'--is-decode-worker' is refused since Dynamo 1.4, and the release is 1.6",
    });
    expect(check(vllm('my-tag', ['--is-decode-worker']), Release.V1_3)[0]?.severity).toBe('warning');
  });

  test('a flag without a successor says why it went', () => {
    const frontend = { ...FRONTEND, command: ['python3', '-m', 'dynamo.frontend'], args: ['--router-reset-states'] };
    expect(check(frontend)[0]).toMatchObject({
      severity: 'error',
      fix: expect.stringMatching(/^leave --router-reset-states out: /),
    });
    const script = {
      ...FRONTEND,
      command: ['/bin/sh', '-c'],
      args: ['python3 -m dynamo.frontend --router-reset-states'],
    };
    expect(violations(removedNames, alpha([script]))[0]?.path).toContain('spec.services.frontend');
  });

  test('what works nevertheless is only a warning once it is deprecated', () => {
    const router = (tag: string) => ({ ...FRONTEND, image: image(tag), args: ['--no-kv-events'] });
    expect(check(router('1.6.1'))).toEqual([
      {
        path: 'test.yaml#0 DynamoGraphDeployment/r1: spec.components[frontend]',
        severity: 'warning',
        message: "'--no-kv-events' is deprecated since Dynamo 1.2, and the image is 1.6.1",
        fix: 'use --no-router-kv-events instead of --no-kv-events',
      },
    ]);
    expect(check(router('1.1.0'))).toEqual([
      expect.objectContaining({
        severity: 'warning',
        message: "'--no-kv-events' is deprecated from Dynamo 1.2 on; the image is 1.1.0",
      }),
    ]);
  });

  test('variables: ignored ones are warnings, and one of the graph is told once', () => {
    const spec = { env: [{ name: 'DYN_STORE_KV', value: 'mem' }] };
    expect(violations(removedNames, beta([FRONTEND, worker('dynamo.vllm', [])], { spec }))).toEqual([
      {
        path: 'test.yaml#0 DynamoGraphDeployment/r1: spec.env[DYN_STORE_KV]',
        severity: 'warning',
        message: "'DYN_STORE_KV' has no effect since Dynamo 1.2, and the image is 1.6.1",
        fix: 'use DYN_DISCOVERY_BACKEND instead of DYN_STORE_KV',
      },
    ]);
  });

  test('values', () => {
    expect(check(vllm('1.6.1', ['--request-plane', 'http']))[0]?.message).toBe(
      "'--request-plane http' is refused since Dynamo 1.3, and the image is 1.6.1",
    );
    expect(check(vllm('1.6.1', [], { DYN_REQUEST_PLANE: 'http' }))[0]).toMatchObject({
      path: expect.stringContaining('[DYN_REQUEST_PLANE]'),
      message: expect.stringContaining("'DYN_REQUEST_PLANE=http' is refused"),
    });
    expect(check(vllm('1.6.1', ['--request-plane', 'nats']))).toEqual([]);
  });

  test('names that live on in other modules are left alone there', () => {
    expect(check(vllm('1.6.1', [], { DYN_CONNECTOR: 'nixl' }))[0]?.severity).toBe('error');
    expect(check(worker('dynamo.trtllm', ['--connector', 'none'], { env: { DYN_CONNECTOR: 'none' } }))).toEqual([]);
    expect(check(worker('dynamo.mocker', ['--is-decode-worker'], { image: image('1.6.1') }))[0]?.severity).toBe(
      'warning',
    );
  });

  test('flags of processes that are not of Dynamo are not judged', () => {
    expect(check({ name: 'own', type: 'worker', command: ['/start.sh', '--unified', '--no-kv-events'] })).toEqual([]);
  });
});
