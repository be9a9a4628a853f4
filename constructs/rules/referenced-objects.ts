import { closest, distance } from 'fastest-levenshtein';
import { Severity } from '../findings';
import { documentPath, type ManifestDocument } from '../manifests';
import {
  at,
  mapping,
  mappings,
  nameOf,
  namespaceOf,
  type Observation,
  type ObservedComponent,
  type ObservedGraph,
  text,
} from '../observed';
import { isPlaceholderName } from './placeholder-text';
import type { Rule, Violation } from './rule';
import { type Place, places } from './walk';

export const referencedObjects: Rule = {
  code: 'DYN043',
  title: 'what a graph refers to exists',
  severity: Severity.ERROR,
  rationale:
    'A pod waits for ever for a ConfigMap, a claim or a claim template that nobody makes (ContainerCreating or Pending), and the graph only says that it is not ready yet. A ConfigMap without the key that the engine is to read stops the engine at start.',
  fix: 'add the object, or correct the name',
  source: 'ai-dynamo/dynamo recipes/README.md',
  *checkDocuments(observation, { complete }) {
    for (const graph of observation.graphs) {
      yield* missingConfigMaps(observation, graph, complete);
      for (const component of graph.components) {
        yield* missingEngineFile(observation, graph, component);
      }
      if (complete) {
        yield* missingClaimTemplates(observation, graph);
        yield* missingClaims(observation, graph);
      }
    }
  },
};

/** Kubernetes makes this one in every namespace. */
const ROOT_CERTIFICATE = 'kube-root-ca.crt';

/** Without the whole namespace at hand, only a file that brings ConfigMaps and yet not this one is suspicious. */
function* missingConfigMaps(observation: Observation, graph: ObservedGraph, complete: boolean): Generator<Violation> {
  const known = observation
    .ofKind('ConfigMap')
    .filter((document) => complete || document.source === graph.document.source);
  for (const { name, place } of configMapReferences(graph)) {
    const document = find(observation, 'ConfigMap', graph, name);
    const key = /KeyRef$/.test(place.field) ? text(place.value['key']) : undefined;
    if (document === undefined && (complete || known.length > 0)) {
      yield {
        path: documentPath(graph.document, place.path),
        severity: complete ? Severity.ERROR : Severity.WARNING,
        message: `ConfigMap '${name}' is not among the documents${complete ? '' : ', though other ConfigMaps of this file are'}`,
        ...didYouMean(name, known.map(nameOf)),
      };
    } else if (document !== undefined && key !== undefined && !hasKey(document, key)) {
      yield {
        path: documentPath(graph.document, place.path),
        message: `ConfigMap '${name}' has no key '${key}'`,
        ...didYouMean(key, keysOf(document)),
      };
    }
  }
}

/** Each ConfigMap once (and each key once), however many places refer to it. */
function configMapReferences(graph: ObservedGraph): readonly { readonly name: string; readonly place: Place }[] {
  const byTarget = new Map<string, { name: string; place: Place }>();
  for (const place of places(graph.document)) {
    const name = /^configMap(?:Ref|KeyRef)?$/.test(place.field) ? text(place.value['name']) : undefined;
    const target = JSON.stringify([name, place.field.endsWith('KeyRef') ? place.value['key'] : undefined]);
    if (name !== undefined && name !== '' && name !== ROOT_CERTIFICATE && place.value['optional'] !== true) {
      byTarget.set(target, byTarget.get(target) ?? { name, place });
    }
  }
  return [...byTarget.values()];
}

/** The engine's configuration file, when its ConfigMap is among the documents but the file is not in it. */
function* missingEngineFile(
  observation: Observation,
  graph: ObservedGraph,
  component: ObservedComponent,
): Generator<Violation> {
  const config = component.engine?.config;
  const [configMap = '', ...rest] = (config?.state === 'missing' ? config.name : '').split('/');
  const key = rest.join('/');
  const document = find(observation, 'ConfigMap', graph, configMap);
  if (document !== undefined && key !== '' && !hasKey(document, key) && !isRenamed(component, configMap)) {
    yield {
      path: component.path,
      message: `the engine of '${component.name}' reads '${key}', which is no key of ConfigMap '${configMap}' (${keysOf(document).join(', ')})`,
      ...didYouMean(key, keysOf(document)),
    };
  }
}

/** Whether the mount gives the keys other names. */
function isRenamed({ pod, main }: ObservedComponent, configMap: string): boolean {
  const volumes = mappings(pod['volumes']).filter((volume) => at(volume, 'configMap', 'name') === configMap);
  const mounts = mappings(main?.['volumeMounts']).filter(({ name }) =>
    volumes.some((volume) => volume['name'] === name),
  );
  return (
    volumes.some((volume) => at(volume, 'configMap', 'items') !== undefined) ||
    mounts.some(({ subPath, subPathExpr }) => subPath !== undefined || subPathExpr !== undefined)
  );
}

function* missingClaimTemplates(observation: Observation, graph: ObservedGraph): Generator<Violation> {
  const ofDomains = observation
    .ofKind('ComputeDomain')
    .flatMap((domain) => text(at(domain.value, 'spec', 'channel', 'resourceClaimTemplate', 'name')) ?? []);
  const known = [...ofDomains, ...observation.ofKind('ResourceClaimTemplate').map(nameOf)];
  for (const component of graph.components) {
    for (const { template } of component.podClaims) {
      if (template !== undefined && !known.includes(template) && !isPlaceholderName(template)) {
        yield {
          path: component.path,
          message: `'${component.name}' claims devices by the template '${template}', which no ComputeDomain and no ResourceClaimTemplate makes`,
          ...didYouMean(template, known),
        };
      }
    }
  }
}

/** A claim may well be made elsewhere: a model cache outlives the graphs that read it. */
function* missingClaims(observation: Observation, graph: ObservedGraph): Generator<Violation> {
  const created = mappings(at(graph.document.value, 'spec', 'pvcs')).filter((claim) => claim['create'] === true);
  const claims = graph.components.flatMap(({ claimNames, written, path }) => {
    const cache = text(at(written, 'compilationCache', 'pvcName'));
    return [...claimNames, ...(cache === undefined ? [] : [cache])].map((name) => ({ name, path }));
  });
  const seen = new Set(created.map((claim) => text(claim['name'])));
  for (const { name, path } of claims) {
    if (!seen.has(name) && find(observation, 'PersistentVolumeClaim', graph, name) === undefined) {
      yield {
        path,
        severity: Severity.WARNING,
        message: `PersistentVolumeClaim '${name}' is not in this app and has to exist before the graph`,
        fix: `make sure that '${name}' exists, or make it in the app (ModelCache)`,
      };
    }
    seen.add(name);
  }
}

/** An object by kind and name, of several the one in the graph's own file. One without a namespace may be applied to any. */
function find(
  observation: Observation,
  kind: string,
  { namespace, document: { source } }: ObservedGraph,
  name: string,
): ManifestDocument | undefined {
  const found = observation.ofKind(kind).filter((document) => {
    const other = namespaceOf(document);
    return nameOf(document) === name && (other === namespace || other === undefined || namespace === undefined);
  });
  return found.find((document) => document.source === source) ?? found[0];
}

function keysOf({ value }: ManifestDocument): readonly string[] {
  return [...Object.keys(mapping(value['data']) ?? {}), ...Object.keys(mapping(value['binaryData']) ?? {})];
}

function hasKey(document: ManifestDocument, key: string): boolean {
  return keysOf(document).includes(key);
}

function didYouMean(name: string, known: readonly string[]): Pick<Violation, 'fix'> {
  const nearest = known.length === 0 ? undefined : closest(name, [...known]);
  return nearest !== undefined && distance(name, nearest) <= Math.max(2, name.length / 3)
    ? { fix: `did you mean '${nearest}'? Otherwise add '${name}'` }
    : {};
}
