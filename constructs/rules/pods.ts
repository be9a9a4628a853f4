import { documentName, documentPath, type ManifestDocument } from '../manifests';
import {
  at,
  kindOf,
  type Mapping,
  mapping,
  mappings,
  namespaceOf,
  type Observation,
  type ObservedComponent,
  type ObservedGraph,
  textMap,
} from '../observed';
import { injectedInto } from '../operator';
import type { InjectedContainer } from '../pod-security';
import type { DocumentContext } from './rule';

/** Pods that come out of a document. */
export interface DocumentPod {
  /** What makes them, for messages: `'decode'`, `Job 'download'`. */
  readonly owner: string;
  readonly namespace: string | undefined;
  /** The pod spec as the cluster gets it, but for injected containers. */
  readonly spec: Mapping;
  readonly annotations: Readonly<Record<string, string>>;
  /** Containers that operators add; none has a security context. */
  readonly injected: readonly InjectedContainer[];
  /** Where findings about all of the pod point to. */
  readonly path: string;
  /** Where a finding about a field of the pod spec points to. */
  fieldPath(field: string): string;
}

/** Where the built-in kinds keep the pods that they make. */
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
  Deployment: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
};

/** The pods of all graphs and workloads among the documents. */
export function podsOf(observation: Observation, context: DocumentContext): readonly DocumentPod[] {
  return [
    ...observation.graphs.flatMap((graph) =>
      graph.components.map((component) => componentPod(graph, component, context)),
    ),
    ...observation.documents.flatMap(workloadPod),
  ];
}

function workloadPod(document: ManifestDocument): readonly DocumentPod[] {
  const kind = kindOf(document);
  const keys = Object.hasOwn(TEMPLATES, kind) ? TEMPLATES[kind] : undefined;
  const template = keys === undefined ? undefined : at(document.value, ...keys);
  const spec = mapping(at(template, 'spec'));
  if (keys === undefined || spec === undefined) {
    return [];
  }
  return [
    {
      owner: `${kind} '${documentName(document)}'`,
      namespace: namespaceOf(document),
      spec,
      annotations: textMap(at(template, 'metadata', 'annotations')),
      injected: [],
      path: documentPath(document),
      fieldPath: (field) => documentPath(document, [...keys, 'spec', field].join('.')),
    },
  ];
}

function componentPod(graph: ObservedGraph, component: ObservedComponent, context: DocumentContext): DocumentPod {
  const alpha = graph.apiVersion === 'v1alpha1';
  const { pod, main, path, name, written } = component;
  const template = alpha ? written['extraPodMetadata'] : at(written, 'podTemplate', 'metadata');
  // v1alpha1 keeps the main container apart from those of the pod.
  const spec = alpha ? { ...pod, containers: [{ ...main, name: 'main' }, ...mappings(pod['containers'])] } : pod;
  return {
    owner: `'${name}'`,
    namespace: graph.namespace,
    spec,
    annotations: textMap(at(template, 'annotations')),
    injected: [...sidecars(component, alpha), ...injectedInto(graph, component, context.releaseOf(graph))],
    path,
    fieldPath: (field) =>
      alpha
        ? `${path}.extraPodSpec.${field.replace(/^containers\[main\]/, 'mainContainer')}`
        : `${path}.podTemplate.spec.${field}`,
  };
}

/** v1beta1 only names a container of the pod here. */
function sidecars({ written }: ObservedComponent, alpha: boolean): readonly InjectedContainer[] {
  return alpha && mapping(written['frontendSidecar']) !== undefined
    ? [{ name: 'sidecar-frontend', list: 'containers', origin: 'the operator makes it out of frontendSidecar' }]
    : [];
}
