import type { KubernetesObject } from '../../manifests';
import { isDns1123Label, subdomainProblem } from '../names';
import { checkHasName, checkObjectMeta } from '../object-meta';
import type { Violation } from '../violation';
import { Field, type SemanticViolation } from './field';
import { DNS_LABEL, PATH_SEGMENT } from './forms';

type NameProblem = (name: string) => string | undefined;

const label: NameProblem = (name) => (isDns1123Label(name) ? undefined : `allowed is ${DNS_LABEL.words}`);
const segment: NameProblem = (name) => (PATH_SEGMENT.test(name) ? undefined : `allowed is ${PATH_SEGMENT.words}`);

/** Kinds whose names are no DNS subdomains. A Service may begin with a digit from 1.36 on. */
const NAMES: Readonly<Record<string, NameProblem>> = {
  Namespace: label,
  Service: label,
  StatefulSet: label,
  Role: segment,
  ClusterRole: segment,
  RoleBinding: segment,
  ClusterRoleBinding: segment,
  PodDisruptionBudget: segment,
};
const FINALIZERS: readonly string[] = ['orphan', 'foregroundDeletion', 'kubernetes'];

/** What is wrong with the metadata of an object of a built-in kind. */
export function metadataViolations({ kind, metadata }: KubernetesObject): readonly SemanticViolation[] {
  const violations: SemanticViolation[] = [];
  const report = ({ path, message, fix }: Violation): void => {
    violations.push({ path, indexPath: path, message, fix });
  };
  const nameProblem = Object.hasOwn(NAMES, kind) ? NAMES[kind] : undefined;
  checkHasName(metadata, report);
  checkObjectMeta(metadata, 'metadata', report, nameProblem ?? subdomainProblem);
  for (const finalizer of Field.root(metadata, 'metadata', violations).get('finalizers').items) {
    const known = finalizer.text.includes('/') || FINALIZERS.includes(finalizer.text);
    if (!known && finalizer.text !== '')
      finalizer.refuse(`a name such as example.com/x, or one of ${FINALIZERS.join(', ')}`);
  }
  return violations;
}
