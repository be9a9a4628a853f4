import { kindOf, namespaceOf, type Observation } from '../../../constructs/observed';
import type { KubernetesPolicy } from './kubernetes-policy';
import { DEFAULT_NAMESPACE, podsOfStack } from './pods-of-stack';
import { UNKNOWN_NAMESPACE } from './stack-documents';

/**
 * Looks at namespaces, not at selectors: pods of operators have labels that no stack names. No rule of Stator, since a graph brings its
 * own along, and manifests of others leave it to the cluster.
 */
export const networkPolicy: KubernetesPolicy = {
  name: 'network-policy',
  title: 'a namespace with pods has a NetworkPolicy',
  rationale:
    'Without one, every pod of the cluster reaches every port of every other. Engines, NATS and etcd answer without authentication.',
  fix: 'add a NetworkPolicy that lets in who is to reach the pods; a graph of Stator brings one along',
  severity: 'medium',
  enforcementLevel: 'advisory',
  check: function* (observation, context) {
    const covered = coveredNamespaces(observation);
    const reported = new Set([UNKNOWN_NAMESPACE]);
    for (const { namespace = DEFAULT_NAMESPACE, owner, path } of podsOfStack(observation, context)) {
      if (!covered.has(namespace) && !covered.has(UNKNOWN_NAMESPACE) && !reported.has(namespace)) {
        reported.add(namespace);
        yield {
          path,
          message: `pods of ${owner} run in namespace '${namespace}', for which the stack has no NetworkPolicy`,
        };
      }
    }
  },
};

/** Those of Cilium and Calico count, too; what they have for the whole cluster covers any namespace. */
function coveredNamespaces({ documents }: Observation): ReadonlySet<string> {
  return new Set(
    documents
      .filter((document) => kindOf(document).endsWith('NetworkPolicy'))
      .map((document) =>
        /^Global|Clusterwide/.test(kindOf(document)) ? UNKNOWN_NAMESPACE : (namespaceOf(document) ?? DEFAULT_NAMESPACE),
      ),
  );
}
