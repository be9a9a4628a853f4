import { checkField, lines } from './support';

const text = { type: 'string' };

describe('x-kubernetes-list-type: set', () => {
  const set = { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'integer' } };
  test('accepts different values', () => expect(checkField(set, [1, 2])).toEqual([]));
  test('refuses a value that is there twice, once', () => {
    expect(lines(checkField(set, [1, 2, 1, 1]))).toEqual(['K8S002 spec.it[2]: duplicate value 1']);
  });
  test('compares objects whatever the order of their fields', () => {
    const objects = {
      ...set,
      items: { type: 'object', 'x-kubernetes-map-type': 'atomic', properties: { a: text, b: text } },
    };
    expect(
      lines(
        checkField(objects, [
          { a: '1', b: '2' },
          { b: '2', a: '1' },
        ]),
      ),
    ).toEqual(['K8S002 spec.it[1]: duplicate value {"b":"2","a":"1"}']);
  });
});

describe('x-kubernetes-list-type: map', () => {
  const items = {
    type: 'object',
    required: ['name'],
    properties: { name: text, protocol: { ...text, default: 'TCP' }, v: text },
  };
  const map = (...keys: string[]) => ({
    type: 'array',
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': keys,
    items,
  });

  test('accepts different keys', () => {
    expect(checkField(map('name'), [{ name: 'a' }, { name: 'b' }])).toEqual([]);
    expect(checkField(map('name', 'protocol'), [{ name: 'a' }, { name: 'a', protocol: 'UDP' }])).toEqual([]);
  });

  test('refuses a key that is there twice', () => {
    expect(
      lines(
        checkField(map('name'), [
          { name: 'a', v: '1' },
          { name: 'a', v: '2' },
        ]),
      ),
    ).toEqual(['K8S002 spec.it[1]: duplicate value {"name":"a"}']);
  });

  test('sees the defaults of the keys', () => {
    expect(lines(checkField(map('name', 'protocol'), [{ name: 'a', protocol: 'TCP' }, { name: 'a' }]))).toEqual([
      'K8S002 spec.it[1]: duplicate value {"name":"a","protocol":"TCP"}',
    ]);
  });

  test('refuses what is no object', () => {
    expect(lines(checkField(map('name'), ['a']))).toContain(
      'K8S002 spec.it[0]: must be an object for an array of list-type map',
    );
  });
});
