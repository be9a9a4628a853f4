import { Severity } from '../../constructs/findings';
import { readManifests } from '../../constructs/manifests';

const HEAD = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n';

function read(content: string | Uint8Array, name = 'f.yaml') {
  return readManifests({ name, content });
}

/** Code, place and message of the only finding. */
function onlyFinding(content: string | Uint8Array) {
  const { findings } = read(content);
  expect(findings).toHaveLength(1);
  return findings[0];
}

describe('documents', () => {
  test('come with their file, place and line', () => {
    const { documents, findings } = read(`# licence\n---\n${HEAD}---\n# only a comment\n---\n\n${HEAD}`);
    expect(findings).toEqual([]);
    expect(documents.map(({ source, index, line }) => [source, index, line])).toEqual([
      ['f.yaml', 0, 3],
      ['f.yaml', 1, 11],
    ]);
    expect(documents[0]?.value).toEqual({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } });
  });

  test('may be JSON, with tabs', () => {
    const { documents, findings } = read(
      '{\n\t"apiVersion": "v1",\n\t"kind": "X",\n\t"metadata": {"name": "a\\tb"}\n}',
    );
    expect(findings).toEqual([]);
    expect(documents[0]?.value).toEqual({ apiVersion: 'v1', kind: 'X', metadata: { name: 'a\tb' } });
  });

  test('a List is its items, each with its line', () => {
    const item = '- apiVersion: v1\n  kind: X\n  metadata: {name: NAME}\n';
    const { documents } = read(
      `apiVersion: v1\nkind: List\nitems:\n${item.replace('NAME', 'a')}${item.replace('NAME', 'b')}`,
    );
    expect(documents.map(({ value, line, index }) => [value.metadata['name'], line, index])).toEqual([
      ['a', 4, 0],
      ['b', 7, 0],
    ]);
  });

  test('the items of a typed list take its type', () => {
    const { documents } = read('apiVersion: v1\nkind: PodList\nitems: [{metadata: {name: a}}]\n');
    expect(documents[0]?.value).toEqual({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } });
  });

  test('generateName stands for a name', () => {
    expect(read('apiVersion: v1\nkind: X\nmetadata: {generateName: a-}\n').findings).toEqual([]);
  });

  test('a bad one does not keep the others from being read', () => {
    const { documents, findings } = read(`${HEAD}---\na: [\n---\n${HEAD}`);
    expect(documents.map(({ index, line }) => [index, line])).toEqual([
      [0, 1],
      [2, 8],
    ]);
    expect(findings).toHaveLength(1);
  });

  test('a byte order mark and Windows line ends are nothing special', () => {
    const bytes = Uint8Array.from([0xef, 0xbb, 0xbf, ...new TextEncoder().encode(HEAD.replaceAll('\n', '\r\n'))]);
    expect(read(bytes).documents).toHaveLength(1);
    expect(read(`\uFEFF${HEAD}`).documents).toHaveLength(1);
  });

  test('a block scalar keeps its last line break in front of ---', () => {
    const { documents } = read(`${HEAD}data:\n  x: |\n    y\n---\n${HEAD}data: {"x": 1}\nq: |\n  z\n`);
    expect(documents[0]?.value['data']).toEqual({ x: 'y\n' });
    expect(documents[1]?.value['q']).toBe('z\n');
  });

  test('merge keys and aliases are expanded in the order of the text, as go-yaml v2 does', () => {
    const { documents, findings } = read(
      `${HEAD}base: &b {x: 1, w: 2}\nlater: {<<: *b, x: 3}\nearlier: {x: 3, <<: *b}\nmany: {<<: [{x: 1}, {x: 2, z: 3}]}\nsame: *b\n`,
    );
    expect(findings).toEqual([]);
    expect(documents[0]?.value).toMatchObject({
      later: { x: 3, w: 2 },
      earlier: { x: 1, w: 2 },
      many: { x: 1, z: 3 },
      same: { x: 1, w: 2 },
    });
  });

  test('a key such as __proto__ is only a key', () => {
    const value = read(`${HEAD}"__proto__": {polluted: yes}\n`).documents[0]?.value;
    expect(Object.keys(value ?? {})).toContain('__proto__');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});

describe('findings', () => {
  const cases: [string, string | Uint8Array, string, string, RegExp][] = [
    ['bytes that are no UTF-8', Uint8Array.of(0x61, 0xff), 'YAML001', 'f.yaml:1', /not valid UTF-8/],
    ['a syntax error', `${HEAD}a: [1\n`, 'YAML003', 'f.yaml:6', /syntax error at column 1: flow sequence/],
    ['a mapping in a value', `${HEAD}a: b: c\n`, 'YAML003', 'f.yaml:5', /column 4: nested mappings/],
    ['a control character', `${HEAD}a: x\u0007\n`, 'YAML003', 'f.yaml:5', /U\+0007/],
    ['text behind ---', `${HEAD}--- {a: 1}\n`, 'YAML003', 'f.yaml:5', /only a comment may follow '---'/],
    ['content behind ...', `${HEAD}...\nb: 2\n`, 'YAML003', 'f.yaml:6', /'\.\.\.'.*ignores/],
    ['a key that occurs twice', `${HEAD}kind: B\n`, 'YAML004', 'f.yaml:5', /the key 'kind' is already set/],
    ['an equal key of another spelling', `${HEAD}a: {1: x, "1": y}\n`, 'YAML004', 'f.yaml:5', /the key '1'/],
    ['an unknown alias', `${HEAD}a: *b\n`, 'YAML005', 'f.yaml:5', /no anchor 'b' above/],
    ['an anchor in itself', `${HEAD}a: &b [*b]\n`, 'YAML005', 'f.yaml:5', /'b' contains itself/],
    ['a document that is a list', '- a\n', 'YAML007', 'f.yaml:1', /a mapping, found a list/],
    ['a document that is text', 'hello\n', 'YAML007', 'f.yaml:1', /a mapping, found the string hello/],
    ['no apiVersion', 'kind: X\nmetadata: {name: a}\n', 'YAML008', 'f.yaml:1', /'apiVersion' is missing/],
    ['no kind', 'apiVersion: v1\nmetadata: {name: a}\n', 'YAML008', 'f.yaml:1', /'kind' is missing/],
    ['no name', 'apiVersion: v1\nkind: X\n', 'YAML008', 'f.yaml:1', /'metadata.name' is missing/],
    [
      'an empty name',
      'apiVersion: v1\nkind: X\nmetadata: {name: ""}\n',
      'YAML008',
      'f.yaml:1',
      /'metadata.name' is empty/,
    ],
    [
      'a name that is a number',
      'apiVersion: v1\nkind: X\nmetadata: {name: 012}\n',
      'YAML008',
      'f.yaml:1',
      /found the integer 10/,
    ],
    [
      'metadata that is text',
      'apiVersion: v1\nkind: X\nmetadata: a\n',
      'YAML008',
      'f.yaml:1',
      /'metadata' must be a mapping/,
    ],
    ['an empty file', '', 'YAML009', 'f.yaml:1', /holds no object/],
    ['a file of comments', '# a\n---\n# b\n', 'YAML009', 'f.yaml:1', /holds no object/],
    ['a tab as indentation', `${HEAD}a:\n\tb: 1\n`, 'YAML010', 'f.yaml:6', /tab at column 1/],
    ['a tab behind a dash', `${HEAD}a:\n- \tb\n`, 'YAML010', 'f.yaml:6', /tab at column 2/],
    ['a key that is null', `${HEAD}a: {~: 1}\n`, 'YAML011', 'f.yaml:5', /a key must be a string, found null/],
    ['a key that is a mapping', `${HEAD}a: {? {b: c} : d}\n`, 'YAML011', 'f.yaml:5', /found a mapping/],
    ['an unknown tag', `${HEAD}a: !Ref b\n`, 'YAML012', 'f.yaml:5', /unknown tag '!Ref'/],
    ['infinity', `${HEAD}a: .inf\n`, 'YAML013', 'f.yaml:5', /'\.inf' has no JSON form/],
    ['binary data', `${HEAD}a: !!binary aGk=\n`, 'YAML013', 'f.yaml:5', /binary/],
    ['a merge of text', `${HEAD}a: {<<: b}\n`, 'YAML013', 'f.yaml:5', /'<<' needs a mapping/],
    ['a value that is not of its tag', `${HEAD}a: !!int 1.5\n`, 'YAML013', 'f.yaml:5', /'1\.5' is no int/],
  ];
  test.each(cases)('%s', (_, content, code, path, message) => {
    const finding = onlyFinding(content);
    expect(finding).toMatchObject({ code, path, severity: Severity.ERROR, source: expect.stringMatching(/YAML 1\.1/) });
    expect(finding?.message).toMatch(message);
    expect(finding?.fix).not.toBe('');
  });

  test('a key that YAML 1.1 does not read as text becomes one as in kubectl, with a warning', () => {
    const { documents, findings } = read(`${HEAD}on: 1\n8080: x\n1.10: z\n`);
    expect(documents[0]?.value).toMatchObject({ true: 1, 8080: 'x', 1.1: 'z' });
    expect(findings.map(({ code, severity, path }) => [code, severity, path])).toEqual([
      ['YAML011', Severity.WARNING, 'f.yaml:5'],
      ['YAML011', Severity.WARNING, 'f.yaml:7'],
    ]);
    expect(findings[0]?.message).toBe("the key on is read as 'true'");
  });

  test('a duplicate key leaves the document readable', () => {
    expect(read(`${HEAD}a: 1\na: 2\n`).documents[0]?.value['a']).toBe(2);
  });
});
