import { placeholders } from '../../constructs/rules/placeholders';
import { alpha, beta, documents, FRONTEND, object } from './graph-text';
import { violations } from './support';

const image = (value: string) => violations(placeholders, beta([{ ...FRONTEND, image: value }]));
const env = (name: string, value: string) => violations(placeholders, beta([{ ...FRONTEND, env: { [name]: value } }]));

describe('DYN044 placeholders', () => {
  test.each([
    '<your-registry>/nemotron-omni-vllm:latest',
    'my-registry/vllm-runtime:1.6.1',
    'my-registry.example.com/vllm:1.6.1',
    'your-registry/team/vllm:1.6.1',
    'nvcr.io/nvidia/ai-dynamo/vllm-runtime:my-tag',
    'nvcr.io/<org>/vllm:1.6.1',
  ])('the image %s is one', (value) => {
    expect(image(value)).toEqual([
      {
        path: 'test.yaml#0 DynamoGraphDeployment/r1: spec.components[frontend].podTemplate.spec.containers[main].image',
        message: `the image '${value}' is still a placeholder`,
        fix: 'name the registry, image and tag that your cluster is to pull',
      },
    ]);
  });

  test.each([
    'nvcr.io/nvidia/ai-dynamo/vllm-runtime:1.6.1',
    'ghcr.io/myorg/my-image:latest',
    'yours.io/a/b:1',
    'a@sha256:0',
  ])('the image %s is none', (value) => {
    expect(image(value)).toEqual([]);
  });

  test('sidecars are looked at too, in both versions', () => {
    const sidecar = { image: 'a:my-tag', args: [] };
    const [violation] = violations(placeholders, alpha([{ ...FRONTEND, fields: { frontendSidecar: sidecar } }]));
    expect(violation?.path).toContain('spec.services.frontend.frontendSidecar.image');
  });

  test.each(['your-storage-class-name', '<storage-class>', 'replace-me', 'TODO', 'CHANGE_ME'])(
    'the storage class %s is one',
    (storageClassName) => {
      const claim = object('PersistentVolumeClaim', 'model-cache', { spec: { storageClassName } });
      expect(violations(placeholders, claim)).toEqual([
        {
          path: 'test.yaml#0 PersistentVolumeClaim/model-cache: spec.storageClassName',
          message: `storageClassName is still the placeholder '${storageClassName}'`,
        },
      ]);
    },
  );

  test.each(['standard', 'change-management', 'my-class', 'yourco-fast', ''])(
    'the storage class %p is none',
    (storageClassName) => {
      const claim = object('PersistentVolumeClaim', 'model-cache', { spec: { storageClassName } });
      expect(violations(placeholders, claim)).toEqual([]);
    },
  );

  test('namespaces, claim templates and secrets', () => {
    const pod = { resourceClaims: [{ name: 'channel', resourceClaimTemplateName: 'your-compute-domain-channel' }] };
    const graph = alpha([{ ...FRONTEND, pod, fields: { envFromSecret: '<hf-secret>' } }]).replace(
      '"name":"r1"',
      '"name":"r1","namespace":"<your-namespace>"',
    );
    expect(violations(placeholders, graph).map(({ message }) => message)).toEqual([
      "namespace is still the placeholder '<your-namespace>'",
      "envFromSecret is still the placeholder '<hf-secret>'",
      "resourceClaimTemplateName is still the placeholder 'your-compute-domain-channel'",
    ]);
  });

  test('variables', () => {
    expect(env('MODEL', 'your-model')[0]).toMatchObject({
      path: 'test.yaml#0 DynamoGraphDeployment/r1: spec.components[frontend].podTemplate.spec.containers[main].env[MODEL].value',
      message: "the variable 'MODEL' still has the placeholder 'your-model'",
    });
    expect(env('HF_TOKEN', '<token>')).toHaveLength(1);
    expect(env('MODEL', '<insert model here>')).toHaveLength(1);
    expect(env('IMAGE_TOKEN', '<image>')).toEqual([]);
    expect(env('GREETING', 'your wish is my command')).toHaveLength(1);
    expect(env('PROMPT', 'Answer in your own words')).toEqual([]);
  });

  test('secrets, plain and encoded, without their value', () => {
    const plain = object('Secret', 'hf-token-secret', { stringData: { HF_TOKEN: 'your-hf-token' } });
    const encoded = object('Secret', 'other', { data: { HF_TOKEN: btoa('<your-token>') } });
    const real = object('Secret', 'real', { data: { HF_TOKEN: btoa('hf_abc'), broken: '%%%' } });
    const found = violations(placeholders, documents(plain, encoded, real));
    expect(found.map(({ path }) => path)).toEqual([
      'test.yaml#0 Secret/hf-token-secret: stringData.HF_TOKEN',
      'test.yaml#1 Secret/other: data.HF_TOKEN',
    ]);
    expect(found[0]?.message).toBe(
      "the key 'HF_TOKEN' of Secret 'hf-token-secret' still has a placeholder as its value",
    );
  });

  test('text inside ConfigMaps and scripts is not looked at', () => {
    const config = object('ConfigMap', 'c', { data: { 'readme.md': 'image: <your-registry>/x', image: 'none' } });
    const script = beta([{ ...FRONTEND, command: ['/bin/sh', '-c'], args: ['echo <your-name>'] }]);
    expect(violations(placeholders, documents(config, script))).toEqual([]);
  });
});
