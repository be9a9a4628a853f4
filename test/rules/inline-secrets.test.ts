import { inlineSecrets } from '../../constructs/rules/inline-secrets';
import { alpha, beta, documents, FRONTEND, object } from './graph-text';
import { violations } from './support';

const SECRET = 'hf_aBcDeFgHiJkLmNoPqRsTuVwXyZ';
const env = (name: string, value: string) => violations(inlineSecrets, beta([{ ...FRONTEND, env: { [name]: value } }]));

describe('DYN102 inline secrets', () => {
  test.each([
    'HF_TOKEN',
    'HUGGING_FACE_HUB_TOKEN',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'OPENAI_API_KEY',
    'NGC_APIKEY',
    'ETCD_AUTH_PASSWORD',
    'CLIENT_SECRET',
    'hf_token',
  ])('%s', (name) => {
    const found = env(name, SECRET);
    expect(found).toEqual([
      {
        path: `test.yaml#0 DynamoGraphDeployment/r1: spec.components[frontend].podTemplate.spec.containers[main].env[${name}].value`,
        message: `the variable '${name}' has its value written into the manifest`,
      },
    ]);
    expect(JSON.stringify(found)).not.toContain(SECRET);
  });

  test.each([
    'MAX_TOKENS',
    'NUM_TOKENS',
    'VLLM_MAX_TOKENS_PER_EXPERT_FP4_MOE',
    'TOKENIZER',
    'TOKENIZERS_PARALLELISM',
    'EOS_TOKEN',
    'IMAGE_TOKEN',
    'MAX_TOKEN',
    'HF_TOKEN_PATH',
    'PASSWORD_FILE',
    'AWS_ACCESS_KEY_ID',
    'SECRET_NAME',
    'IMAGE_PULL_SECRET',
    'MONKEY',
  ])('%s holds none', (name) => {
    expect(env(name, SECRET)).toEqual([]);
  });

  test.each([
    ['HF_TOKEN', ''],
    ['HF_TOKEN', '/run/secrets/hf-token'],
    ['HF_TOKEN', '$(TOKEN_FROM_SECRET)'],
    ['HF_TOKEN', '<your-token>'],
    ['HF_TOKEN', 'your-hf-token'],
    ['OPENAI_API_KEY', 'EMPTY'],
    ['OPENAI_API_KEY', 'not-needed'],
    ['HF_TOKEN_SECRET', 'hf-token-secret'],
    ['PREFILL_TOKEN', '8192'],
  ])('%s=%p is none either', (name, value) => {
    expect(env(name, value)).toEqual([]);
  });

  test('a reference is how it should be', () => {
    const entry = { name: 'HF_TOKEN', valueFrom: { secretKeyRef: { name: 'hf-token-secret', key: 'HF_TOKEN' } } };
    expect(violations(inlineSecrets, beta([{ ...FRONTEND, main: { env: [entry] } }]))).toEqual([]);
  });

  test('graph, sidecars and jobs are looked at too', () => {
    const entry = [{ name: 'HF_TOKEN', value: SECRET }];
    const graph = alpha([{ ...FRONTEND, pod: { initContainers: [{ name: 'init', env: entry }] } }], {
      spec: { envs: entry },
    });
    const job = object('Job', 'download', {
      spec: { template: { spec: { containers: [{ name: 'main', env: entry }] } } },
    });
    expect(violations(inlineSecrets, documents(graph, job)).map(({ path }) => path)).toEqual([
      'test.yaml#0 DynamoGraphDeployment/r1: spec.envs[HF_TOKEN].value',
      'test.yaml#0 DynamoGraphDeployment/r1: spec.services.frontend.extraPodSpec.initContainers[init].env[HF_TOKEN].value',
      'test.yaml#1 Job/download: spec.template.spec.containers[main].env[HF_TOKEN].value',
    ]);
  });

  test('an app makes no Secret with its content', () => {
    const secret = object('Secret', 'hf-token-secret', { stringData: { HF_TOKEN: SECRET } });
    const empty = object('Secret', 'account', { type: 'kubernetes.io/service-account-token' });
    expect(violations(inlineSecrets, secret)).toEqual([]);
    expect(violations(inlineSecrets, empty, { complete: true })).toEqual([]);
    const found = violations(inlineSecrets, secret, { complete: true });
    expect(found).toEqual([
      {
        path: 'test.yaml#0 Secret/hf-token-secret',
        message: "Secret 'hf-token-secret' is made with its content (HF_TOKEN), which the synthesised file then holds",
        fix: expect.stringContaining('SecretKey.of'),
      },
    ]);
    expect(JSON.stringify(found)).not.toContain(SECRET);
  });
});
