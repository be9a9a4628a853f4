import { isJsonObject, type Json, type JsonObject } from '../../manifests';
import { Release } from '../../releases';
import { Decoding, type TabledKind } from '../decoding';
import { DEFINITIONS } from '../kubernetes/table';
import { COMPUTE_DOMAIN } from './compute-domain';
import { DYNAMO_MODEL } from './dynamo-model';
import { type Fields, listOf, object, SINCE, TEXT, TEXTS_BY_NAME } from './fields';
import { GRAPH_DEPLOYMENT } from './graph-deployment';
import { GRAPH_REQUEST } from './graph-request';

/** The kinds of operators that Stator writes, by `<apiVersion>/<kind>`. */
const KINDS: Readonly<Record<string, Fields>> = {
  'nvidia.com/v1alpha1/DynamoModel': DYNAMO_MODEL,
  'nvidia.com/v1beta1/DynamoGraphDeployment': GRAPH_DEPLOYMENT,
  'nvidia.com/v1beta1/DynamoGraphDeploymentRequest': GRAPH_REQUEST,
  'resource.nvidia.com/v1beta1/ComputeDomain': COMPUTE_DOMAIN,
};

/** Fields of pods in Kubernetes 1.36 that the CRDs of Dynamo do not have, by the definition they stand in. */
const NOT_IN_CRDS: Readonly<Record<string, readonly string[]>> = {
  'core.v1.PodSpec': ['schedulingGroup'],
  'core.v1.PodCertificateProjection': ['userAnnotations'],
};

/** What CRDs say of the metadata of a template when they say anything. Source: kubernetes-sigs/controller-tools. */
const EMBEDDED_METADATA = object({
  annotations: TEXTS_BY_NAME,
  finalizers: listOf(TEXT),
  labels: TEXTS_BY_NAME,
  name: TEXT,
  namespace: TEXT,
});

/** Definitions that stand in the CRDs otherwise than in Kubernetes. */
const IN_CRDS: Fields = Object.fromEntries(
  Object.entries(NOT_IN_CRDS).map(([name, fields]) => [name, without(DEFINITIONS[name], fields)]),
);

/**
 * The metadata of pod templates. The first CRDs of v1beta1 had a bare object there, so that labels and annotations were refused, or
 * dropped without a word. A fix was made in May 2026 (ai-dynamo/dynamo#9553); 1.3 is the first release that surely has it.
 */
function podMetadata(release: Release): JsonObject {
  return release.atLeast('1.3') ? EMBEDDED_METADATA : object({});
}

const made = new Map<string, TabledKind>();

/** A kind of the operators as a release of Dynamo has it, from the tables of Stator; undefined if it has no table. */
export function operatorKind(apiVersion: string, kind: string, release: Release): TabledKind | undefined {
  const name = `${apiVersion}/${kind}`;
  const fields = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
  if (fields === undefined) return undefined;
  const key = `${name} ${release.version}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const later = Release.all.filter((candidate) => candidate.compareTo(release) > 0).map(({ version }) => version);
  const found: TabledKind = {
    schema: asOf(new Set(later), object(fields)),
    definition: (reference) =>
      reference === 'meta.v1.ObjectMeta' ? podMetadata(release) : (IN_CRDS[reference] ?? DEFINITIONS[reference]),
    decoding: Decoding.CUSTOM,
  };
  made.set(key, found);
  return found;
}

/** The schema without the fields that came with one of the later releases. */
function asOf(later: ReadonlySet<string>, schema: Json | undefined): JsonObject {
  if (!isJsonObject(schema) || later.size === 0) return isJsonObject(schema) ? schema : {};
  const { items, properties } = schema;
  return {
    ...schema,
    ...(items !== undefined && { items: asOf(later, items) }),
    ...(properties !== undefined && {
      properties: Object.fromEntries(
        fieldsOf(schema)
          .filter(([, field]) => !(isJsonObject(field) && later.has(String(field[SINCE]))))
          .map(([name, field]) => [name, asOf(later, field)]),
      ),
    }),
  };
}

function without(schema: Json | undefined, names: readonly string[]): JsonObject {
  const kept = fieldsOf(schema).filter(([name]) => !names.includes(name));
  return { ...(isJsonObject(schema) ? schema : {}), properties: Object.fromEntries(kept) };
}

function fieldsOf(schema: Json | undefined): readonly (readonly [name: string, field: Json])[] {
  const properties = isJsonObject(schema) ? schema['properties'] : undefined;
  return isJsonObject(properties) ? Object.entries(properties) : [];
}
