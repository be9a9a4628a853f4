import { formed, inRange, MAX_INT32, oneOf, required, requiredOneOf, unique } from './checks';
import type { Field } from './field';
import { RELATIVE_PATH, SYSCTL } from './forms';

const PROFILES = ['Localhost', 'RuntimeDefault', 'Unconfined'] as const;
const MAX_PROFILE = 4095;

/** Reports what is wrong with the security context of a container. */
export function checkSecurityContext(context: Field, ownUsers: boolean): void {
  if (!context.given) return;
  checkIds(context);
  checkProfiles(context);
  const procMount = context.get('procMount');
  oneOf(procMount, ['Default', 'Unmasked']);
  if (procMount.text === 'Unmasked' && !ownUsers) procMount.refuse("'Default' unless hostUsers is false");
  const escalation = context.get('allowPrivilegeEscalation');
  if (escalation.value === false) {
    const added = context.at('capabilities', 'add').items.map((capability) => capability.text);
    if (context.get('privileged').isTrue) escalation.refuse('true for a privileged container');
    if (added.includes('CAP_SYS_ADMIN')) escalation.refuse('true with the capability CAP_SYS_ADMIN');
  }
}

/** Reports what is wrong with the security context of a pod. */
export function checkPodSecurityContext(context: Field, pod: Field): void {
  if (!context.given) return;
  checkIds(context);
  checkProfiles(context);
  inRange(context.get('fsGroup'), 0, MAX_INT32);
  for (const group of context.get('supplementalGroups').items) inRange(group, 0, MAX_INT32);
  oneOf(context.get('fsGroupChangePolicy'), ['OnRootMismatch', 'Always']);
  oneOf(context.get('supplementalGroupsPolicy'), ['Merge', 'Strict']);
  // 'MountOption' needs a feature gate that is off in 1.36.
  oneOf(context.get('seLinuxChangePolicy'), ['Recursive']);
  const sysctls = context.get('sysctls').items.map((sysctl) => sysctl.get('name'));
  for (const name of sysctls) checkSysctl(name, pod);
  unique(sysctls, 'a sysctl');
}

function checkSysctl(name: Field, pod: Field): void {
  if (!required(name, 'the name of a sysctl')) return;
  formed(name, SYSCTL);
  const dotted = name.text.replaceAll('/', '.');
  if (pod.get('hostNetwork').isTrue && dotted.startsWith('net.')) name.forbid('of the network with hostNetwork');
  const ipc = /^(kernel\.(shm|msg)|kernel\.sem$|fs\.mqueue\.)/.test(dotted);
  if (pod.get('hostIPC').isTrue && ipc) name.forbid('of shared memory with hostIPC');
}

function checkIds(context: Field): void {
  inRange(context.get('runAsUser'), 0, MAX_INT32);
  inRange(context.get('runAsGroup'), 0, MAX_INT32);
}

function checkProfiles(context: Field): void {
  for (const name of ['seccompProfile', 'appArmorProfile']) {
    const profile = context.get(name);
    if (!profile.given) continue;
    const file = profile.get('localhostProfile');
    requiredOneOf(profile.get('type'), PROFILES);
    if (profile.get('type').text !== 'Localhost') {
      if (file.given) file.forbid("unless the type is 'Localhost'");
    } else if (name === 'seccompProfile') {
      if (file.given) formed(file, RELATIVE_PATH);
      else file.refuse(RELATIVE_PATH.words);
    } else if (file.text === '' || file.text !== file.text.trim() || file.text.length > MAX_PROFILE) {
      file.refuse(`the name of a profile, at most ${MAX_PROFILE} characters, without space around it`);
    }
  }
}
