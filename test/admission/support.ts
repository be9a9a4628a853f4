import { CrdSet } from '../../constructs/admission';
import type { Finding } from '../../constructs/findings';
import type { Json, JsonObject, ManifestDocument } from '../../constructs/manifests';
import { readManifests } from '../../constructs/manifests';
import { sharedFiles, sharedFolders } from '../manifests/shared';

export interface CrdOptions {
  readonly scope?: 'Namespaced' | 'Cluster';
  /** Put beside `schema` in the version. */
  readonly version?: JsonObject;
  /** Put beside `properties` in the root of the schema. */
  readonly root?: JsonObject;
}

/** A document of the kind that `kit` defines. */
export function thing(spec: Json | undefined, metadata: Json = { name: 'a' }, more: JsonObject = {}): ManifestDocument {
  const value = { apiVersion: 'example.com/v1', kind: 'Thing', metadata, ...(spec !== undefined && { spec }), ...more };
  return { source: 'f.yaml', index: 0, value: JSON.parse(JSON.stringify(value)) };
}

/** A CRD of `example.com/v1, Thing` with the given schema for `spec`. */
export function crdDocument(spec: JsonObject, options: CrdOptions = {}): ManifestDocument {
  const schema = {
    openAPIV3Schema: {
      type: 'object',
      properties: { spec, status: { type: 'object', properties: { ready: { type: 'boolean' } } } },
      ...options.root,
    },
  };
  return {
    source: 'crd.yaml',
    index: 0,
    value: {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'things.example.com' },
      spec: {
        group: 'example.com',
        scope: options.scope ?? 'Namespaced',
        names: { kind: 'Thing', plural: 'things' },
        versions: [{ name: 'v1', served: true, storage: true, schema, ...options.version }],
      },
    },
  };
}

/** What is said about `spec: { it: <value> }` where `it` has the given schema. */
export function checkField(schema: JsonObject, value: Json): Finding[] {
  const set = CrdSet.from([crdDocument({ type: 'object', properties: { it: schema } })]);
  return set.check(thing({ it: value }));
}

/** Code, field and message of findings, as one line each. */
export function lines(findings: readonly Finding[]): string[] {
  return findings.map(
    ({ code, path, message }) => `${code} ${path.replace(/^f\.yaml#0 Thing\/[^:]*(: )?/, '')}: ${message}`,
  );
}

/** The CRDs under `../shared/crds`. */
export function sharedCrdDocuments(): ManifestDocument[] {
  return sharedFolders('crds')
    .flatMap(sharedFiles)
    .flatMap((file) => [...readManifests(file).documents]);
}
