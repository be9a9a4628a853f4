import { builtInViolations, isBuiltIn } from '../admission/kubernetes/built-in-kinds';
import { type SemanticViolation, semanticViolations } from '../admission/semantics';
import { Severity } from '../findings';
import { documentPath, type ManifestDocument } from '../manifests';
import type { Rule } from './rule';

/** DYN115 says more about it. */
const ENFORCED_LEVEL = 'metadata.labels[pod-security.kubernetes.io/enforce]';

export const acceptedObjects: Rule = {
  code: 'DYN118',
  title: 'Kubernetes accepts the objects beside the graph',
  severity: Severity.ERROR,
  rationale:
    'The API server validates objects of its own kinds by code, beyond their schema: names, ports, quantities, selectors, references from one field to another. It refuses an object that does not pass, and it takes one whose pods it will refuse.',
  fix: 'write the field as the API server accepts it',
  source:
    'kubernetes/kubernetes v1.36.3 pkg/apis/core/validation and those of apps, batch, networking, policy, rbac, autoscaling',
  *checkDocuments({ documents }) {
    for (const document of documents) {
      for (const { path, message, fix } of unreported(document)) {
        yield { path: documentPath(document, path), message: `the API server refuses it: ${message}`, fix };
      }
    }
  },
};

/** What DYN116 does not say of the same field, or the check of schemas beside the rules. */
function unreported({ value }: ManifestDocument): readonly SemanticViolation[] {
  const found = semanticViolations(value).filter(({ path }) => path !== ENFORCED_LEVEL);
  if (found.length === 0 || !isBuiltIn(value.apiVersion)) return found;
  const errors = builtInViolations(value).filter(({ severity = Severity.ERROR }) => severity === Severity.ERROR);
  const reported = new Set(errors.map(({ path }) => path));
  return found.filter(({ indexPath }) => !reported.has(indexPath));
}
