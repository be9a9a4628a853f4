import { isJsonArray, isJsonObject, type Json, type JsonObject, type ManifestDocument } from '../manifests';
import { Schema } from './schema';

/** One version of a kind. */
export interface CrdVersion {
  readonly name: string;
  readonly served: boolean;
  readonly deprecated: boolean;
  readonly schema: Schema;
  /** True if `status` is a subresource: a create then drops what the document says there. */
  readonly hasStatus: boolean;
  /** Path of the replica count, if there is a `scale` subresource: `.spec.replicas`. */
  readonly replicasPath: string | undefined;
}

/** What a CustomResourceDefinition says about one kind. */
export interface Crd {
  /** `<plural>.<group>`. */
  readonly name: string;
  readonly group: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly versions: ReadonlyMap<string, CrdVersion>;
}

/** True for a CustomResourceDefinition of apiextensions.k8s.io/v1. */
export function isCrdDocument({ value }: ManifestDocument): boolean {
  return value.kind === 'CustomResourceDefinition' && value.apiVersion === 'apiextensions.k8s.io/v1';
}

/** Reads a CRD; undefined if it lacks what every CRD must have. The schemas are not looked at yet. */
export function readCrd({ value }: ManifestDocument): Crd | undefined {
  const spec = object(value['spec']);
  const { group, scope } = spec;
  const { kind, plural } = object(spec['names']);
  const versions = isJsonArray(spec['versions'])
    ? spec['versions'].flatMap((item) => readVersion(object(item)) ?? [])
    : [];
  if (typeof group !== 'string' || typeof kind !== 'string' || versions.length === 0) return undefined;
  return {
    name: typeof plural === 'string' ? `${plural}.${group}` : `${kind}.${group}`,
    group,
    kind,
    namespaced: scope !== 'Cluster',
    versions: new Map(versions.map((version) => [version.name, version])),
  };
}

function readVersion(version: JsonObject): CrdVersion | undefined {
  const { name } = version;
  if (typeof name !== 'string') return undefined;
  const subresources = object(version['subresources']);
  const { specReplicasPath } = object(subresources['scale']);
  return {
    name,
    served: version['served'] === true,
    deprecated: version['deprecated'] === true,
    schema: new Schema(object(object(version['schema'])['openAPIV3Schema'])),
    hasStatus: isJsonObject(subresources['status']),
    replicasPath: typeof specReplicasPath === 'string' ? specReplicasPath : undefined,
  };
}

const NOTHING: JsonObject = {};

function object(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : NOTHING;
}
