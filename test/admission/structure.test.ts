import { CrdSet } from '../../constructs/admission';
import { Severity } from '../../constructs/findings';
import { checkField, crdDocument, lines, thing } from './support';

const text = { type: 'string' };

describe('unknown fields', () => {
  const schema = { type: 'object', properties: { replicas: { type: 'integer' }, volumeMounts: text } };

  test('are refused with the name that was probably meant', () => {
    const [finding] = checkField(schema, { replica: 1 });
    expect(finding).toMatchObject({
      code: 'K8S001',
      severity: Severity.ERROR,
      path: 'f.yaml#0 Thing/a: spec.it.replica',
      message: 'unknown field "replica"; did you mean "replicas"?',
      fix: "write 'replicas', or remove the field",
      source: 'CustomResourceDefinition things.example.com, version v1',
    });
  });

  test('in another letter case are still unknown', () => {
    expect(lines(checkField(schema, { volumemounts: '' }))).toEqual([
      'K8S001 spec.it.volumemounts: unknown field "volumemounts"; did you mean "volumeMounts"?',
    ]);
  });

  test('that resemble none are refused with the known ones', () => {
    expect(checkField(schema, { zz: null })[0]).toMatchObject({
      message: 'unknown field "zz"',
      fix: 'remove the field; known here are replicas, volumeMounts',
    });
  });

  test('are looked for in lists and maps', () => {
    const items = { type: 'array', items: { type: 'object', additionalProperties: schema } };
    expect(lines(checkField(items, [{ a: { replicas: 1 } }, { b: { zz: 1 } }]))).toEqual([
      'K8S001 spec.it[1].b.zz: unknown field "zz"',
    ]);
  });

  test('at the root are refused, but not the type and metadata', () => {
    const set = CrdSet.from([crdDocument({ type: 'object' })]);
    expect(lines(set.check(thing({}, { name: 'a' }, { sepc: {} })))).toEqual([
      'K8S001 sepc: unknown field "sepc"; did you mean "spec"?',
    ]);
  });

  test('below a scalar where an object belongs are not looked for', () => {
    expect(lines(checkField(schema, 'x'))).toEqual(['K8S002 spec.it: must be of type object, found string "x"']);
  });
});

describe('x-kubernetes-preserve-unknown-fields', () => {
  const known = { type: 'object', properties: { a: text } };
  const schema = {
    type: 'object',
    'x-kubernetes-preserve-unknown-fields': true,
    properties: { known, list: { type: 'array', items: known } },
  };
  test('keeps what is unknown, whatever it is', () => {
    expect(checkField(schema, { z: { y: [null, { x: null }] } })).toEqual([]);
  });
  test('does not reach into known fields', () => {
    expect(lines(checkField(schema, { known: { z: 1 }, list: [{ y: 1 }] }))).toEqual([
      'K8S001 spec.it.known.z: unknown field "z"',
      'K8S001 spec.it.list[0].y: unknown field "y"',
    ]);
  });
  test('of a list reaches its items', () => {
    const list = { type: 'array', 'x-kubernetes-preserve-unknown-fields': true, items: known };
    expect(checkField(list, [{ z: 1 }])).toEqual([]);
  });
  test('without a type takes anything', () => {
    for (const value of [1, 'a', [1], { a: { b: null } }, null]) {
      expect(checkField({ 'x-kubernetes-preserve-unknown-fields': true }, value)).toEqual([]);
    }
  });
});

describe('additionalProperties: true', () => {
  const schema = { type: 'object', additionalProperties: true };
  test('takes any scalar', () => expect(checkField(schema, { a: 1, b: 'x' })).toEqual([]));
  test('knows no fields inside its values', () => {
    expect(lines(checkField(schema, { a: { b: 1 } }))).toEqual(['K8S001 spec.it.a.b: unknown field "b"']);
  });
});

describe('nulls', () => {
  const NULL = 'explicit null: kubectl apply accepts it and drops the field, server-side apply refuses it';

  test('that the schema does not allow are dropped, with a warning', () => {
    const [finding] = checkField({ type: 'object', properties: { a: text } }, { a: null });
    expect(finding).toMatchObject({
      code: 'K8S006',
      severity: Severity.WARNING,
      path: 'f.yaml#0 Thing/a: spec.it.a',
      message: NULL,
    });
  });

  test.each([
    ['a nullable field', { ...text, nullable: true }],
    ['a field with a default', { ...text, default: 'x' }],
    ['a field without a type', { 'x-kubernetes-preserve-unknown-fields': true }],
  ])('are nothing special in %s', (_, schema) => expect(checkField(schema, null)).toEqual([]));

  test('are dropped before required fields are counted', () => {
    const schema = { type: 'object', required: ['a'], properties: { a: text } };
    expect(lines(checkField(schema, { a: null }))).toEqual([
      `K8S006 spec.it.a: ${NULL}`,
      'K8S002 spec.it.a: required value',
    ]);
    const nullable = { ...schema, properties: { a: { ...text, nullable: true } } };
    expect(checkField(nullable, { a: null })).toEqual([]);
  });

  test('in a map are dropped, in a list they are refused', () => {
    expect(lines(checkField({ type: 'object', additionalProperties: text }, { a: null }))).toEqual([
      `K8S006 spec.it.a: ${NULL}`,
    ]);
    expect(lines(checkField({ type: 'array', items: text }, [null]))).toEqual([
      'K8S002 spec.it[0]: must be of type string, found null',
    ]);
    expect(checkField({ type: 'array', items: { ...text, nullable: true } }, [null])).toEqual([]);
  });
});

describe('defaults', () => {
  test('are applied before validation, also those below defaults', () => {
    const schema = {
      type: 'object',
      required: ['a'],
      properties: { a: { type: 'object', default: {}, required: ['b'], properties: { b: { ...text, default: 'x' } } } },
    };
    expect(checkField(schema, {})).toEqual([]);
  });

  test('are applied in lists and maps', () => {
    const item = { type: 'object', required: ['b'], properties: { b: { ...text, default: 'x' } } };
    expect(checkField({ type: 'array', items: item }, [{}])).toEqual([]);
    expect(checkField({ type: 'object', additionalProperties: item }, { a: {}, c: { b: null } })).toEqual([]);
  });

  test('do not replace a null that is allowed', () => {
    const schema = { ...text, nullable: true, default: 'x' };
    expect(lines(checkField({ ...schema, 'x-kubernetes-validations': [{ rule: 'false' }] }, null))).toEqual([]);
  });
});

describe('status', () => {
  test('is dropped by a create where it is a subresource', () => {
    const set = CrdSet.from([crdDocument({ type: 'object' }, { version: { subresources: { status: {} } } })]);
    expect(set.check(thing({}, { name: 'a' }, { status: { ready: 1 } }))).toEqual([]);
    expect(set.check(thing({}, { name: 'a' }, { status: null }))).toEqual([]);
    expect(lines(set.check(thing({}, { name: 'a' }, { status: { redy: 1 } })))).toEqual([
      'K8S001 status.redy: unknown field "redy"; did you mean "ready"?',
    ]);
  });
  test('is validated where it is none', () => {
    const set = CrdSet.from([crdDocument({ type: 'object' })]);
    expect(lines(set.check(thing({}, { name: 'a' }, { status: { ready: 1 } })))).toEqual([
      'K8S002 status.ready: must be of type boolean, found integer 1',
    ]);
  });
});

describe('scale', () => {
  const spec = { type: 'object', properties: { replicas: { type: 'integer' } } };
  const set = CrdSet.from([
    crdDocument(spec, { version: { subresources: { scale: { specReplicasPath: '.spec.replicas' } } } }),
  ]);
  test('accepts a replica count, or none', () => {
    expect(set.check(thing({ replicas: 0 }))).toEqual([]);
    expect(set.check(thing({}))).toEqual([]);
  });
  test.each([-1, 2 ** 31])('refuses %d replicas', (replicas) => {
    expect(lines(set.check(thing({ replicas })))).toEqual([
      `K8S002 spec.replicas: should be a whole number from 0 to 2147483647, found ${replicas}`,
    ]);
  });
});
