import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JsonPatch } from 'cdk8s';
import { ApiSchemas, CrdSet } from '../../constructs/admission';
import { KINDS, KUBERNETES_VERSION } from '../../constructs/admission/kubernetes/table';
import { Severity } from '../../constructs/findings';
import { isJsonObject, type Json, type ManifestDocument, readManifests } from '../../constructs/manifests';
import { crdDocument, lines, thing } from './support';

const { documents } = readManifests({
  name: 'built-in-kinds.yaml',
  content: readFileSync(join(__dirname, 'built-in-kinds.yaml')),
});
const schemas = new ApiSchemas();

/** The document of this kind in built-in-kinds.yaml, with another value at a path such as `spec.ports.0.port`. */
function changed(kind: string, path: string, value: Json | undefined): ManifestDocument {
  const found = documents.find((document) => document.value.kind === kind);
  const pointer = `/${path.replaceAll('.', '/')}`;
  const patch = value === undefined ? JsonPatch.remove(pointer) : JsonPatch.add(pointer, value);
  return { source: 'f.yaml', index: 0, value: JsonPatch.apply(structuredClone(found?.value), patch) };
}

/** Code, field and message of what is said then. */
function said(kind: string, path: string, value: Json | undefined): readonly string[] {
  return schemas
    .check(changed(kind, path, value), 'it')
    .map((finding) => `${finding.code} ${finding.path.replace(/^it: /, '')}: ${finding.message}`);
}

function objectFields({ value }: ManifestDocument): readonly string[] {
  return Object.keys(value).filter((name) => !['metadata', 'status'].includes(name) && isJsonObject(value[name]));
}

test('there is a document of each kind that has a schema', () => {
  const kinds = documents.map(({ value }) => `${value.apiVersion}/${value.kind}`);
  expect(kinds.sort()).toEqual([...KINDS.keys()].sort());
  expect(KUBERNETES_VERSION).toMatch(/^v1\.\d+\.\d+$/);
});

describe.each(documents.map((document) => [document.value.kind, document] as const))('%s', (kind, document) => {
  test('a good one passes', () => {
    expect(schemas.check(document)).toEqual([]);
    expect(schemas.covers(document)).toBe(true);
  });

  test('an unknown field is refused, at the root and in each object', () => {
    expect(said(kind, 'unheard', {})).toEqual([expect.stringMatching(/^K8S001 unheard: unknown field "unheard"/)]);
    for (const field of objectFields(document)) {
      expect(said(kind, `${field}.unheardOf`, {})[0]).toMatch(new RegExp(`^K8S00[12] ${field}\\.unheardOf: `));
    }
  });

  test('metadata is looked at', () => {
    expect(said(kind, 'metadata.lables', {})[0]).toMatch(/^K8S005 metadata\.lables: unknown field/);
    expect(said(kind, 'metadata.labels', { a: 1 })[0]).toMatch(/^K8S005 metadata\.labels\.a: must be of type string/);
  });
});

/** What the API server of Kubernetes 1.36.3 refused when it was asked (dryRun=All, fieldValidation=Strict). */
test.each<readonly [kind: string, path: string, value: Json, said: string]>([
  ['Job', 'spec.templat', {}, 'K8S001 spec.templat: unknown field "templat"; did you mean "template"?'],
  ['Job', 'spec', [], 'K8S002 spec: must be of type object, found array'],
  ['Job', 'spec.backoffLimit', '3', 'K8S002 spec.backoffLimit: must be of type integer, found string "3"'],
  [
    'Job',
    'spec.template.metadata',
    { nmae: 'x' },
    'K8S001 spec.template.metadata.nmae: unknown field "nmae"; did you mean "name"?',
  ],
  [
    'CronJob',
    'spec.jobTemplate.spec.template.spec.containers.0.imag',
    'x',
    'K8S001 spec.jobTemplate.spec.template.spec.containers[0].imag: unknown field "imag"; did you mean "image"?',
  ],
  ['ConfigMap', 'Data', {}, 'K8S001 Data: unknown field "Data"; did you mean "data"?'],
  ['ConfigMap', 'data', { a: 1 }, 'K8S002 data.a: must be of type string, found integer 1'],
  ['ConfigMap', 'binaryData.blob', 'zz!', 'K8S002 binaryData.blob: must be base64, found "zz!"'],
  ['ConfigMap', 'binaryData.blob', ['x'], 'K8S002 binaryData.blob: must be of type string, found array'],
  ['ConfigMap', 'immutable', 'true', 'K8S002 immutable: must be of type boolean, found string "true"'],
  ['ConfigMap', 'status', {}, 'K8S001 status: unknown field "status"'],
  ['Secret', 'data.token', 'eno', 'K8S002 data.token: must be base64, found "eno"'],
  ['Pod', 'spec.containers.0.args', [1], 'K8S002 spec.containers[0].args[0]: must be of type string, found integer 1'],
  ['Pod', 'spec.containers.0.args', 'x', 'K8S002 spec.containers[0].args: must be of type array, found string "x"'],
  [
    'Pod',
    'spec.containers.0.env.0.value',
    1,
    'K8S002 spec.containers[0].env[0].value: must be of type string, found integer 1',
  ],
  ['Pod', 'spec.containers.0.bogus', null, 'K8S001 spec.containers[0].bogus: unknown field "bogus"'],
  [
    'Pod',
    'spec.containers.0.resources.limits.cpu',
    'x',
    'K8S002 spec.containers[0].resources.limits.cpu: must be a quantity, found "x"',
  ],
  [
    'Pod',
    'spec.containers.0.resources.limits.cpu',
    true,
    'K8S002 spec.containers[0].resources.limits.cpu: must be of type string or number, found boolean true',
  ],
  [
    'Pod',
    'spec.containers.0.ports.0.containerPort',
    80.5,
    'K8S002 spec.containers[0].ports[0].containerPort: must be of type integer, found number 80.5',
  ],
  [
    'Pod',
    'spec.containers.0.ports.0.containerPort',
    2 ** 33,
    'K8S002 spec.containers[0].ports[0].containerPort: must be a whole number of 32 bits, found 8589934592',
  ],
  [
    'Pod',
    'spec.containers.0.livenessProbe.httpGet.port',
    8.5,
    'K8S002 spec.containers[0].livenessProbe.httpGet.port: must be of type integer or string, found number 8.5',
  ],
  [
    'Pod',
    'spec.containers.0.livenessProbe.httpGet.port',
    2 ** 33,
    'K8S002 spec.containers[0].livenessProbe.httpGet.port: must be a whole number of 32 bits, found 8589934592',
  ],
  [
    'Pod',
    'spec.dnsPolicy',
    'Foo',
    'K8S002 spec.dnsPolicy: unsupported value "Foo"; supported values: "ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"',
  ],
  [
    'Deployment',
    'spec.template.metadata.creationTimestamp',
    'x',
    'K8S002 spec.template.metadata.creationTimestamp: must be a time, found "x"',
  ],
  [
    'StatefulSet',
    'spec.volumeClaimTemplates.0.spec.storageClas',
    'x',
    'K8S001 spec.volumeClaimTemplates[0].spec.storageClas: unknown field "storageClas"',
  ],
  [
    'DaemonSet',
    'spec.updateStrategy.type',
    'Rolling',
    'K8S002 spec.updateStrategy.type: unsupported value "Rolling"; supported values: "OnDelete", "RollingUpdate"',
  ],
  [
    'PersistentVolumeClaim',
    'spec.accessModes.0',
    'ReadWriteMay',
    'K8S002 spec.accessModes[0]: unsupported value "ReadWriteMay"; supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"',
  ],
  [
    'PersistentVolumeClaim',
    'spec.resources.limts',
    {},
    'K8S001 spec.resources.limts: unknown field "limts"; did you mean "limits"?',
  ],
  [
    'Service',
    'spec.type',
    'ClusterIp',
    'K8S002 spec.type: unsupported value "ClusterIp"; supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"',
  ],
  [
    'NetworkPolicy',
    'spec.ingress.0.form',
    [],
    'K8S001 spec.ingress[0].form: unknown field "form"; did you mean "from"?',
  ],
  ['Role', 'rules.0.verb', [], 'K8S001 rules[0].verb: unknown field "verb"; did you mean "verbs"?'],
  ['RoleBinding', 'roleRef.namespace', 'x', 'K8S001 roleRef.namespace: unknown field "namespace"'],
  [
    'HorizontalPodAutoscaler',
    'spec.targetCPUUtilizationPercentage',
    80,
    'K8S001 spec.targetCPUUtilizationPercentage: unknown field "targetCPUUtilizationPercentage"',
  ],
  [
    'ResourceClaim',
    'spec.devices.requests.0.deviceClassName',
    'x',
    'K8S001 spec.devices.requests[0].deviceClassName: unknown field "deviceClassName"',
  ],
  [
    'Role',
    'metadata.name',
    'a%b',
    "K8S005 metadata.name: invalid value \"a%b\": may not be '.', '..' or contain '/' or '%'",
  ],
])('%s: %s = %j is refused', (kind, path, value, message) => {
  expect(said(kind, path, value)).toEqual([message]);
});

/** What it accepted, as far as decoding is concerned. */
test.each<readonly [kind: string, path: string, value: Json | undefined]>([
  ['ConfigMap', 'data', null],
  ['ConfigMap', 'data', { a: null }],
  ['ConfigMap', 'binaryData.blob', 'en\no9'],
  ['ConfigMap', 'binaryData.blob', [1, 2]],
  ['Pod', 'spec.containers.0.args', [null]],
  ['Pod', 'spec.containers.0.resources.limits.cpu', ' 1'],
  ['Pod', 'spec.containers.0.resources.limits.cpu', null],
  ['Pod', 'spec.containers.0.livenessProbe.httpGet.port', 'x'],
  ['Service', 'spec.type', ''],
  ['Deployment', 'spec.template.metadata.creationTimestamp', null],
  ['Role', 'metadata.name', 'A:b c'],
  ['PodDisruptionBudget', 'metadata.name', 'A:b'],
  ['LimitRange', 'metadata.name', undefined],
  ['ResourceClaim', 'spec.devices.config.0.opaque.parameters', { any: [{ thing: 1 }] }],
])('%s: %s = %j passes', (kind, path, value) => {
  expect(said(kind, path, value)).toEqual([]);
});

test('the same key twice is accepted by a create, but not by server-side apply', () => {
  const port = { containerPort: 8000 };
  expect(schemas.check(changed('Pod', 'spec.containers.0.ports.2', port))).toMatchObject([
    {
      code: 'K8S002',
      severity: Severity.WARNING,
      path: 'f.yaml#0 Pod/a: spec.containers[0].ports[2]',
      message:
        'duplicate value {"containerPort":8000,"protocol":"TCP"}: kubectl apply accepts it, server-side apply refuses it',
      source: `kubernetes/kubernetes ${KUBERNETES_VERSION} api/openapi-spec/v3`,
    },
  ]);
});

describe('kinds', () => {
  const findings = (apiVersion: string, kind: string) =>
    schemas.check({ source: 'f.yaml', index: 0, value: { apiVersion, kind, metadata: { name: 'a' } } });

  test.each([
    ['apps/v1', 'Deploymnt', 'no kind "Deploymnt" in apps/v1; did you mean Deployment of apps/v1?'],
    ['apps/v1', 'Job', 'no kind "Job" in apps/v1; did you mean Job of batch/v1?'],
    ['batch/v1beta1', 'CronJob', 'no kind "CronJob" in batch/v1beta1; did you mean CronJob of batch/v1?'],
    ['v1', 'Deployment', 'no kind "Deployment" in v1; did you mean Deployment of apps/v1?'],
    [
      'extensions/v1beta1',
      'Ingress',
      'no kind "Ingress" in extensions/v1beta1; did you mean Ingress of networking.k8s.io/v1?',
    ],
    [
      'autoscaling/v2beta2',
      'HorizontalPodAutoscaler',
      'no kind "HorizontalPodAutoscaler" in autoscaling/v2beta2; did you mean HorizontalPodAutoscaler of autoscaling/v2?',
    ],
    ['v1', 'Gadget', 'no kind "Gadget" in v1'],
    ['constructor', 'Pod', 'no kind "Pod" in constructor; did you mean Pod of v1?'],
  ])('%s %s is refused', (apiVersion, kind, message) => {
    expect(findings(apiVersion, kind)).toMatchObject([{ code: 'K8S004', severity: Severity.ERROR, message }]);
  });

  test('a version that can be switched on is only noted', () => {
    expect(findings('resource.k8s.io/v1beta1', 'ResourceClaimTemplate')).toMatchObject([
      {
        code: 'K8S004',
        severity: Severity.WARNING,
        fix: "write 'apiVersion: resource.k8s.io/v1' and 'kind: ResourceClaimTemplate'",
      },
    ]);
  });

  test('so is a kind that may come with a version that can be switched on', () => {
    expect(findings('certificates.k8s.io/v1beta1', 'ClusterTrustBundle')).toMatchObject([
      { code: 'K8S004', severity: Severity.WARNING, fix: 'make sure that the cluster serves it' },
    ]);
  });

  test.each([
    ['v1', 'Endpoints'],
    ['apps/v1', 'ReplicaSet'],
    ['apiextensions.k8s.io/v1', 'CustomResourceDefinition'],
    ['gateway.networking.k8s.io/v1', 'HTTPRoute'],
    ['example.com/v1', 'Thing'],
  ])('nothing is known about %s %s', (apiVersion, kind) => {
    expect(findings(apiVersion, kind)).toEqual([]);
  });

  test('CRDs judge their own kinds beside the built-in ones', () => {
    const both = new ApiSchemas(CrdSet.from([crdDocument({ type: 'object' })]));
    expect(lines(both.check(thing({ a: 1 })))).toEqual(['K8S001 spec.a: unknown field "a"']);
    expect(both.covers(thing({}))).toBe(true);
    expect(schemas.covers(thing({}))).toBe(false);
    expect(both.check(changed('Job', 'spec.templat', {}))).toHaveLength(1);
  });
});
