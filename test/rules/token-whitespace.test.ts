import { tokenWhitespace } from '../../constructs/rules/token-whitespace';
import { findings } from './findings';

const secret = (fields: object) =>
  JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'hf-token-secret' }, ...fields });

describe('DYN206 tokens in Secrets', () => {
  test('a line break at the end is an error', () => {
    const yaml = [
      'apiVersion: v1',
      'kind: Secret',
      'metadata: { name: hf-token-secret }',
      'stringData:',
      '  HF_TOKEN: |',
      '    hf_abc',
    ];
    expect(findings(tokenWhitespace, yaml.join('\n').concat('\n'))).toEqual([
      expect.objectContaining({
        code: 'DYN206',
        severity: 'error',
        path: expect.stringMatching(/Secret\/hf-token-secret: stringData\.HF_TOKEN$/),
        message: "'HF_TOKEN' of Secret 'hf-token-secret' ends with a line break",
        fix: expect.stringContaining('--from-literal=HF_TOKEN'),
      }),
    ]);
  });

  test('so it is behind Base64, and so are blanks; the token itself is not shown', () => {
    const found = [
      ...findings(tokenWhitespace, secret({ data: { HF_TOKEN: btoa('hf_abc\n') } })),
      ...findings(tokenWhitespace, secret({ stringData: { HF_TOKEN: ' hf_abc' } })),
    ];
    expect(found.map(({ message }) => message)).toEqual([
      "'HF_TOKEN' of Secret 'hf-token-secret' ends with a line break",
      "'HF_TOKEN' of Secret 'hf-token-secret' has white space around it",
    ]);
    expect(JSON.stringify(found)).not.toContain('hf_abc');
  });

  test.each([
    ['a token', { stringData: { HF_TOKEN: 'hf_abc' } }],
    ['a token in Base64', { data: { HF_TOKEN: btoa('hf_abc') } }],
    ['a certificate', { stringData: { 'tls.crt': '-----BEGIN CERTIFICATE-----\nabc\n' } }],
    ['an empty Secret', {}],
  ])('%s passes', (_, fields) => {
    expect(findings(tokenWhitespace, secret(fields))).toEqual([]);
  });
});
