import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../constructs/manifests';
import { at, mappings, text } from '../../constructs/observed';
import { Release } from '../../constructs/releases';
import { sharedCrds } from '../manifests/shared';
import type { Cluster } from './cluster';
import { overlay } from './crd-overlay';

const GRAPHS = 'dynamographdeployments.nvidia.com';

/**
 * The CRDs of a release: the real ones of 1.2, and for later releases those with our overlay. Graphs are stored as v1beta1 in all of
 * them: without the operator's conversion webhook, the fields of a v1beta1 graph that is stored as v1alpha1 are lost.
 */
export function crdsOf(release: Release): readonly JsonObject[] {
  return sharedCrds().map(({ value }) => (nameOf(value) === GRAPHS ? graphsOf(value, release) : value));
}

/** Writes the CRDs of a release into the cluster, as far as they are not there, and waits until they are in force. */
export async function installCrds(cluster: Cluster, release: Release): Promise<void> {
  await Promise.all(
    crdsOf(release).map((crd) => install(cluster, crd, nameOf(crd) === GRAPHS ? release.version : 'any')),
  );
  await cluster.eventually(`the CRDs of ${release} in force`, 60, async () => {
    const newer = Object.entries(FIELD_SINCE).map(async ([version, field]) => {
      const taken = (await cluster.refusal(probe(field), GRAPHS_PATH)) === undefined;
      return taken === release.atLeast(Release.parse(version).version);
    });
    return (await Promise.all(newer)).every((right) => right) ? true : undefined;
  });
}

const COLLECTION = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
/** Says which release a CRD in the cluster is of. */
const MARK = 'stator.dev/release';

async function install(cluster: Cluster, crd: JsonObject, mark: string): Promise<void> {
  const path = `${COLLECTION}/${nameOf(crd)}`;
  const present = await cluster.request('GET', path);
  if (at(present.body, 'metadata', 'annotations', MARK) !== mark) {
    // Not server-side apply: comparing the owners of a CRD's many fields takes the API server seconds.
    const resourceVersion = text(at(present.body, 'metadata', 'resourceVersion'));
    const metadata = { name: nameOf(crd), annotations: { ...annotationsOf(crd), [MARK]: mark } };
    const { status, body } =
      resourceVersion === undefined
        ? await cluster.request('POST', COLLECTION, { ...crd, metadata })
        : await cluster.request('PUT', path, { ...crd, metadata: { ...metadata, resourceVersion } });
    if (status >= 300) {
      throw new Error(`the CRD ${nameOf(crd)} is refused: ${body['message']}`);
    }
  }
  await cluster.eventually(`${nameOf(crd)} established`, 60, async () => {
    const { body } = await cluster.request('GET', path);
    const conditions = mappings(at(body, 'status', 'conditions'));
    return conditions.some(({ type, status }) => type === 'Established' && status === 'True') ? true : undefined;
  });
}

const GRAPHS_PATH = '/apis/nvidia.com/v1beta1/namespaces/default/dynamographdeployments';

/** A field of a component that came with a release: the API server changes schemas some time after it took the CRD. */
const FIELD_SINCE: Readonly<Record<string, JsonObject>> = {
  '1.3': { minAvailable: 1 },
  '1.5': { runtimeVersionOverride: '1.5.0' },
  '1.6': { roles: [] },
};

function probe(field: JsonObject): JsonObject {
  const container = { name: 'main', image: 'example.com/probe:1.0.0' };
  const component = {
    name: 'frontend',
    type: 'frontend',
    podTemplate: { spec: { containers: [container] } },
    ...field,
  };
  return {
    apiVersion: 'nvidia.com/v1beta1',
    kind: 'DynamoGraphDeployment',
    metadata: { name: 'probe' },
    spec: { components: [component] },
  };
}

function graphsOf(crd: JsonObject, release: Release): JsonObject {
  const spec = isJsonObject(crd['spec']) ? crd['spec'] : {};
  const versions = isJsonArray(spec['versions']) ? spec['versions'].filter(isJsonObject) : [];
  return {
    ...crd,
    spec: {
      ...spec,
      versions: versions.map((version) => ({
        ...version,
        storage: version['name'] === 'v1beta1',
        ...(version['name'] === 'v1beta1' ? { schema: withOverlay(version['schema'], release) } : {}),
      })),
    },
  };
}

function withOverlay(schema: Json | undefined, release: Release): JsonObject {
  const root = isJsonObject(schema) ? schema['openAPIV3Schema'] : undefined;
  return { openAPIV3Schema: overlay(isJsonObject(root) ? root : {}, (since) => release.atLeast(since)) };
}

function annotationsOf({ metadata }: JsonObject): JsonObject {
  const annotations = isJsonObject(metadata) ? metadata['annotations'] : undefined;
  return isJsonObject(annotations) ? annotations : {};
}

function nameOf({ metadata }: JsonObject): string {
  return isJsonObject(metadata) ? String(metadata['name']) : '';
}
