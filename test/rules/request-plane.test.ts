import { Release } from '../../constructs/releases';
import { requestPlane } from '../../constructs/rules/request-plane';
import { alpha, beta, FRONTEND, type Part, worker } from './graph-text';
import { violations } from './support';

const natsFrontend: Part = {
  ...FRONTEND,
  command: ['python3', '-m', 'dynamo.frontend'],
  args: ['--request-plane', 'nats'],
};
const check = (yaml: string, release: Release = Release.V1_3) => violations(requestPlane, yaml, { release });

describe('DYN030 request plane', () => {
  test('the default everywhere, or the same everywhere, passes', () => {
    expect(check(beta([FRONTEND, worker('dynamo.vllm', [])]))).toEqual([]);
    expect(check(beta([FRONTEND, worker('dynamo.vllm', ['--request-plane', 'tcp'])]))).toEqual([]);
    expect(check(alpha([natsFrontend, worker('dynamo.vllm', ['--request-plane=nats'])]))).toEqual([]);
    const spec = { env: [{ name: 'DYN_REQUEST_PLANE', value: 'nats' }] };
    expect(check(beta([FRONTEND, worker('dynamo.vllm', [])], { spec }))).toEqual([]);
  });

  test('a worker on another plane than the frontend is an error', () => {
    expect(check(beta([worker('dynamo.vllm', []), natsFrontend]))).toEqual([
      {
        path: 'test.yaml#0 DynamoGraphDeployment/r1: spec.components[decode]',
        message:
          "'decode' uses the request plane tcp (the default), but 'frontend' uses nats (--request-plane nats); all components must use the same",
      },
    ]);
  });

  test('the flag wins over the variable, the component over the graph', () => {
    const env = { DYN_REQUEST_PLANE: 'nats' };
    expect(check(beta([FRONTEND, worker('dynamo.vllm', ['--request-plane', 'tcp'], { env })]))).toEqual([]);
    const [violation] = check(alpha([FRONTEND, worker('dynamo.vllm', [], { env })]));
    expect(violation?.message).toContain("'decode' uses the request plane nats (DYN_REQUEST_PLANE=nats)");
    expect(violation?.path).toContain('[DYN_REQUEST_PLANE]');
  });

  test('what cannot be read is not judged', () => {
    const unknown: Part = { name: 'own', type: 'worker', command: ['/start.sh'] };
    const variable = worker('dynamo.vllm', ['--request-plane', '${PLANE}']);
    expect(check(beta([natsFrontend, unknown]))).toEqual([]);
    expect(check(beta([natsFrontend, variable]))).toEqual([]);
  });

  test('NATS is a warning once the platform no longer brings it', () => {
    const yaml = alpha([natsFrontend, worker('dynamo.vllm', ['--request-plane', 'nats'])]);
    expect(check(yaml, Release.V1_3)).toEqual([]);
    expect(check(yaml, Release.V1_4)).toEqual([
      {
        path: 'test.yaml#0 DynamoGraphDeployment/r1',
        severity: 'warning',
        message:
          "'frontend', 'decode' need a NATS server (--request-plane nats), which the platform of release 1.4 does not install unless told to, and NATS_SERVER is not set",
        fix: expect.stringContaining('global.nats.install=true'),
      },
    ]);
  });

  test('NATS_SERVER names a server; the event plane asks for one too', () => {
    const spec = {
      env: [
        { name: 'NATS_SERVER', value: 'nats://nats:4222' },
        { name: 'DYN_EVENT_PLANE', value: 'nats' },
      ],
    };
    expect(check(beta([FRONTEND], { spec }), Release.V1_6)).toEqual([]);
    const events = { env: [{ name: 'DYN_EVENT_PLANE', value: 'nats' }] };
    expect(check(beta([FRONTEND], { spec: events }), Release.V1_6)[0]?.message).toContain(
      "'frontend' needs a NATS server (DYN_EVENT_PLANE=nats)",
    );
  });
});
