import { at, mapping, mappings, nameOf, type Observation } from '../../../constructs/observed';
import { PodSecurityControl, PodSecurityLevel, type PodSecurityViolation } from '../../../constructs/pod-security';
import type { DocumentPod } from '../../../constructs/rules/pods';
import { RDMA } from '../../../constructs/rules/rdma-memory-lock';

const ENFORCE = 'pod-security.kubernetes.io/enforce';
/** What locks memory for an adapter. */
const MEMORY_LOCK = 'IPC_LOCK';
/** Registering GPU memory with EFA takes a privileged container, and added capabilities go to root only. */
const NEEDED: readonly PodSecurityControl[] = [
  PodSecurityControl.PRIVILEGED,
  PodSecurityControl.PRIVILEGE_ESCALATION,
  PodSecurityControl.RUN_AS_NON_ROOT,
  PodSecurityControl.RUN_AS_USER,
];
const USER: readonly PodSecurityControl[] = [PodSecurityControl.RUN_AS_NON_ROOT, PodSecurityControl.RUN_AS_USER];

/**
 * Which violations of a pod are what its RDMA adapters need; none unless its namespace is in the stack and enforces `privileged`.
 * Source: ai-dynamo/dynamo recipes/addons/providers/aws-efa.yaml, docs/kubernetes/disagg-communication-guide.md.
 */
export function fabricNeeds(pod: DocumentPod, observation: Observation): (violation: PodSecurityViolation) => boolean {
  const containers = allowsPrivileged(pod, observation) ? containersWithAdapter(pod) : [];
  return ({ control, path, found }) =>
    containers.some((container) => path.startsWith(`${container}.`))
      ? NEEDED.includes(control) || isMemoryLock(control, path, found)
      : containers.length > 0 && path.startsWith('securityContext.') && USER.includes(control);
}

function allowsPrivileged({ namespace }: DocumentPod, observation: Observation): boolean {
  return observation
    .ofKind('Namespace')
    .filter((document) => nameOf(document) === namespace)
    .some(({ value }) => at(value, 'metadata', 'labels', ENFORCE) === PodSecurityLevel.PRIVILEGED);
}

/** Paths of the containers, as violations name them. */
function containersWithAdapter({ spec }: DocumentPod): readonly string[] {
  return ['initContainers', 'containers'].flatMap((list) =>
    mappings(spec[list])
      .filter((container) => ['limits', 'requests'].some((kind) => hasAdapter(at(container, 'resources', kind))))
      .map(({ name }) => `${list}[${name}]`),
  );
}

function hasAdapter(resources: unknown): boolean {
  return Object.entries(mapping(resources) ?? {}).some(([name, count]) => RDMA.test(name) && Number(count) > 0);
}

function isMemoryLock(control: PodSecurityControl, path: string, found: string): boolean {
  return control === PodSecurityControl.CAPABILITIES && (found === MEMORY_LOCK || path.endsWith('.drop'));
}
