import { childPath, documentPath, indexPath, type ManifestDocument } from '../../constructs/manifests';

const value = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } };

test('a path names file, place, kind, name and field', () => {
  const document: ManifestDocument = { source: 'f.yaml', index: 2, line: 9, value };
  expect(documentPath(document)).toBe('f.yaml#2 Pod/a');
  expect(documentPath(document, 'spec.components[0].type')).toBe('f.yaml#2 Pod/a: spec.components[0].type');
});

test('an object that is in no file has no place', () => {
  expect(documentPath({ source: 'App/chart/pod', value })).toBe('App/chart/pod Pod/a');
});

test('a generated name is shown as one', () => {
  const document = { source: 'f', index: 0, value: { ...value, metadata: { generateName: 'a-' } } };
  expect(documentPath(document)).toBe('f#0 Pod/a-*');
});

test('keys with signs of their own stand in brackets', () => {
  expect(childPath('', 'spec')).toBe('spec');
  expect(childPath('spec', 'a-b')).toBe('spec.a-b');
  expect(childPath('metadata.labels', 'app.kubernetes.io/name')).toBe('metadata.labels[app.kubernetes.io/name]');
  expect(indexPath('spec.list', 3)).toBe('spec.list[3]');
});
