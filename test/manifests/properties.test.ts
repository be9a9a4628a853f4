import fc from 'fast-check';
import { readManifests } from '../../constructs/manifests';

/** Text made of the pieces that YAML gives a meaning to. */
const yamlish = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'a',
        ' ',
        '  ',
        '\n',
        ': ',
        '- ',
        '? ',
        '#',
        '"',
        "'",
        '{',
        '}',
        '[',
        ']',
        ',',
        '&a ',
        '*a',
        '!!str ',
        '!x ',
      ),
      fc.constantFrom(
        '|',
        '>',
        '|-\n',
        '---\n',
        '...\n',
        '%YAML 1.1\n',
        '\t',
        '\\',
        '~',
        '<<: ',
        'apiVersion: v1\n',
        'kind: X\n',
        '\r\n',
      ),
      fc.string({ maxLength: 3 }),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));

function isOrderly(content: string | Uint8Array): boolean {
  const { documents, findings } = readManifests({ name: 'f', content });
  const named = documents.every(({ value }) => typeof value.apiVersion === 'string' && typeof value.kind === 'string');
  return (
    named && (documents.length > 0 || findings.length > 0) && findings.every(({ code }) => /^YAML0\d\d$/.test(code))
  );
}

describe('the reader', () => {
  test('never throws, and says something about every file without an object', () => {
    fc.assert(fc.property(fc.oneof(yamlish, fc.string(), fc.string({ unit: 'binary' })), isOrderly), { numRuns: 1500 });
  });

  test('never throws for any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), isOrderly), { numRuns: 1000 });
  });

  test('gives back what JSON says', () => {
    const object = fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue(), { noNullPrototype: true });
    fc.assert(
      fc.property(object, fc.constantFrom(undefined, 2, '\t'), (extra, indent) => {
        const value = { ...extra, apiVersion: 'v1', kind: 'X', metadata: { name: 'a' } };
        const text = JSON.stringify(value, null, indent);
        const { documents, findings } = readManifests({ name: 'f.json', content: text });
        expect(findings).toEqual([]);
        expect(documents[0]?.value).toEqual(JSON.parse(text));
      }),
      { numRuns: 500 },
    );
  });
});
