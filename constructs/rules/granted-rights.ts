import { Severity } from '../findings';
import { documentName, documentPath, type ManifestDocument } from '../manifests';
import { at, kindOf, list, mappings } from '../observed';
import type { Rule, Violation } from './rule';

export const grantedRights: Rule = {
  code: 'DYN123',
  title: 'nobody is given every right',
  severity: Severity.WARNING,
  rationale:
    'Who may do everything reads every Secret and runs pods on every node, and so does whoever gets at that account. Deploying graphs takes a handful of rights in one namespace.',
  fix: 'name the API groups, resources and verbs that are needed; InferenceNamespace with deployers makes such a role',
  source: 'kubernetes.io Role Based Access Control Good Practices',
  *checkDocuments({ documents }) {
    for (const document of documents) {
      switch (kindOf(document)) {
        case 'ClusterRoleBinding':
        case 'RoleBinding':
          yield* bound(document);
          break;
        case 'ClusterRole':
        case 'Role':
          yield* granted(document);
      }
    }
  },
};

function* bound(document: ManifestDocument): Generator<Violation> {
  const { roleRef } = document.value;
  if (at(roleRef, 'kind') !== 'Role' && at(roleRef, 'name') === 'cluster-admin') {
    yield {
      path: documentPath(document, 'roleRef.name'),
      message: `${kindOf(document)} '${documentName(document)}' binds cluster-admin`,
    };
  }
}

function* granted(document: ManifestDocument): Generator<Violation> {
  for (const [index, rule] of mappings(document.value['rules']).entries()) {
    if (['apiGroups', 'resources', 'verbs'].every((field) => list(rule[field]).includes('*'))) {
      yield {
        path: documentPath(document, `rules[${index}]`),
        message: `${kindOf(document)} '${documentName(document)}' grants every verb on every resource`,
      };
    }
  }
}
