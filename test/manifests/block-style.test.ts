import fc from 'fast-check';
import { readBlockStyle } from '../../constructs/manifests/block-style';
import { JsonConverter } from '../../constructs/manifests/convert';
import { DEFAULT_LIMITS } from '../../constructs/manifests/document';
import { parseText } from '../../constructs/manifests/parse';
import { splitDocuments } from '../../constructs/manifests/text';
import { describeShared, sharedFiles, sharedFolders } from './shared';

/** What the full parser makes of a text; throws where it refuses. */
function parse(text: string): unknown {
  const { root, lineOf } = parseText(text, DEFAULT_LIMITS);
  const converter = new JsonConverter(DEFAULT_LIMITS);
  const value = converter.convert(root);
  expect(converter.problems).toEqual([]);
  return { value, line: root === null ? 0 : lineOf(root.range?.[0] ?? 0) - 1 };
}

const SAMPLE = `
# a comment
kind: List
empty:
none: []
nothing: {}
text: plain text, with a-b and http://x:80/y
number: 012
folded: one
  two

  three
single: 'it''s: # fine'
double: "a: b"
several: 'first
  second

  third'
literal: |
  a
    b

  c: d
strip: |-
  a
fold: >
  a
  b

  c
list:
- a
- b: 1
  c:
    - d
    -
      e: f
- |-
  text
  of an item
# the end
`;

test('reads what generators write, as the full parser does', () => {
  const read = readBlockStyle(SAMPLE, 100);
  expect(read).toEqual(parse(SAMPLE));
  expect(read).toMatchObject({
    line: 2,
    value: {
      empty: null,
      number: 10,
      folded: 'one two\nthree',
      single: "it's: # fine",
      several: 'first second\nthird',
      literal: 'a\n  b\n\nc: d\n',
      fold: 'a b\nc\n',
      list: ['a', { b: 1, c: ['d', { e: 'f' }] }, 'text\nof an item'],
    },
  });
});

test.each([
  ['flow collections', 'a: [1]\n'],
  ['anchors', 'a: &b 1\n'],
  ['tags', 'a: !!str 1\n'],
  ['escapes', 'a: "\\t"\n'],
  ['comments behind a value', 'a: 1 # one\n'],
  ['quoted keys', '"a": 1\n'],
  ['keys that are no text', 'on: 1\n'],
  ['duplicate keys', 'a: 1\na: 2\n'],
  ['tabs', 'a:\t1\n'],
  ['kept line breaks', 'a: |+\n  b\n\n'],
  ['indentation marks', 'a: |2\n   b\n'],
  ['lists in lists', 'a:\n- - b\n'],
  ['infinity', 'a: .inf\n'],
  ['errors', 'a: b: c\n'],
  ['bad indentation', 'a:\n  b: 1\n c: 2\n'],
  ['no last line break', 'a: 1'],
  ['nesting beyond the limit', 'a:\n  b:\n    c:\n      d: 1\n', 3],
])('leaves %s to the full parser', (_, text, maxDepth = 100) => expect(readBlockStyle(text, maxDepth)).toBeUndefined());

/** A text with a few of its pieces changed. */
function changed(lines: readonly string[]) {
  const piece = fc.constantFrom(
    ' ',
    '  ',
    ':',
    ': ',
    '- ',
    '#',
    ' #',
    '"',
    "'",
    "''",
    '[',
    '&',
    '|',
    '>-',
    '\n',
    '\n\n',
    '~',
    '\\',
    'é',
    '\n  x',
    '.inf',
    '$',
    '=',
  );
  const change = fc.record({ at: fc.nat(), cut: fc.nat(3), insert: fc.option(piece, { nil: '' }) });
  return fc
    .tuple(fc.nat(Math.max(0, lines.length - 20)), fc.integer({ min: 3, max: 25 }), fc.array(change, { maxLength: 3 }))
    .map(([start, length, changes]) => {
      const part = lines.slice(start, start + length);
      const indent = Math.min(...part.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)), 100);
      const text = part.map((line) => line.slice(indent)).join('\n');
      return `${changes.reduce((now, { at, cut, insert }) => {
        const place = at % (now.length + 1);
        return now.slice(0, place) + insert + now.slice(place + cut);
      }, text)}\n`;
    });
}

function holdTogether(lines: readonly string[], numRuns: number): void {
  let read = 0;
  fc.assert(
    fc.property(changed(lines), (text) => {
      const simple = readBlockStyle(text, 100);
      if (simple === undefined) return;
      read += 1;
      expect(simple).toEqual(parse(text));
    }),
    { numRuns },
  );
  expect(read).toBeGreaterThan(numRuns / 50);
}

test('whatever it reads, the full parser reads alike', () => holdTogether(SAMPLE.split('\n'), 3000));

describeShared('real files', () => {
  const chunks = () =>
    [...sharedFolders('crds'), 'recipes']
      .flatMap(sharedFiles)
      .flatMap(({ content }) => splitDocuments(new TextDecoder().decode(content)));

  test('the CRDs of Dynamo are all in the style', () => {
    const dynamo = sharedFiles('crds/dynamo-1.2').map(({ content }) =>
      splitDocuments(new TextDecoder().decode(content)).at(-1),
    );
    expect(dynamo.every((chunk) => readBlockStyle(chunk?.text ?? '', 200) !== undefined)).toBe(true);
  });

  test('are read alike, whole and changed', () => {
    const texts = chunks().map(({ text }) => text);
    const simple = texts.filter((text) => text.length < 20_000 && readBlockStyle(text, 200) !== undefined);
    expect(simple.length).toBeGreaterThan(20);
    for (const text of simple) expect(readBlockStyle(text, 200)).toEqual(parse(text));
    holdTogether(
      texts.flatMap((text) => text.split('\n')),
      3000,
    );
  });
});
