/** Manifests: YAML and JSON files read as kubectl reads them. Pure functions over text; runs in a browser too. */
export { deferredText, isDeferredText } from './deferred-text';
export type { KubernetesObject, ManifestDocument, ReadLimits } from './document';
export { isJsonArray, isJsonObject, type Json, type JsonArray, type JsonObject, jsonType } from './json';
export { childPath, documentName, documentPath, indexPath, withField } from './paths';
export { YamlCode } from './problems';
export { type ManifestReading, type ManifestSource, readManifests } from './read-manifests';
