import { decodingViolations } from '../../constructs/admission/decoding';
import { operatorKind } from '../../constructs/admission/dynamo/operator-kinds';
import { DEFINITIONS } from '../../constructs/admission/kubernetes/table';
import { isJsonObject, type Json, type JsonObject, readManifests } from '../../constructs/manifests';
import { Release } from '../../constructs/releases';
import { describeShared, sharedFiles } from '../manifests/shared';

type Definition = (name: string) => Json | undefined;

/** Fields that the real CRD has and the table need not: a create drops the status, and metadata is looked at apart. */
const APART = ['apiVersion', 'kind', 'metadata', 'status'];

function tabled(kind: string, release = Release.V1_2) {
  const apiVersion = kind === 'ComputeDomain' ? 'resource.nvidia.com/v1beta1' : 'nvidia.com/v1beta1';
  const found = operatorKind(apiVersion, kind, release);
  if (found === undefined) throw new Error(`there is no table of ${kind}`);
  return found;
}

/** The schema of `v1beta1` in a CRD. */
function realSchema(folder: string, file: string): JsonObject {
  const found = sharedFiles(`crds/${folder}`).find(({ name }) => name.endsWith(file));
  if (found === undefined) throw new Error(`there is no ${file}`);
  const spec = object(readManifests(found).documents[0]?.value['spec']);
  const versions: readonly Json[] = Array.isArray(spec['versions']) ? spec['versions'] : [];
  const version = versions.map(object).find(({ name }) => name === 'v1beta1');
  return object(object(version?.['schema'])['openAPIV3Schema']);
}

/**
 * Every field with its type, one line each: `spec.components[].replicas integer int32`. Pods are left out where `pods` says so; lists
 * tell their keys.
 */
function fields(schema: JsonObject, definition: Definition, pods: boolean, path = ''): string[] {
  const reference = schema['$ref'];
  if (typeof reference === 'string') {
    if (!pods && /PodTemplateSpec$/.test(reference)) return [`${path} object`];
    return fields(object(definition(reference)), definition, pods, path);
  }
  const { properties, items, additionalProperties } = schema;
  if (!pods && path.endsWith('podTemplate')) return [`${path} object`];
  const own = path === '' ? [] : [`${path} ${typeOf(schema)}`];
  const children = Object.entries(object(properties))
    .filter(([name]) => path !== '' || !APART.includes(name))
    .flatMap(([name, field]) => fields(object(field), definition, pods, path === '' ? name : `${path}.${name}`));
  return [
    ...own,
    ...children,
    ...(isJsonObject(items) ? fields(items, definition, pods, `${path}[]`) : []),
    ...(isJsonObject(additionalProperties) ? fields(additionalProperties, definition, pods, `${path}{}`) : []),
  ];
}

function typeOf(schema: JsonObject): string {
  const { type, format } = schema;
  const quantity = format === 'quantity' || /KMGTPE/.test(String(schema['pattern']));
  const main = quantity
    ? 'quantity'
    : schema['x-kubernetes-int-or-string'] === true
      ? 'integer or string'
      : `${type ?? 'anything'}`;
  return [
    main,
    ...(typeof format === 'string' && !quantity && main !== 'integer or string' ? [format] : []),
    ...(schema['x-kubernetes-preserve-unknown-fields'] === true ? ['open'] : []),
    ...(Array.isArray(schema['x-kubernetes-list-map-keys'])
      ? [`by ${schema['x-kubernetes-list-map-keys'].join()}`]
      : []),
  ].join(' ');
}

function object(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

const none: Definition = () => undefined;

describeShared('against the real CRDs of release 1.2', () => {
  const graph = realSchema('dynamo-1.2', 'dynamographdeployments.yaml');
  const pod = object(at(graph, 'spec', 'components', 'podTemplate'));

  test.each([
    ['DynamoGraphDeployment', 'dynamo-1.2', 'dynamographdeployments.yaml'],
    ['ComputeDomain', 'nvidia-dra', 'computedomains.yaml'],
  ])('%s: the same fields of the same types outside of pods', (kind, folder, file) => {
    const { schema, definition } = tabled(kind);
    expect(fields(schema, definition, false).sort()).toEqual(fields(realSchema(folder, file), none, false).sort());
  });

  test('the same fields of the same types inside of pods', () => {
    const { definition } = tabled('DynamoGraphDeployment');
    const ours = fields(object(definition('core.v1.PodTemplateSpec')), definition, true, 'podTemplate');
    expect(ours.sort()).toEqual(fields(pod, none, true, 'podTemplate').sort());
  });

  test('what the CRD lacks of a pod of Kubernetes 1.36: the fields that are refused', () => {
    const kubernetes: Definition = (name) => DEFINITIONS[name];
    const all = fields(object(kubernetes('core.v1.PodTemplateSpec')), kubernetes, true, 'podTemplate');
    const real = new Set(fields(pod, none, true, 'podTemplate'));
    const lacking = all.filter((field) => !real.has(field) && !/metadata\./.test(field));
    expect(lacking).toEqual([
      'podTemplate.spec.schedulingGroup object',
      'podTemplate.spec.schedulingGroup.podGroupName string',
      'podTemplate.spec.volumes[].projected.sources[].podCertificate.userAnnotations object',
      'podTemplate.spec.volumes[].projected.sources[].podCertificate.userAnnotations{} string',
    ]);
    const metadata = all.filter((field) => !real.has(field) && /metadata\.\w+ /.test(field));
    expect(
      metadata
        .map((field) => field.replace(/\.\w+ .*/, ''))
        .filter((place, index, places) => places.indexOf(place) === index),
    ).toEqual(['podTemplate.metadata', 'podTemplate.spec.volumes[].ephemeral.volumeClaimTemplate.metadata']);
    expect([...real].filter((field) => !all.includes(field))).toEqual([]);
  });

  /** The schema of a field, through lists. */
  function at(schema: JsonObject, ...names: readonly string[]): Json | undefined {
    return names.reduce<Json | undefined>((current, name) => {
      const { items, properties } = object(current);
      return object(properties ?? object(items)['properties'])[name];
    }, schema);
  }
});

describe('releases', () => {
  const unknown = (release: Release, spec: JsonObject) =>
    decodingViolations(
      { apiVersion: 'nvidia.com/v1beta1', kind: 'DynamoGraphDeployment', metadata: { name: 'a' }, spec },
      tabled('DynamoGraphDeployment', release),
    ).map(({ path }) => path);

  test.each<readonly [field: string, since: Release, spec: JsonObject]>([
    ['spec.components[0].roles', Release.V1_6, { components: [{ name: 'a', roles: [{ name: 'leader', any: 1 }] }] }],
    [
      'spec.components[0].runtimeVersionOverride',
      Release.V1_5,
      { components: [{ name: 'a', runtimeVersionOverride: '1.6.1' }] },
    ],
    ['spec.components[0].minAvailable', Release.V1_3, { components: [{ name: 'a', minAvailable: 1 }] }],
    [
      'spec.experimental',
      Release.V1_3,
      { experimental: { kvTransferPolicy: { labelKey: 'a', domain: 'b', preferredWeight: 0.5 } } },
    ],
    ['spec.priorityClassName', Release.V1_3, { priorityClassName: 'high' }],
  ])('%s', (field, since, spec) => {
    for (const release of Release.all) {
      expect(unknown(release, spec)).toEqual(release.compareTo(since) < 0 ? [field] : []);
    }
  });

  test('there is no table of v1alpha1', () => {
    expect(operatorKind('nvidia.com/v1alpha1', 'DynamoGraphDeployment', Release.latest)).toBeUndefined();
    expect(operatorKind('constructor', 'x', Release.latest)).toBeUndefined();
  });
});
