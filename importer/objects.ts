import { isJsonObject, type JsonObject, type ManifestDocument } from '../constructs/manifests';
import {
  at,
  isMapping,
  kindOf,
  type Mapping,
  mapping,
  mappings,
  nameOf,
  namespaceOf,
  text,
} from '../constructs/observed';
import { type Code, toCode } from './code';
import type { ObjectProgram } from './program';
import { dnsName } from './recognise/nodes';
import { without } from './target';

/** What the API server writes into objects, and kubectl; it is no part of what was meant. */
const WRITTEN_BY_CLUSTER = ['creationTimestamp', 'generation', 'managedFields', 'resourceVersion', 'selfLink', 'uid'];
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
/** Fields of a claim that its class in `stator` knows for certain. */
const CLAIM_FIELDS: readonly string[] = ['accessModes', 'resources', 'storageClassName', 'volumeName', 'volumeMode'];

/** A document without what a cluster wrote into it. */
export function asWritten(document: ManifestDocument): ManifestDocument {
  const { status: _, metadata, ...rest } = document.value;
  if (!isJsonObject(metadata)) {
    return document;
  }
  const kept = omit(metadata, WRITTEN_BY_CLUSTER);
  const { annotations } = kept;
  const cleaned = isJsonObject(annotations) ? { ...kept, annotations: omit(annotations, [LAST_APPLIED]) } : kept;
  return { ...document, value: { ...rest, metadata: cleaned } };
}

function omit(object: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

/** Whether a document holds secrets, which no program may. */
export function holdsSecrets({ value }: ManifestDocument): boolean {
  const filled = (data: unknown) => isMapping(data) && Object.keys(data).length > 0;
  return value.kind === 'Secret' && (filled(value['data']) || filled(value['stringData']));
}

/**
 * An object beside the graphs, in a class of its own where there is one that takes all of it.
 *
 * @param namespace that of the chart
 */
export function objectProgram(document: ManifestDocument, namespace: string | undefined): ObjectProgram {
  const { value } = document;
  const own = namespaceOf(document);
  const metadata = mapping(value['metadata']) ?? {};
  const rest = without(value, ['apiVersion', 'kind', 'metadata']);
  const construct = constructOf(value, rest);
  const fields = Object.entries(rest).map(([key, field]) => [key, toCode(field)] as const);
  const props: Readonly<Record<string, Code>> = {
    ...(construct === 'ApiObject' ? { apiVersion: value.apiVersion, kind: value.kind } : {}),
    metadata: toCode(own === namespace ? without(metadata, ['namespace']) : metadata),
    ...Object.fromEntries(fields),
  };
  return {
    id: dnsName(`${kindOf(document).replace(/([a-z])([A-Z])/g, '$1-$2')}-${nameOf(document)}`),
    construct,
    props,
    withoutNamespace: namespace !== undefined && own === undefined,
  };
}

function constructOf({ apiVersion, kind }: Mapping, rest: Mapping): ObjectProgram['construct'] {
  const fields = Object.keys(rest).join();
  const files = Object.values(mapping(rest['data']) ?? {});
  if (
    apiVersion === 'v1' &&
    kind === 'ConfigMap' &&
    fields === 'data' &&
    files.every((file) => typeof file === 'string')
  ) {
    return 'ConfigMap';
  }
  const simple = Object.keys(mapping(rest['spec']) ?? {}).every((field) => CLAIM_FIELDS.includes(field));
  return apiVersion === 'v1' && kind === 'PersistentVolumeClaim' && fields === 'spec' && simple
    ? 'PersistentVolumeClaim'
    : 'ApiObject';
}

/** Claims that a graph of `v1alpha1` has made for it (`pvcs` with `create: true`), as objects of their own: `v1beta1` makes none. */
export function madeClaims(graph: ManifestDocument): readonly ManifestDocument[] {
  const namespace = namespaceOf(graph);
  return mappings(at(graph.value, 'spec', 'pvcs'))
    .filter(({ create }) => create === true)
    .map((claim) => {
      const [name, size, storageClass, mode] = ['name', 'size', 'storageClass', 'volumeAccessMode'].map((key) =>
        text(claim[key]),
      );
      return {
        ...graph,
        value: {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: { name: name ?? '', ...(namespace === undefined ? {} : { namespace }) },
          spec: {
            accessModes: [mode ?? 'ReadWriteOnce'],
            resources: { requests: { storage: size ?? '' } },
            ...(storageClass === undefined || storageClass === '' ? {} : { storageClassName: storageClass }),
          },
        },
      };
    });
}

/** For messages: `ConfigMap 'engine'`. */
export function titleOf(document: ManifestDocument): string {
  return `${kindOf(document)} '${nameOf(document)}'`;
}

/** Objects under ids that no other one of the program has. */
export function withOwnIds(objects: readonly ObjectProgram[]): readonly ObjectProgram[] {
  const taken = new Map<string, number>();
  return objects.map((object) => {
    const count = (taken.get(object.id) ?? 0) + 1;
    taken.set(object.id, count);
    return count === 1 ? object : { ...object, id: `${object.id}-${count}` };
  });
}
