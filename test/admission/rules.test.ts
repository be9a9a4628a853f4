import { CrdSet } from '../../constructs/admission';
import { Severity } from '../../constructs/findings';
import type { Json, JsonObject } from '../../constructs/manifests';
import { checkField, crdDocument, lines, thing } from './support';

/** A schema with rules. */
function ruled(schema: JsonObject, ...rules: readonly (string | JsonObject)[]): JsonObject {
  return { ...schema, 'x-kubernetes-validations': rules.map((rule) => (typeof rule === 'string' ? { rule } : rule)) };
}

const text = { type: 'string' };
const integer = { type: 'integer' };

describe('a rule that does not hold', () => {
  test('is an error at the field that carries it', () => {
    expect(checkField(ruled(integer, { rule: 'self < 5', message: 'too many ' }), 7)).toEqual([
      {
        code: 'K8S003',
        severity: Severity.ERROR,
        path: 'f.yaml#0 Thing/a: spec.it',
        message: 'too many',
        fix: 'make the rule hold: self < 5',
        source: 'CustomResourceDefinition things.example.com, version v1',
      },
    ]);
  });

  test.each<[string, JsonObject, string]>([
    ['nothing', {}, 'failed rule: self < 5'],
    ['its expression', { messageExpression: "'got ' + string(self)", message: 'plain' }, 'got 7'],
    ['its text if the expression fails', { messageExpression: "'a'.charAt(9)", message: 'plain' }, 'plain'],
    ['its text if the expression gives an empty one', { messageExpression: "' '", message: 'plain' }, 'plain'],
    ['its text if the expression gives several lines', { messageExpression: "'a\\nb'", message: 'plain' }, 'plain'],
    ['its reason: forbidden', { reason: 'FieldValueForbidden', message: 'no' }, 'forbidden: no'],
    ['its reason: required', { reason: 'FieldValueRequired', message: 'no' }, 'required value: no'],
    ['its reason: duplicate', { reason: 'FieldValueDuplicate', message: 'no' }, 'duplicate value: no'],
  ])('says %s', (_, more, message) => {
    expect(checkField(ruled(integer, { rule: 'self < 5', ...more }), 7)[0]?.message).toBe(message);
  });

  test('points where its fieldPath says', () => {
    const schema = ruled(
      {
        type: 'object',
        properties: {
          a: { type: 'object', properties: { b: integer } },
          m: { type: 'object', additionalProperties: text },
        },
      },
      { rule: '!has(self.a)', fieldPath: '.a.b' },
      { rule: '!has(self.m)', fieldPath: ".m['x.y']" },
    );
    expect(lines(checkField(schema, { a: { b: 1 }, m: {} }))).toEqual([
      'K8S003 spec.it.a.b: failed rule: !has(self.a)',
      'K8S003 spec.it.m[x.y]: failed rule: !has(self.m)',
    ]);
  });

  test('because it fails says why, as the API server does', () => {
    const schema = ruled(
      { type: 'object', properties: { a: text } },
      { rule: "self.a == 'x'", message: 'a must be x' },
    );
    expect(lines(checkField(schema, {}))).toEqual(['K8S003 spec.it: no such key: a evaluating rule: a must be x']);
  });
});

describe('rules are evaluated', () => {
  test('at every level', () => {
    const schema = {
      type: 'object',
      additionalProperties: {
        type: 'array',
        items: ruled({ type: 'object', properties: { n: ruled(integer, 'self < 3') } }, 'self.n != 1'),
      },
    };
    expect(lines(checkField(schema, { a: [{ n: 1 }, { n: 2 }], b: [{ n: 3 }] }))).toEqual([
      'K8S003 spec.it.a[0]: failed rule: self.n != 1',
      'K8S003 spec.it.b[0].n: failed rule: self < 3',
    ]);
  });

  test('at the root, with its type and name', () => {
    const root = ruled(
      {},
      "self.kind == 'Thing' && self.apiVersion == 'example.com/v1'",
      "self.metadata.name != 'bad'",
    );
    const set = CrdSet.from([crdDocument({ type: 'object' }, { root })]);
    expect(set.check(thing({}))).toEqual([]);
    expect(lines(set.check(thing({}, { name: 'bad' })))).toEqual(["K8S003 : failed rule: self.metadata.name != 'bad'"]);
  });

  test('not for a field that is absent or null', () => {
    const schema = { type: 'object', properties: { a: { ...ruled(integer, 'false'), nullable: true } } };
    expect(checkField(schema, {})).toEqual([]);
    expect(checkField(schema, { a: null })).toEqual([]);
    expect(checkField(schema, { a: 1 })).toHaveLength(1);
  });

  test('with defaults applied', () => {
    const schema = ruled({ type: 'object', properties: { a: { ...text, default: 'x' } } }, "self.a == 'x'");
    expect(checkField(schema, {})).toEqual([]);
    expect(checkField(schema, { a: null })).toEqual([]);
  });

  test('only where the value has the shape they were written for', () => {
    const schema = ruled({ type: 'object', required: ['a'], properties: { a: text } }, "self.a == 'x'");
    expect(lines(checkField(schema, {}))).toEqual(['K8S002 spec.it.a: required value']);
    const limited = ruled({ ...integer, maximum: 5 }, 'self < 3');
    expect(lines(checkField(limited, 7))).toEqual([
      'K8S002 spec.it: should be less than or equal to 5, found 7',
      'K8S003 spec.it: failed rule: self < 3',
    ]);
  });
});

describe('transition rules', () => {
  test('do not apply to a create', () => expect(checkField(ruled(text, 'self == oldSelf'), 'a')).toEqual([]));
  test('apply where oldSelf is optional, and it is none', () => {
    const rule = (rule: string) => ruled(text, { rule, optionalOldSelf: true });
    expect(checkField(rule('!oldSelf.hasValue()'), 'a')).toEqual([]);
    expect(checkField(rule("oldSelf.orValue('b') == 'b'"), 'a')).toEqual([]);
    expect(checkField(rule('oldSelf.hasValue()'), 'a')).toHaveLength(1);
    expect(lines(checkField(rule("oldSelf.value() == 'a'"), 'a'))).toEqual([
      "K8S003 spec.it: optional.none() dereference evaluating rule: oldSelf.value() == 'a'",
    ]);
  });
});

describe('values are seen', () => {
  test.each<[string, JsonObject, Json, Json]>([
    ['an integer as an int', ruled(integer, 'type(self) == int && self % 2 == 0'), 2, 3],
    ['a number as a double', ruled({ type: 'number' }, 'type(self) == double && self * 2.0 < 10.0'), 4, 5],
    [
      'int-or-string as either',
      ruled({ 'x-kubernetes-int-or-string': true }, "type(self) == int ? self > 3 : self.endsWith('%')"),
      '5%',
      3,
    ],
    ['int-or-string, the wrong one', ruled({ 'x-kubernetes-int-or-string': true }, 'self > 3'), 4, '5'],
    [
      'a quantity that may be a number',
      ruled({ 'x-kubernetes-int-or-string': true }, "quantity(self).isGreaterThan(quantity('0'))"),
      '1',
      1,
    ],
    [
      'a date-time as a timestamp',
      ruled({ type: 'string', format: 'date-time' }, "self > timestamp('2020-06-01T00:00:00Z')"),
      '2021-01-01T00:00:00Z',
      '2020-01-01T00:00:00.5Z',
    ],
    [
      'a date as a timestamp',
      ruled({ type: 'string', format: 'date' }, 'self.getFullYear() == 2020'),
      '2020-01-01',
      '2021-01-01',
    ],
    ['a duration as one', ruled({ type: 'string', format: 'duration' }, "self < duration('1h')"), '3 minutes', '1h'],
    ['base64 as bytes', ruled({ type: 'string', format: 'byte' }, 'self.size() == 2'), 'aGk=', 'aGVs'],
    [
      'a map by its keys',
      ruled({ type: 'object', additionalProperties: integer }, "self.all(k, k.startsWith('a') && self[k] > 0)"),
      { 'a.b': 1 },
      { 'a.b': 0 },
    ],
    [
      'a reserved name escaped',
      ruled({ type: 'object', properties: { namespace: text } }, "self.__namespace__ == 'x'"),
      { namespace: 'x' },
      { namespace: 'y' },
    ],
    [
      'signs in a name escaped',
      ruled({ type: 'object', properties: { 'a-b.c/d': text } }, "self.a__dash__b__dot__c__slash__d == 'x'"),
      { 'a-b.c/d': 'x' },
      { 'a-b.c/d': 'y' },
    ],
    [
      'a null as absent',
      ruled({ type: 'object', properties: { a: { ...text, nullable: true } } }, '!has(self.a)'),
      { a: null },
      { a: '' },
    ],
    [
      'an embedded object with its type',
      ruled(
        { type: 'object', 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true },
        "self.kind == 'Pod'",
      ),
      { apiVersion: 'v1', kind: 'Pod' },
      { apiVersion: 'v1', kind: 'Job' },
    ],
    [
      'an optional field',
      ruled({ type: 'object', properties: { a: { type: 'array', items: integer } } }, 'self.?a[0].orValue(5) == 5'),
      {},
      { a: [1] },
    ],
  ])('%s', (_, schema, accepted, refused) => {
    expect(checkField(schema, accepted)).toEqual([]);
    expect(lines(checkField(schema, refused))[0]).toMatch(/^K8S003 spec\.it: /);
  });
});

describe('a rule that cannot be evaluated here is a warning', () => {
  test.each([
    ['a syntax error', 'self ==', /could not be evaluated: /],
    ['an unknown function', "frobnicate(self) == 'x'", /could not be evaluated: it uses frobnicate\(\)/],
    ['an unknown function behind ||', 'true || frobnicate(self)', /it uses frobnicate\(\)/],
    ['an unknown name', 'params.x == self', /it uses params/],
    ['a macro that is not provided', 'self.split(",").all(i, v, v == "x")', /it uses all\(\), i, v/],
  ])('%s', (_, rule, message) => {
    const findings = checkField(ruled(text, rule), 'a');
    expect(findings).toMatchObject([{ code: 'K8S009', severity: Severity.WARNING, path: 'f.yaml#0 Thing/a: spec.it' }]);
    expect(findings[0]?.message).toMatch(message);
  });
});
