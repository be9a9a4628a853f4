import { at, kindOf, nameOf, namespaceOf, Observation } from '../../../constructs/observed';
import type { KubernetesPolicy } from './kubernetes-policy';
import { DEFAULT_NAMESPACE, podsOfStack } from './pods-of-stack';

/** The account of pods that name none. */
const DEFAULT_ACCOUNT = 'default';

/** Pods of graphs are left out, so that it is no rule of Stator: the operator gives them an account with the rights that they need. */
export const serviceAccountToken: KubernetesPolicy = {
  name: 'service-account-token',
  title: 'pods that ask for no service account get no token',
  rationale:
    'Kubernetes mounts a token of the account default into every pod that does not decline. Who gets into the pod talks to the API server with it, and has whatever anybody ever bound to that account.',
  fix: 'set automountServiceAccountToken: false in the pod spec, or name a service account of its own with the rights that the pod needs',
  severity: 'low',
  enforcementLevel: 'advisory',
  check: function* (observation, context) {
    const workloads = Observation.of(observation.documents.filter((document) => !isGraph(document, observation)));
    for (const { namespace = DEFAULT_NAMESPACE, spec, owner, fieldPath } of podsOfStack(workloads, context)) {
      const account = spec['serviceAccountName'] ?? spec['serviceAccount'] ?? DEFAULT_ACCOUNT;
      const declines = spec['automountServiceAccountToken'] === false;
      if (account === DEFAULT_ACCOUNT && !declines && !accountDeclines(observation, namespace)) {
        yield {
          path: fieldPath('automountServiceAccountToken'),
          message: `pods of ${owner} get a token of the service account 'default'`,
        };
      }
    }
  },
};

function isGraph(document: Observation['documents'][number], { graphs }: Observation): boolean {
  return graphs.some((graph) => graph.document === document);
}

function accountDeclines(observation: Observation, namespace: string): boolean {
  return observation.documents.some(
    (document) =>
      kindOf(document) === 'ServiceAccount' &&
      nameOf(document) === DEFAULT_ACCOUNT &&
      (namespaceOf(document) ?? DEFAULT_NAMESPACE) === namespace &&
      at(document.value, 'automountServiceAccountToken') === false,
  );
}
