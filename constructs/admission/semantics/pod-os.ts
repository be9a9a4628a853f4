import { requiredOneOf } from './checks';
import type { Field } from './field';

const POD_FIELDS = ['hostUsers', 'shareProcessNamespace'] as const;
const POD_FLAGS = ['hostPID', 'hostIPC'] as const;
const POD_CONTEXT = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'fsGroup',
  'fsGroupChangePolicy',
  'sysctls',
  'runAsUser',
  'runAsGroup',
  'supplementalGroups',
  'supplementalGroupsPolicy',
  'seLinuxChangePolicy',
] as const;
const CONTAINER_CONTEXT = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
  'runAsUser',
  'runAsGroup',
] as const;

/** Reports what a pod says that its operating system does not have. */
export function checkOs(pod: Field): void {
  const os = pod.get('os');
  if (!os.given) return;
  requiredOneOf(os.get('name'), ['linux', 'windows']);
  const contexts = containers(pod).map((container) => container.get('securityContext'));
  if (os.get('name').text === 'linux') {
    for (const context of [pod.get('securityContext'), ...contexts]) forbidGiven(context, ['windowsOptions'], 'Linux');
  } else if (os.get('name').text === 'windows') {
    forbidGiven(pod, POD_FIELDS, 'Windows');
    for (const flag of POD_FLAGS) if (pod.get(flag).isTrue) pod.get(flag).forbid('in a pod for Windows');
    forbidGiven(pod.get('securityContext'), POD_CONTEXT, 'Windows');
    for (const context of contexts) forbidGiven(context, CONTAINER_CONTEXT, 'Windows');
  }
}

/** Init, ordinary and ephemeral containers. */
function containers(pod: Field): readonly Field[] {
  return ['initContainers', 'containers', 'ephemeralContainers'].flatMap((list) => pod.get(list).items);
}

function forbidGiven(parent: Field, names: readonly string[], os: string): void {
  for (const name of names) if (parent.get(name).given) parent.get(name).forbid(`in a pod for ${os}`);
}
