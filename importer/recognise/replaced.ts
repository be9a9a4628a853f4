import type { ManifestDocument } from '../../constructs/manifests';
import {
  at,
  kindOf,
  mapping,
  nameOf,
  namespaceOf,
  type Observation,
  type ObservedComponent,
  type ObservedGraph,
  text,
} from '../../constructs/observed';
import { readCommand } from '../flags';
import { namesOneFile } from '../overrides/settings';

/** A compute domain as a graph makes it. */
export interface Domain {
  readonly domain: string;
  readonly claimTemplate: string;
  readonly document: ManifestDocument;
}

/** The compute domain whose channels the pools claim, where a graph would make one. */
export function domainOf(
  graph: ObservedGraph,
  pools: readonly ObservedComponent[],
  observation: Observation,
): Domain | undefined {
  const claimed = pools.filter(({ podClaims }) => podClaims.some(({ template }) => template !== undefined));
  const roles = new Set(claimed.map(({ role }) => role));
  if (!claimed.some(({ nodeCount }) => nodeCount > 1) && !(roles.has('prefill') && roles.has('decode'))) {
    return undefined;
  }
  for (const document of observation.ofKind('ComputeDomain')) {
    const template = text(at(document.value, 'spec', 'channel', 'resourceClaimTemplate', 'name'));
    const used = claimed.some(({ podClaims }) => podClaims.some((claim) => claim.template === template));
    if (template !== undefined && used && namespaceOf(document) === graph.namespace) {
      return { domain: nameOf(document), claimTemplate: template, document };
    }
  }
  return undefined;
}

/** ConfigMaps that hold nothing but engine configurations of these pools: each pool writes its own. */
export function replacedConfigMaps(
  graph: ObservedGraph,
  pools: readonly ObservedComponent[],
  observation: Observation,
): { readonly documents: readonly ManifestDocument[]; readonly byPool: ReadonlyMap<string, string> } {
  const byPool = new Map<string, string>();
  const keys = new Map<string, Set<string>>();
  for (const pool of pools) {
    const { name, engine, mounts, volumes } = pool;
    const flags = readCommand(pool)?.flags;
    const [configMap = '', key = ''] = engine?.config?.name.split('/') ?? [];
    const mounted = mounts.filter(({ volume }) =>
      volumes.some((other) => other.name === volume && other.configMap === configMap),
    );
    if (engine?.config?.state === 'read' && mounted.length === 1 && flags !== undefined && namesOneFile(flags)) {
      byPool.set(name, configMap);
      keys.set(configMap, (keys.get(configMap) ?? new Set()).add(key));
    }
  }
  const documents = [...keys].flatMap(([name, used]) => {
    const document = observation.find('ConfigMap', graph.namespace, name, graph.document);
    const files = Object.keys(mapping(document?.value['data']) ?? {});
    const elsewhere = graph.components.some(
      (component) =>
        byPool.get(component.name) !== name && component.volumes.some(({ configMap }) => configMap === name),
    );
    return document !== undefined &&
      kindOf(document) === 'ConfigMap' &&
      files.every((file) => used.has(file)) &&
      !elsewhere
      ? [document]
      : [];
  });
  const replaced = documents.map(nameOf);
  return { documents, byPool: new Map([...byPool].filter(([, configMap]) => replaced.includes(configMap))) };
}
