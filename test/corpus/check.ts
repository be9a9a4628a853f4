import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Finding, Release } from '../../constructs';
import { CrdSet, checkDocuments, Observation, readManifests } from '../../constructs/check';

/** The real CRDs, one folder for each project; they are no part of this repository. */
const FOLDER = join(__dirname, '..', '..', '..', 'shared', 'crds');

/** `undefined` where the CRDs are not beside the checkout. */
export const CRDS: CrdSet | undefined = existsSync(FOLDER)
  ? CrdSet.from(
      readdirSync(FOLDER).flatMap((project) =>
        readdirSync(join(FOLDER, project)).flatMap(
          (name) => readManifests({ name, content: readFileSync(join(FOLDER, project, name)) }).documents,
        ),
      ),
    )
  : undefined;

/** What `stator check --crds` says about a manifest. */
export function check(content: string): readonly Finding[] {
  const { documents, findings } = readManifests({ name: 'graph.yaml', content });
  const ruled = checkDocuments(Observation.of(documents), { releaseOf: () => Release.latest, complete: false });
  return [...findings, ...documents.flatMap((document) => CRDS?.check(document) ?? []), ...ruled.findings];
}
