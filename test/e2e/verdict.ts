import { type Finding, type Release, Severity } from '../../constructs';
import { ApiSchemas, CrdSet, checkDocuments, Observation, readManifests } from '../../constructs/check';
import type { JsonObject } from '../../constructs/manifests';
import { crdsOf } from './crds';

/** What `stator check --crds` says, with the CRDs of a release. */
export class Checker {
  private readonly schemas: ApiSchemas;

  public constructor(private readonly release: Release) {
    const text = crdsOf(release)
      .map((crd) => JSON.stringify(crd))
      .join('\n---\n');
    this.schemas = new ApiSchemas(CrdSet.from(readManifests({ name: 'crds.yaml', content: text }).documents));
  }

  public findings(text: string): readonly Finding[] {
    const { documents, findings } = readManifests({ name: 'graph.yaml', content: text });
    const ruled = checkDocuments(Observation.of(documents), {
      releaseOf: () => this.release,
      complete: false,
      schemaChecked: (document) => this.schemas.covers(document),
    });
    return [...findings, ...documents.flatMap((document) => this.schemas.check(document)), ...ruled.findings];
  }

  public errors(text: string): readonly Finding[] {
    return this.findings(text).filter(({ severity }) => severity === Severity.ERROR);
  }
}

/** Whether a finding says what an API server says to the document; other rules know more, for example of pods that come later. */
export function isAdmission({ code }: Finding): boolean {
  return /^(K8S|YAML)/.test(code) || ['DYN116', 'DYN118'].includes(code);
}

export function asText(object: JsonObject): string {
  return JSON.stringify(object);
}
