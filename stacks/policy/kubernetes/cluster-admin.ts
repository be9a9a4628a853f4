import { documentName, documentPath, type ManifestDocument } from '../../../constructs/manifests';
import { at, kindOf, list, mappings } from '../../../constructs/observed';
import type { Violation } from '../../../constructs/rules';
import type { KubernetesPolicy } from './kubernetes-policy';

const ROLES: readonly string[] = ['ClusterRole', 'Role'];
const BINDINGS: readonly string[] = ['ClusterRoleBinding', 'RoleBinding'];

export const clusterAdmin: KubernetesPolicy = {
  name: 'cluster-admin',
  title: 'no stack gives every right',
  rationale:
    'Who may do everything reads every Secret and runs pods on every node. Deploying graphs takes a handful of rights in one namespace.',
  fix: 'name the API groups, resources and verbs that are needed; InferenceNamespace with deployers makes such a role',
  severity: 'critical',
  enforcementLevel: 'mandatory',
  check: function* ({ documents }) {
    for (const document of documents) {
      if (BINDINGS.includes(kindOf(document))) {
        yield* bound(document);
      } else if (ROLES.includes(kindOf(document))) {
        yield* granted(document);
      }
    }
  },
};

function* bound(document: ManifestDocument): Generator<Violation> {
  if (at(document.value, 'roleRef', 'name') === 'cluster-admin') {
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
