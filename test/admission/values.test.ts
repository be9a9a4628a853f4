import type { Json, JsonObject } from '../../constructs/manifests';
import { checkField, lines } from './support';

/* Every row got the same verdict from kube-apiserver v1.36.3. */
interface Row {
  readonly schema: JsonObject;
  readonly accepted: readonly Json[];
  readonly refused: readonly (readonly [value: Json, finding: string])[];
}

const rows: Record<string, Row> = {
  'type: string': {
    schema: { type: 'string' },
    accepted: ['', 'a'],
    refused: [
      [1, 'K8S002 spec.it: must be of type string, found integer 1'],
      [true, 'K8S002 spec.it: must be of type string, found boolean true'],
      [{}, 'K8S002 spec.it: must be of type string, found object'],
      [[], 'K8S002 spec.it: must be of type string, found array'],
    ],
  },
  'type: integer': {
    schema: { type: 'integer' },
    accepted: [0, -1, 1.0, 2 ** 53, 1e18],
    refused: [
      [1.5, 'K8S002 spec.it: must be of type integer, found number 1.5'],
      ['1', 'K8S002 spec.it: must be of type integer, found string "1"'],
      [1e19, 'K8S002 spec.it: must be of type integer, found number 10000000000000000000'],
    ],
  },
  'type: number': {
    schema: { type: 'number' },
    accepted: [1, 1.5, 1e300],
    refused: [['1', 'K8S002 spec.it: must be of type number, found string "1"']],
  },
  'type: boolean': {
    schema: { type: 'boolean' },
    accepted: [true],
    refused: [['true', 'K8S002 spec.it: must be of type boolean, found string "true"']],
  },
  'type: array': {
    schema: { type: 'array', items: { type: 'string' } },
    accepted: [[], ['a']],
    refused: [
      [{}, 'K8S002 spec.it: must be of type array, found object'],
      [['a', 1], 'K8S002 spec.it[1]: must be of type string, found integer 1'],
      [[null], 'K8S002 spec.it[0]: must be of type string, found null'],
    ],
  },
  'x-kubernetes-int-or-string': {
    schema: { 'x-kubernetes-int-or-string': true, pattern: '^[0-9]+%$' },
    accepted: [5, '5%'],
    refused: [
      ['5', `K8S002 spec.it: "5" should match '^[0-9]+%$'`],
      [1.5, 'K8S002 spec.it: must be of type integer or string, found number 1.5'],
      [true, 'K8S002 spec.it: must be of type integer or string, found boolean true'],
    ],
  },
  enum: {
    schema: { type: 'string', enum: ['frontend', 'worker'] },
    accepted: ['worker'],
    refused: [['main', 'K8S002 spec.it: unsupported value "main"; supported values: "frontend", "worker"']],
  },
  'enum of objects': {
    schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true, enum: [{ a: 1, b: 2 }] },
    accepted: [{ b: 2, a: 1 }],
    refused: [[{ a: 1 }, 'K8S002 spec.it: unsupported value {"a":1}; supported values: {"a":1,"b":2}']],
  },
  'enum of a nullable field': {
    schema: { type: 'string', nullable: true, enum: ['a'] },
    accepted: ['a'],
    refused: [[null, 'K8S002 spec.it: unsupported value null; supported values: "a"']],
  },
  pattern: {
    schema: { type: 'string', pattern: '^(?i)ab\\x60?\\pL$' },
    accepted: ['AbC', 'ab`λ'],
    refused: [
      ['ab1', `K8S002 spec.it: "ab1" should match '^(?i)ab\\x60?\\pL$'`],
      ['abc\n', `K8S002 spec.it: "abc\\n" should match '^(?i)ab\\x60?\\pL$'`],
    ],
  },
  'pattern without anchors': {
    schema: { type: 'string', pattern: 'a.c' },
    accepted: ['xabcx'],
    refused: [['a\nc', `K8S002 spec.it: "a\\nc" should match 'a.c'`]],
  },
  'minLength and maxLength count characters': {
    schema: { type: 'string', minLength: 2, maxLength: 3 },
    accepted: ['ab', '😀😀😀'],
    refused: [
      ['é', 'K8S002 spec.it: should be at least 2 chars long, has 1'],
      ['😀😀😀😀', 'K8S002 spec.it: too long: may not be more than 3 characters, has 4'],
    ],
  },
  'minimum and maximum': {
    schema: { type: 'integer', minimum: 1, maximum: 5 },
    accepted: [1, 5],
    refused: [
      [0, 'K8S002 spec.it: should be greater than or equal to 1, found 0'],
      [6, 'K8S002 spec.it: should be less than or equal to 5, found 6'],
    ],
  },
  'exclusive bounds': {
    schema: { type: 'number', minimum: 1, exclusiveMinimum: true, maximum: 5, exclusiveMaximum: true },
    accepted: [1.1, 4.9],
    refused: [
      [1, 'K8S002 spec.it: should be greater than 1, found 1'],
      [5, 'K8S002 spec.it: should be less than 5, found 5'],
    ],
  },
  multipleOf: {
    schema: { type: 'number', multipleOf: 0.1 },
    accepted: [0.3, 0.7, 7.5],
    refused: [
      [0.35, 'K8S002 spec.it: should be a multiple of 0.1, found 0.35'],
      [1, 'K8S002 spec.it: should be a multiple of 0.1 (taken as 0 for a whole number), found 1'],
    ],
  },
  'multipleOf a whole number': {
    schema: { type: 'integer', multipleOf: 3 },
    accepted: [0, 3, -3],
    refused: [[4, 'K8S002 spec.it: should be a multiple of 3, found 4']],
  },
  'format int32': {
    schema: { type: 'integer', format: 'int32' },
    accepted: [2 ** 31 - 1, -(2 ** 31)],
    refused: [[2 ** 31, 'K8S002 spec.it: must be of type integer with format int32, found 2147483648']],
  },
  'format float': {
    schema: { type: 'number', format: 'float' },
    accepted: [3.4e38],
    refused: [[3.5e38, 'K8S002 spec.it: must be of type number with format float, found 3.5e+38']],
  },
  'minItems and maxItems': {
    schema: { type: 'array', items: { type: 'integer' }, minItems: 1, maxItems: 2 },
    accepted: [[1], [1, 2]],
    refused: [
      [[], 'K8S002 spec.it: should have at least 1 items, has 0'],
      [[1, 2, 3], 'K8S002 spec.it: too many: must have at most 2 items, has 3'],
    ],
  },
  uniqueItems: {
    schema: { type: 'array', items: { type: 'integer' }, uniqueItems: true },
    accepted: [[1, 2]],
    refused: [[[1, 1], "K8S002 spec.it: shouldn't contain duplicates"]],
  },
  'minProperties and maxProperties': {
    schema: { type: 'object', additionalProperties: { type: 'string' }, minProperties: 1, maxProperties: 2 },
    accepted: [{ a: '' }],
    refused: [
      [{}, 'K8S002 spec.it: should have at least 1 properties, has 0'],
      [{ a: '', b: '', c: '' }, 'K8S002 spec.it: too many: must have at most 2 properties, has 3'],
    ],
  },
  required: {
    schema: { type: 'object', required: ['a'], properties: { a: { type: 'string' } } },
    accepted: [{ a: '' }],
    refused: [[{}, 'K8S002 spec.it.a: required value']],
  },
  'additionalProperties with a schema': {
    schema: { type: 'object', additionalProperties: { type: 'string', maxLength: 1 } },
    accepted: [{ 'x.y/z': 'a' }],
    refused: [[{ 'x.y/z': 'ab' }, 'K8S002 spec.it[x.y/z]: too long: may not be more than 1 characters, has 2']],
  },
  anyOf: {
    schema: { type: 'string', anyOf: [{ format: 'ipv4' }, { pattern: '^h' }] },
    accepted: ['1.2.3.4', 'h'],
    refused: [['x', 'K8S002 spec.it: must validate at least one schema (anyOf)']],
  },
  oneOf: {
    schema: {
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'string' } },
      oneOf: [{ required: ['a'] }, { required: ['b'] }],
    },
    accepted: [{ a: '' }, { b: '' }],
    refused: [
      [{}, 'K8S002 spec.it: must validate one and only one schema (oneOf); found none valid'],
      [{ a: '', b: '' }, 'K8S002 spec.it: must validate one and only one schema (oneOf); found 2 valid alternatives'],
    ],
  },
  allOf: {
    schema: { type: 'integer', allOf: [{ minimum: 2 }, { maximum: 4 }] },
    accepted: [2, 4],
    refused: [[5, 'K8S002 spec.it: should be less than or equal to 4, found 5']],
  },
  not: {
    schema: { type: 'string', not: { enum: ['x'] } },
    accepted: ['y'],
    refused: [['x', 'K8S002 spec.it: must not validate the schema (not)']],
  },
};

describe.each(Object.entries(rows))('%s', (_, { schema, accepted, refused }) => {
  test.each(accepted.map((value) => [JSON.stringify(value), value] as const))('accepts %s', (_text, value) => {
    expect(checkField(schema, value)).toEqual([]);
  });

  test.each(refused.map(([value, finding]) => [JSON.stringify(value), value, finding] as const))(
    'refuses %s',
    (_text, value, finding) => {
      expect(lines(checkField(schema, value))[0]).toBe(finding);
    },
  );
});

test('a failed alternative says what the nearest one is missing', () => {
  const findings = checkField({ type: 'string', anyOf: [{ format: 'ipv4', minLength: 5 }, { pattern: '^h' }] }, 'x');
  expect(lines(findings)).toEqual([
    'K8S002 spec.it: must validate at least one schema (anyOf)',
    `K8S002 spec.it: "x" should match '^h'`,
  ]);
});

test('a number where text belongs is to be quoted', () => {
  expect(checkField({ type: 'string' }, 12)[0]?.fix).toBe('write "12" in quotes');
});

test('what two branches say alike is said once', () => {
  const schema = { type: 'string', enum: ['a'], allOf: [{ enum: ['a'] }] };
  expect(checkField(schema, 'b')).toHaveLength(1);
});
