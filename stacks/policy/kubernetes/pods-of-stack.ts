import { documentName, documentPath, type ManifestDocument } from '../../../constructs/manifests';
import { kindOf, mappings, namespaceOf, type Observation, text } from '../../../constructs/observed';
import type { DocumentContext } from '../../../constructs/rules';
import { type DocumentPod, podsOf } from '../../../constructs/rules/pods';
import { places } from '../../../constructs/rules/walk';

/** Where objects go that name no namespace. */
export const DEFAULT_NAMESPACE = 'default';

/** The pods of graphs, of workloads, and of kinds that are not built in but hold a pod spec: LeaderWorkerSet, RayCluster, MPIJob. */
export function podsOfStack(observation: Observation, context: DocumentContext): readonly DocumentPod[] {
  const known = podsOf(observation, context);
  return [
    ...known,
    ...observation.documents.filter((document) => !hasPods(document, observation, known)).flatMap(specs),
  ];
}

/** A chart's values may have the form of pod specs, but are only parts of them. */
const CHART_GROUP = 'helm.sh/';

function hasPods(document: ManifestDocument, { graphs }: Observation, pods: readonly DocumentPod[]): boolean {
  return (
    document.value.apiVersion.startsWith(CHART_GROUP) ||
    graphs.some((graph) => graph.document === document) ||
    pods.some(({ path }) => path === documentPath(document))
  );
}

function specs(document: ManifestDocument): readonly DocumentPod[] {
  return places(document)
    .filter(({ value }) => mappings(value['containers']).some(({ image }) => text(image) !== undefined))
    .map(({ value, path }) => ({
      owner: `${kindOf(document)} '${documentName(document)}'`,
      namespace: namespaceOf(document),
      spec: value,
      annotations: {},
      injected: [],
      path: documentPath(document),
      fieldPath: (field) => documentPath(document, path === '' ? field : `${path}.${field}`),
    }));
}
