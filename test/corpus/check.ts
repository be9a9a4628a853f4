import { type Finding, Release } from '../../constructs';
import { CrdSet, checkDocuments, Observation, readManifests } from '../../constructs/check';
import { HAS_CRDS, sharedCrds } from '../manifests/shared';

/** `undefined` where the CRDs are not beside the checkout. */
export const CRDS: CrdSet | undefined = HAS_CRDS ? CrdSet.from(sharedCrds()) : undefined;

/** What `stator check --crds` says about a manifest. */
export function check(content: string): readonly Finding[] {
  const { documents, findings } = readManifests({ name: 'graph.yaml', content });
  const ruled = checkDocuments(Observation.of(documents), { releaseOf: () => Release.latest, complete: false });
  return [...findings, ...documents.flatMap((document) => CRDS?.check(document) ?? []), ...ruled.findings];
}
