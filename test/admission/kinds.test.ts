import { CrdSet } from '../../constructs/admission';
import { Severity } from '../../constructs/findings';
import type { JsonObject, ManifestDocument } from '../../constructs/manifests';
import { crdDocument, lines, thing } from './support';

function document(apiVersion: string, kind: string): ManifestDocument {
  return { source: 'f.yaml', index: 0, value: { apiVersion, kind, metadata: { name: 'a' } } };
}

const schema = { openAPIV3Schema: { type: 'object' } };
const crd = crdDocument({ type: 'object' });
const versions: JsonObject = {
  ...crd.value,
  spec: {
    group: 'example.com',
    scope: 'Cluster',
    names: { kind: 'Thing', plural: 'things' },
    versions: [
      { name: 'v1alpha1', served: false, storage: false, schema },
      { name: 'v1beta1', served: true, storage: false, schema },
      { name: 'v1', served: true, storage: true, schema },
    ],
  },
};
const set = CrdSet.from([{ source: 'crd.yaml', value: { ...crd.value, ...versions } }, document('v1', 'ConfigMap')]);

test('a set knows what is served', () => {
  expect(set.kinds()).toEqual(['example.com/v1/Thing', 'example.com/v1beta1/Thing']);
  expect(set.has('example.com/v1', 'Thing')).toBe(true);
  expect(set.has('example.com/v1alpha1', 'Thing')).toBe(false);
  expect(set.has('example.com/v1', 'Other')).toBe(false);
  expect(set.has('v1', 'ConfigMap')).toBe(false);
});

test('kinds of other groups are not its business', () => {
  expect(set.check(document('v1', 'Pod'))).toEqual([]);
  expect(set.check(document('apps/v1', 'Thing'))).toEqual([]);
});

test('a version that is not served is refused with those that are', () => {
  expect(set.check(document('example.com/v1alpha1', 'Thing'))).toEqual([
    {
      code: 'K8S004',
      severity: Severity.ERROR,
      path: 'f.yaml#0 Thing/a',
      message: 'Thing is no longer served in version "v1alpha1"; served versions: v1beta1, v1',
      fix: "use 'example.com/v1beta1' or 'example.com/v1'",
      source: 'CustomResourceDefinition things.example.com',
    },
  ]);
  expect(set.check(document('example.com/v2', 'Thing'))[0]?.message).toBe(
    'Thing is not known in version "v2"; served versions: v1beta1, v1',
  );
});

test('a kind that is nearly a known one is refused', () => {
  expect(set.check(document('example.com/v1', 'Thnig'))[0]).toMatchObject({
    code: 'K8S004',
    severity: Severity.ERROR,
    message: 'no kind "Thnig" in the group example.com; did you mean "Thing"?',
  });
});

test('a kind that is quite another is only noted: its CRD may be installed by someone else', () => {
  expect(set.check(document('example.com/v1', 'Gadget'))[0]).toMatchObject({
    code: 'K8S004',
    severity: Severity.WARNING,
    message: 'no kind "Gadget" in the group example.com',
  });
});

test('findings point where the caller says', () => {
  const things = CrdSet.from([crd]);
  expect(things.check(thing({ a: 1 }), 'App/chart/thing').map(({ path }) => path)).toEqual(['App/chart/thing: spec.a']);
});

test('the last CRD of a kind wins', () => {
  const later = CrdSet.from([crd, crdDocument({ type: 'object', properties: { a: { type: 'integer' } } })]);
  expect(lines(later.check(thing({ a: 'x' })))).toEqual(['K8S002 spec.a: must be of type integer, found string "x"']);
});

test('a CRD without versions is left out and reported', () => {
  const broken = CrdSet.from([
    { source: 'crd.yaml', index: 3, value: { ...crd.value, spec: { group: 'example.com' } } },
  ]);
  expect(broken.kinds()).toEqual([]);
  expect(broken.findings).toMatchObject([
    { code: 'K8S008', path: 'crd.yaml#3 CustomResourceDefinition/things.example.com' },
  ]);
  expect(broken.check(thing({}))).toEqual([]);
});
