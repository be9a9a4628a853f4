import { documentPath, type ManifestDocument } from '../manifests';
import { at, mapping, mappings, text, textMap } from './access';
import { readEnv } from './env';
import type { ObservedGraph } from './graph';
import { type ComponentSource, readComponent } from './read-component';
import type { NamespacedConfigLookup } from './resolve-config';

const API_VERSIONS = { 'nvidia.com/v1alpha1': 'v1alpha1', 'nvidia.com/v1beta1': 'v1beta1' } as const;

/** The graph in a document, or `undefined` when the document is no DynamoGraphDeployment of a known version. */
export function readGraph(document: ManifestDocument, lookup: NamespacedConfigLookup): ObservedGraph | undefined {
  const { value } = document;
  const apiVersion = apiVersionOf(text(value['apiVersion']));
  if (value['kind'] !== 'DynamoGraphDeployment' || apiVersion === undefined) {
    return undefined;
  }
  const namespace = text(at(value, 'metadata', 'namespace'));
  const spec = mapping(value['spec']);
  const envField = apiVersion === 'v1alpha1' ? 'envs' : 'env';
  const env = readEnv(at(spec, envField), 'graph', documentPath(document, `spec.${envField}`));
  return {
    document,
    name: text(at(value, 'metadata', 'name')) ?? '',
    namespace,
    apiVersion,
    path: documentPath(document),
    annotations: textMap(at(value, 'metadata', 'annotations')),
    backendFramework: text(at(spec, 'backendFramework')),
    env,
    restart: mapping(at(spec, 'restart')),
    components: componentSources(document, apiVersion).map((source) =>
      readComponent(source, env, (configMap, key) => lookup(namespace, configMap, key)),
    ),
  };
}

function apiVersionOf(value: string | undefined): ObservedGraph['apiVersion'] | undefined {
  return value === 'nvidia.com/v1alpha1' || value === 'nvidia.com/v1beta1' ? API_VERSIONS[value] : undefined;
}

function componentSources(document: ManifestDocument, apiVersion: ObservedGraph['apiVersion']): ComponentSource[] {
  const spec = at(document.value, 'spec');
  if (apiVersion === 'v1beta1') {
    return mappings(at(spec, 'components')).map((value, index) => ({
      name: text(value['name']) ?? '',
      apiVersion,
      value,
      path: documentPath(document, `spec.components[${text(value['name']) ?? index}]`),
    }));
  }
  return Object.entries(mapping(at(spec, 'services')) ?? {}).map(([name, value]) => ({
    name,
    apiVersion,
    value: mapping(value) ?? {},
    path: documentPath(document, `spec.services.${name}`),
  }));
}
