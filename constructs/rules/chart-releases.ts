import { parse } from 'yaml';
import { documentPath, type ManifestDocument, withField } from '../manifests';
import { at, isMapping, kindOf, type Mapping, nameOf, namespaceOf, type Observation, text } from '../observed';
import { Release } from '../releases';

/** A chart that documents (or a declared platform) ask for. */
export interface ChartRelease {
  readonly chart: string;
  /** Minor release of Dynamo that its version tells; the latest where it tells none. */
  readonly release: Release;
  /** Namespace that it is installed into. */
  readonly namespace: string | undefined;
  readonly values: Mapping;
  /** Where a value stands, by its keys with dots between. */
  readonly pathOf: (field: string) => string;
}

/** Name of Dynamo's chart. */
const PLATFORM_CHART = 'dynamo-platform';

/** Installations of Dynamo's chart: HelmReleases of Flux, and Applications of Argo CD. */
export function platformReleases(observation: Observation): readonly ChartRelease[] {
  return observation.documents
    .flatMap((document) => fluxRelease(document, observation) ?? argoRelease(document) ?? [])
    .filter(({ chart }) => chart === PLATFORM_CHART);
}

function fluxRelease(document: ManifestDocument, observation: Observation): ChartRelease | undefined {
  const { value } = document;
  if (kindOf(document) !== 'HelmRelease' || !value.apiVersion.startsWith('helm.toolkit.fluxcd.io/')) {
    return undefined;
  }
  const namespace = text(at(value, 'spec', 'targetNamespace')) ?? namespaceOf(document);
  const values = at(value, 'spec', 'values');
  const sourceName = text(at(value, 'spec', 'chartRef', 'name'));
  const sourceNamespace = text(at(value, 'spec', 'chartRef', 'namespace')) ?? namespaceOf(document);
  const source =
    sourceName === undefined ? undefined : observation.find('OCIRepository', sourceNamespace, sourceName, document);
  const chart = text(at(value, 'spec', 'chart', 'spec', 'chart')) ?? lastPart(text(at(source?.value, 'spec', 'url')));
  const version = text(at(value, 'spec', 'chart', 'spec', 'version')) ?? text(at(source?.value, 'spec', 'ref', 'tag'));
  return {
    chart: chart ?? nameOf(document),
    release: releaseOf(version),
    namespace,
    values: isMapping(values) ? values : {},
    pathOf: (field) => documentPath(document, withValues('spec.values', field)),
  };
}

function argoRelease(document: ManifestDocument): ChartRelease | undefined {
  const { value } = document;
  if (kindOf(document) !== 'Application' || !value.apiVersion.startsWith('argoproj.io/')) {
    return undefined;
  }
  const helm = at(value, 'spec', 'source', 'helm');
  const inline = text(at(helm, 'values'));
  // Argo CD takes the object where both are given.
  const object = at(helm, 'valuesObject') ?? (inline === undefined ? undefined : parsed(inline));
  const field = at(helm, 'valuesObject') === undefined ? 'values' : 'valuesObject';
  return {
    chart: text(at(value, 'spec', 'source', 'chart')) ?? '',
    release: releaseOf(text(at(value, 'spec', 'source', 'targetRevision'))),
    namespace: text(at(value, 'spec', 'destination', 'namespace')),
    values: isMapping(object) ? object : {},
    pathOf: (path) => documentPath(document, withValues(`spec.source.helm.${field}`, path)),
  };
}

/** Dynamo's chart as a declared platform asks for it, where no document of the app does. */
export function declaredRelease(path: string, release: string, values: Mapping): ChartRelease {
  return {
    chart: PLATFORM_CHART,
    release: releaseOf(release),
    namespace: undefined,
    values,
    pathOf: (field) => withField(path, withValues('values', field)),
  };
}

function withValues(start: string, field: string): string {
  return field === '' ? start : `${start}.${field}`;
}

function lastPart(url: string | undefined): string | undefined {
  return url?.split('/').at(-1);
}

function releaseOf(version: string | undefined): Release {
  const [, minor] = /^v?(\d+\.\d+)/.exec(version ?? '') ?? [];
  return Release.all.find((release) => release.version === minor) ?? Release.latest;
}

function parsed(yaml: string): unknown {
  try {
    return parse(yaml);
  } catch {
    return undefined;
  }
}
