import { CrdSet } from '../../constructs/admission';
import type { Json } from '../../constructs/manifests';
import { checkField, crdDocument, lines, thing } from './support';

const set = CrdSet.from([crdDocument({ type: 'object' })]);

function check(metadata: Json): string[] {
  return lines(set.check(thing({}, metadata)));
}

describe('metadata', () => {
  test.each<[string, Json]>([
    ['a DNS subdomain as a name', { name: 'a.b-c.1' }],
    ['a generated name', { generateName: 'a-' }],
    ['a namespace', { name: 'a', namespace: 'b-1' }],
    ['labels', { name: 'a', labels: { 'app.kubernetes.io/name': 'A_b.c', empty: '', nothing: null } }],
    ['annotations, whose keys may be in upper case', { name: 'a', annotations: { 'A.io/B': 'any {text}\n' } }],
    ['finalizers', { name: 'a', finalizers: ['example.com/x'] }],
    [
      'owners',
      { name: 'a', ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'p', uid: 'u', controller: true }] },
    ],
    [
      'what an export holds',
      { name: 'a', uid: 'u', generation: 3, creationTimestamp: '2020-01-01T00:00:00Z', managedFields: [{}] },
    ],
    ['nulls', { name: 'a', labels: null, creationTimestamp: null, finalizers: null }],
  ])('accepts %s', (_, metadata) => expect(check(metadata)).toEqual([]));

  test.each<[string, Json, RegExp]>([
    ['no name', {}, /^K8S005 metadata\.name: required value: name or generateName/],
    ['an empty name', { name: '' }, /^K8S005 metadata\.name: required value/],
    ['upper case in a name', { name: 'A' }, /^K8S005 metadata\.name: invalid value "A": a DNS-1123 subdomain/],
    ['an empty label in a name', { name: 'a..b' }, /^K8S005 metadata\.name: invalid value "a\.\.b"/],
    ['a name of 254 characters', { name: 'a'.repeat(254) }, /no more than 253 characters/],
    ['a generated name in upper case', { generateName: 'A-' }, /^K8S005 metadata\.generateName: invalid value "A-"/],
    ['dots in a namespace', { name: 'a', namespace: 'a.b' }, /^K8S005 metadata\.namespace: invalid value "a\.b"/],
    ['a placeholder as a namespace', { name: 'a', namespace: '<your-namespace>' }, /^K8S005 metadata\.namespace/],
    [
      'an unknown field',
      { name: 'a', label: {} },
      /^K8S005 metadata\.label: unknown field "label"; did you mean "labels"\?/,
    ],
    [
      'an unknown field of an owner',
      { name: 'a', ownerReferences: [{ zz: 1 }] },
      /ownerReferences\[0\]\.zz: unknown field "zz"/,
    ],
    [
      'a label that is a number',
      { name: 'a', labels: { x: 1 } },
      /^K8S005 metadata\.labels\.x: must be of type string, found integer 1/,
    ],
    ['labels that are a list', { name: 'a', labels: [] }, /^K8S005 metadata\.labels: must be of type object/],
    ['a label key with a space', { name: 'a', labels: { 'x y': '' } }, /^K8S005 metadata\.labels: invalid value "x y"/],
    ['a label key with two slashes', { name: 'a', labels: { 'a/b/c': '' } }, /at most one slash/],
    [
      'a label value with a space',
      { name: 'a', labels: { x: 'a b' } },
      /^K8S005 metadata\.labels\.x: invalid value "a b"/,
    ],
    ['a label value of 64 characters', { name: 'a', labels: { x: 'a'.repeat(64) } }, /no more than 63 characters/],
    [
      'an annotation that is true',
      { name: 'a', annotations: { 'x.io/y': true } },
      /annotations\[x\.io\/y\]: must be of type string/,
    ],
    [
      'annotations beyond 256 KiB',
      { name: 'a', annotations: { x: 'é'.repeat(140_000) } },
      /may not be more than 262144 bytes/,
    ],
    ['a time that is none', { name: 'a', creationTimestamp: '2020' }, /must be of type time, found string "2020"/],
    ['a generation that is no integer', { name: 'a', generation: 1.5 }, /must be of type integer, found number 1\.5/],
    [
      'an owner without a name',
      { name: 'a', ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', uid: 'u' }] },
      /ownerReferences\[0\]\.name: invalid value "": must not be empty/,
    ],
    ['two deletion policies', { name: 'a', finalizers: ['orphan', 'foregroundDeletion'] }, /cannot be both set/],
  ])('refuses %s', (_, metadata, message) => expect(check(metadata)[0]).toMatch(message));

  test('schema rules for the name apply too', () => {
    const root = {
      properties: { metadata: { type: 'object', properties: { name: { type: 'string', maxLength: 3 } } } },
    };
    const short = CrdSet.from([crdDocument({ type: 'object' }, { root })]);
    expect(lines(short.check(thing(undefined, { name: 'abcd' })))).toEqual([
      'K8S002 metadata.name: too long: may not be more than 3 characters, has 4',
    ]);
  });
});

describe('x-kubernetes-embedded-resource', () => {
  const schema = {
    type: 'object',
    'x-kubernetes-embedded-resource': true,
    properties: { spec: { type: 'object', properties: { a: { type: 'string' } } } },
  };

  test('has a type and metadata whatever its schema says', () => {
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'Any_Name', labels: { a: 'b' } }, spec: { a: '' } };
    expect(checkField(schema, pod)).toEqual([]);
  });

  test.each<[string, Json, string]>([
    ['no kind', { apiVersion: 'v1' }, 'K8S005 spec.it.kind: required value'],
    ['no apiVersion', { kind: 'Pod' }, 'K8S005 spec.it.apiVersion: required value'],
    [
      'a kind that is none',
      { apiVersion: 'v1', kind: 'pod_x' },
      'K8S005 spec.it.kind: "pod_x" is no kind: letters and digits only',
    ],
    [
      'a version that is none',
      { apiVersion: 'a/b/c', kind: 'Pod' },
      'K8S005 spec.it.apiVersion: unexpected group and version "a/b/c"',
    ],
    [
      'a version that is a number',
      { apiVersion: 1, kind: 'Pod' },
      'K8S005 spec.it.apiVersion: must be a string, found 1',
    ],
    [
      'unknown metadata',
      { apiVersion: 'v1', kind: 'Pod', metadata: { zz: 1 } },
      'K8S005 spec.it.metadata.zz: unknown field "zz"',
    ],
    [
      'a slash in its name',
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a/b' } },
      `K8S005 spec.it.metadata.name: invalid value "a/b": may not be '.', '..' or contain '/' or '%'`,
    ],
    ['unknown fields', { apiVersion: 'v1', kind: 'Pod', status: 1 }, 'K8S001 spec.it.status: unknown field "status"'],
  ])('is refused with %s', (_, value, finding) => expect(lines(checkField(schema, value))[0]).toBe(finding));
});
