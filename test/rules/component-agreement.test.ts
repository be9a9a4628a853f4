import { componentAgreement } from '../../constructs/rules/component-agreement';
import { alpha, beta, FRONTEND, type Part, worker } from './graph-text';
import { violations } from './support';

const image = (name: string, tag: string) => `nvcr.io/nvidia/ai-dynamo/${name}:${tag}`;
const pair = (frontend: string, decode: string): Part[] => [
  { ...FRONTEND, image: frontend },
  worker('dynamo.vllm', [], { image: decode }),
];

describe('DYN031 component agreement', () => {
  test('one version, and different images of it, pass', () => {
    expect(
      violations(componentAgreement, beta(pair(image('vllm-runtime', '1.6.1'), image('vllm-runtime', '1.6.1')))),
    ).toEqual([]);
    const own = pair(image('dynamo-frontend', '1.6.1'), image('vllm-runtime', '1.6.1-efa'));
    expect(violations(componentAgreement, alpha(own))).toEqual([]);
  });

  test('another minor release is an error', () => {
    const yaml = beta(pair(image('dynamo-frontend', '1.6.1'), image('vllm-runtime', '1.5.1')));
    expect(violations(componentAgreement, yaml)).toEqual([
      {
        path: 'test.yaml#0 DynamoGraphDeployment/r1: spec.components[decode]',
        severity: 'error',
        message:
          "'decode' runs Dynamo 1.5.1, but 'frontend' runs 1.6.1; all components of a graph need the same release",
        fix: 'use images of one version in the whole graph',
      },
    ]);
  });

  test('another patch is a warning', () => {
    const yaml = alpha(pair(image('dynamo-frontend', '1.6.0'), image('vllm-runtime', '1.6.1')));
    expect(violations(componentAgreement, yaml)[0]?.severity).toBe('warning');
  });

  test('the tag of an image that is not of Dynamo counts something else, unless the version is declared', () => {
    const own = (fields: object) =>
      beta([FRONTEND, worker('dynamo.vllm', [], { image: 'registry.example.com/my-vllm:2.0.3', fields })]);
    expect(violations(componentAgreement, own({}))).toEqual([]);
    expect(violations(componentAgreement, own({ runtimeVersionOverride: '1.4.2' }))[0]?.message).toContain(
      "'decode' runs Dynamo 1.4.2, but 'frontend' runs 1.6.1",
    );
  });

  test('response planes must agree', () => {
    const yaml = beta([FRONTEND, worker('dynamo.vllm', ['--response-plane', 'quic'])]);
    expect(violations(componentAgreement, yaml)).toEqual([
      {
        path: 'test.yaml#0 DynamoGraphDeployment/r1: spec.components[decode]',
        message:
          "'decode' uses the response plane quic (--response-plane quic), but 'frontend' uses tcp (the default); all components must use the same",
        fix: 'set DYN_RESPONSE_PLANE once for the whole graph, or leave it out everywhere',
      },
    ]);
  });

  test('event planes must agree, with the default of the version', () => {
    const env = { DYN_EVENT_PLANE: 'zmq' };
    expect(violations(componentAgreement, beta([FRONTEND, worker('dynamo.vllm', [], { env })]))).toEqual([]);
    const nats = beta([FRONTEND, worker('dynamo.vllm', [], { env: { DYN_EVENT_PLANE: 'nats' } })]);
    expect(violations(componentAgreement, nats)[0]?.message).toContain('uses the event plane nats');
  });

  test('before 1.3 the default of the event plane is not known', () => {
    const old = image('vllm-runtime', '1.2.1');
    const decode = worker('dynamo.vllm', [], { image: old, env: { DYN_EVENT_PLANE: 'zmq' } });
    expect(violations(componentAgreement, beta([{ ...FRONTEND, image: old }, decode]))).toEqual([]);
  });
});
