import type { Finding } from '../findings';
import type { ManifestDocument } from '../manifests';
import { CrdSet } from './crd-set';
import { checkBuiltIn, isBuiltIn } from './kubernetes/built-in-kinds';

/**
 * What an API server serves: the built-in kinds of Kubernetes, and those of the CustomResourceDefinitions it was given.
 *
 * ```ts
 * const schemas = new ApiSchemas(CrdSet.from(readManifests(crds).documents));
 * documents.flatMap((document) => schemas.check(document));
 * ```
 */
export class ApiSchemas {
  public constructor(private readonly crds: CrdSet = CrdSet.from([])) {}

  /** True if the document is judged here: by one of the CRDs, or as a built-in kind. */
  public covers({ value: { apiVersion, kind } }: ManifestDocument): boolean {
    return this.crds.knows(apiVersion, kind) || isBuiltIn(apiVersion);
  }

  /**
   * Everything the API server would object to, in the codes of AdmissionCode; nothing for a document of a group that is neither
   * built in nor that of one of the CRDs.
   *
   * @param path where the findings point, in front of the field; default the file, place, kind and name of the document
   */
  public check(document: ManifestDocument, path?: string): Finding[] {
    const { apiVersion, kind } = document.value;
    return isBuiltIn(apiVersion) && !this.crds.knows(apiVersion, kind)
      ? checkBuiltIn(document, path)
      : this.crds.check(document, path);
  }
}
