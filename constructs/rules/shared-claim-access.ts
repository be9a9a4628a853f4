import { Severity } from '../findings';
import { documentPath } from '../manifests';
import { at, list, mappings, nameOf, namespaceOf, type Observation, type ObservedGraph, text } from '../observed';
import type { Rule } from './rule';

/** A PersistentVolumeClaim, on its own or inside a v1alpha1 graph. */
interface Claim {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly modes: readonly string[];
  readonly path: string;
}

const SHARED = ['ReadWriteMany', 'ReadOnlyMany'] as const;

export const sharedClaimAccess: Rule = {
  code: 'DYN045',
  title: 'a claim that several pods mount can be shared',
  severity: Severity.ERROR,
  rationale:
    'A ReadWriteOnce volume attaches to one node, and a ReadWriteOncePod volume to one pod. The first pod starts; the others, on other nodes, wait in ContainerCreating with a multi-attach error.',
  fix: 'use accessMode ReadWriteMany with a storage class that offers it (EFS, FSx for Lustre, Filestore, NFS)',
  source: 'ai-dynamo/dynamo docs/kubernetes/model-caching.md',
  *checkDocuments(observation) {
    for (const claim of claims(observation)) {
      const users = usersOf(claim, observation.graphs);
      const pods = users.reduce((sum, user) => sum + user.pods, 0);
      if (pods > 1 && claim.modes.length > 0 && !SHARED.some((mode) => claim.modes.includes(mode))) {
        yield {
          path: claim.path,
          message: `the claim '${claim.name}' is ${claim.modes.join(', ')}, but ${pods} pods mount it (${users
            .map(({ name, pods: count }) => `${count} of '${name}'`)
            .join(', ')})`,
        };
      }
    }
  },
};

function claims(observation: Observation): readonly Claim[] {
  const written = observation.ofKind('PersistentVolumeClaim').map((document) => ({
    name: nameOf(document),
    namespace: namespaceOf(document),
    modes: list(at(document.value, 'spec', 'accessModes')).flatMap((mode) => text(mode) ?? []),
    path: documentPath(document, 'spec.accessModes'),
  }));
  const inGraphs = observation.graphs.flatMap(({ document, namespace }) =>
    mappings(at(document.value, 'spec', 'pvcs'))
      .filter((claim) => claim['create'] === true)
      .map((claim) => {
        const name = text(claim['name']) ?? '';
        const mode = text(claim['volumeAccessMode']);
        return {
          name,
          namespace,
          modes: mode === undefined ? [] : [mode],
          path: documentPath(document, `spec.pvcs[${name}].volumeAccessMode`),
        };
      }),
  );
  return [...written, ...inGraphs];
}

function usersOf(
  claim: Claim,
  graphs: readonly ObservedGraph[],
): readonly { readonly name: string; readonly pods: number }[] {
  return graphs
    .filter((graph) => graph.namespace === claim.namespace)
    .flatMap((graph) => graph.components)
    .filter((component) => component.claimNames.includes(claim.name))
    .map(({ name, replicas, nodeCount }) => ({ name, pods: replicas * nodeCount }))
    .filter(({ pods }) => pods > 0);
}
