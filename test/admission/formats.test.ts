import { checkField, lines } from './support';

/* Each verdict is that of kube-apiserver v1.36.3. */
const formats: Record<string, readonly [accepted: readonly string[], refused: readonly string[]]> = {
  bsonobjectid: [['5f9d88b9c2a3b4d5e6f70819'], ['5f9d88b9', '']],
  uri: [
    ['http://a.b/c?d=e', '/abs', 'mailto:x@y', 'http://[::1]:80/', '*'],
    ['rel', '', '://', 'http://a b/', 'http://a/%zz', 'http://a:x/'],
  ],
  email: [
    ['x@y', 'X <x@y.z>', '"x y"@z'],
    ['x', '@y', 'x@', 'x y@z', 'mailto:x@y', 'x@y,z@w'],
  ],
  hostname: [
    ['a.com', 'a', 'é.com', 'my-name.com'],
    ['', 'a..com', '-a.com', 'a_b.com', 'my-name', `${'x'.repeat(64)}.com`],
  ],
  ipv4: [
    ['1.2.3.4', '01.2.3.4', '::ffff:1.2.3.4'],
    ['1.2.3', '256.1.1.1', '::1'],
  ],
  ipv6: [
    ['::1', '::', '2001:DB8::1', '::ffff:1.2.3.4'],
    ['1.2.3.4', '1::2::3', 'g::1', 'fe80::1%eth0'],
  ],
  cidr: [
    ['10.0.0.0/8', '::/0', '010.0.0.0/8'],
    ['10.0.0.1/33', '10.0.0.0', '::1/129'],
  ],
  mac: [
    ['00:11:22:33:44:55', '00-11-22-33-44-55', '0011.2233.4455'],
    ['00:11:22:33:44', '00:11-22:33:44:55'],
  ],
  uuid: [['123e4567-e89b-12d3-a456-426614174000', '123E4567E89B12D3A456426614174000'], ['123e4567']],
  uuid3: [['123e4567-e89b-32d3-a456-426614174000'], ['123e4567-e89b-42d3-a456-426614174000']],
  uuid4: [['123e4567-e89b-42d3-a456-426614174000'], ['123e4567-e89b-52d3-a456-426614174000']],
  uuid5: [['123e4567-e89b-52d3-a456-426614174000'], ['123e4567-e89b-42d3-a456-426614174000']],
  isbn: [['0321751043', '978-0321751041'], ['0321751042']],
  isbn10: [['0-321-75104-3'], ['9780321751041']],
  isbn13: [['9780321751041'], ['0321751043']],
  creditcard: [['4111-1111-1111-1111'], ['4111111111111112', '']],
  ssn: [['123-45-6789'], ['123456789']],
  hexcolor: [['#fff', 'fff'], ['#ffff']],
  rgbcolor: [['rgb(1, 2 ,3)'], ['rgb(256,2,3)', 'rgb(01,2,3)']],
  byte: [['aGk='], ['aGk', '', '_-8=']],
  password: [['', 'anything'], []],
  date: [
    ['2020-02-29', '0000-01-01'],
    ['2021-02-29', '2020-1-1', '2020-01-01T00:00:00Z'],
  ],
  'date-time': [
    ['2020-01-01T00:00:00Z', '2020-01-01t00:00:00.5z', '2020-01-01T00:00:00+01:00'],
    ['2020-01-01', '2020-01-01T24:00:00Z', '2020-01-01T00:00:00'],
  ],
  duration: [
    ['1h30m', '5 days', '22 ns', '-1.5h', '0', '1w', 'P1D'],
    ['5', '3 foo', ''],
  ],
  'k8s-short-name': [['my-name'], ['My', 'a.b', '-a', 'a'.repeat(64)]],
  'k8s-long-name': [
    ['a.b-c', 'a'.repeat(64)],
    ['A', 'a..b', 'a.'],
  ],
};

describe.each(Object.entries(formats))('%s', (format, [accepted, refused]) => {
  const schema = { type: 'string', format };
  test.each(accepted)('accepts %j', (text) => expect(checkField(schema, text)).toEqual([]));
  if (refused.length > 0) {
    test.each(refused)('refuses %j', (text) =>
      expect(lines(checkField(schema, text))).toEqual([
        `K8S002 spec.it: must be of type ${format}, found ${JSON.stringify(text)}`,
      ]),
    );
  }
});

test('a format that Kubernetes does not know is only a comment', () => {
  expect(checkField({ type: 'string', format: 'colour' }, 'x')).toEqual([]);
  expect(checkField({ type: 'integer', format: 'uuid' }, 1)).toEqual([]);
});
