/**
 * Checking manifests from code: reading them as kubectl does, asking the CRDs, running the rules.
 *
 * ```ts
 * const { documents, findings } = readManifests({ name: 'graph.yaml', content });
 * const { findings: ruled } = checkDocuments(Observation.of(documents), { releaseOf: () => Release.latest, complete: false });
 * ```
 *
 * @packageDocumentation
 */
export * from './admission';
export * from './comparison';
export * from './manifests';
export * from './observed';
export { checkDocuments, checkGraph, type DocumentContext, type GraphContext, RULES, type Rule } from './rules';
export * from './upgrade';
