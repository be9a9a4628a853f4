import { Severity } from '../findings';
import { at, type Mapping, mapping, mappings, type Observation } from '../observed';
import { type DocumentPod, podsOf } from './pods';
import { RDMA } from './rdma-memory-lock';
import type { Rule } from './rule';

export const unneededPrivileges: Rule = {
  code: 'DYN200',
  title: 'only pods with an RDMA adapter are privileged',
  severity: Severity.WARNING,
  rationale:
    'A privileged container has every right on its node: it reads the memory and the Secrets of all other pods there. Engines need that for registering GPU memory with some adapters (EFA, RoCE on GKE) and for nothing else.',
  fix: 'take privileged out; IPC_LOCK in capabilities.add is enough for InfiniBand, and nothing is needed without an adapter',
  source: 'ai-dynamo/dynamo docs/kubernetes/security.md, recipes/addons/providers/aws-efa.yaml',
  *checkDocuments(observation, context) {
    const withAdapter = pathsWithAdapter(observation);
    for (const pod of podsOf(observation, context)) {
      const containers = containersOf(pod);
      const excused =
        servesNode(pod) || withAdapter.has(pod.path) || containers.some(({ value }) => asksForAdapter(value));
      for (const { path, value } of excused ? [] : containers) {
        if (at(value, 'securityContext', 'privileged') === true) {
          yield {
            path: pod.fieldPath(`${path}.securityContext.privileged`),
            message: `the container '${String(value['name'])}' of ${pod.owner} is privileged, but its pod asks for no RDMA adapter`,
          };
        }
      }
    }
  },
};

/** Components with an adapter: v1alpha1 asks for it outside of the pod. */
function pathsWithAdapter({ graphs }: Observation): ReadonlySet<string> {
  return new Set(
    graphs
      .flatMap(({ components }) => components)
      .filter(({ extendedResources }) => Object.entries(extendedResources).some(isAdapter))
      .map(({ path }) => path),
  );
}

/** Agents of a DaemonSet look after the node itself. */
function servesNode({ owner }: DocumentPod): boolean {
  return owner.startsWith('DaemonSet ');
}

function containersOf({ spec }: DocumentPod): readonly { readonly path: string; readonly value: Mapping }[] {
  return ['initContainers', 'containers'].flatMap((field) =>
    mappings(spec[field]).map((value) => ({ path: `${field}[${String(value['name'])}]`, value })),
  );
}

function asksForAdapter(container: Mapping): boolean {
  return Object.entries(mapping(at(container, 'resources', 'limits')) ?? {}).some(isAdapter);
}

function isAdapter([name, count]: readonly [string, unknown]): boolean {
  return RDMA.test(name) && Number(count) > 0;
}
