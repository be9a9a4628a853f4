import { type Check, PodSecurityControl } from './control';
import { inside, items, type Part, type Pod, securityContexts, texts } from './pod';

/** Capabilities that container runtimes grant by default, NET_RAW left out. */
const DEFAULT_CAPABILITIES = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];
/** Kernel parameters that reach no further than the pod. */
const SAFE_SYSCTLS = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.tcp_wmem',
];
const SELINUX_TYPES = ['container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'];
const APP_ARMOR_ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';
/** Types of seccomp and AppArmor profiles that confine. */
export const CONFINING_PROFILES: readonly unknown[] = ['RuntimeDefault', 'Localhost'];
export const PROFILES_ALLOWED = 'RuntimeDefault or Localhost';
const HANDLERS = [
  ['livenessProbe'],
  ['readinessProbe'],
  ['startupProbe'],
  ['lifecycle', 'postStart'],
  ['lifecycle', 'preStop'],
] as const;

/** The controls of `baseline`, as Kubernetes 1.36 implements the standard. Source: kubernetes.io Pod Security Standards. */
export const BASELINE: Readonly<Partial<Record<PodSecurityControl, Check>>> = {
  [PodSecurityControl.HOST_NAMESPACES]: function* ({ spec }) {
    for (const { value, path } of ['hostNetwork', 'hostPID', 'hostIPC'].map((key) => inside(spec, key))) {
      if (value === true) {
        yield { path, found: 'true', allowed: 'false' };
      }
    }
  },
  [PodSecurityControl.PRIVILEGED]: function* ({ containers }) {
    for (const { value, path } of containers.map((each) => inside(each, 'securityContext', 'privileged'))) {
      if (value === true) {
        yield { path, found: 'true', allowed: 'false' };
      }
    }
  },
  [PodSecurityControl.CAPABILITIES]: (pod) => forbiddenCapabilities(pod, DEFAULT_CAPABILITIES),
  [PodSecurityControl.VOLUMES]: function* ({ spec }) {
    for (const { value, path } of items(spec, 'volumes').map((volume) => inside(volume, 'hostPath'))) {
      if (value !== undefined) {
        yield { path, found: 'a hostPath volume', allowed: 'a volume of another type' };
      }
    }
  },
  [PodSecurityControl.HOST_PORTS]: function* (pod) {
    const hostNetwork = inside(pod.spec, 'hostNetwork').value === true;
    for (const port of pod.containers.flatMap((container) => items(container, 'ports'))) {
      const { value, path } = inside(port, 'hostPort');
      // The API server gives every port of a pod on the host's network to the host.
      const taken = hostNetwork && isUnset(value) ? inside(port, 'containerPort').value : value;
      if (!isUnset(taken)) {
        yield { path, found: String(taken), allowed: 'no port of the host' };
      }
    }
  },
  [PodSecurityControl.APP_ARMOR]: function* (pod) {
    yield* looseProfiles(pod, 'appArmorProfile');
    for (const [key, value] of Object.entries(pod.annotations)) {
      const allowed = value === '' || value === 'runtime/default' || value.startsWith('localhost/');
      if (key.startsWith(APP_ARMOR_ANNOTATION) && !allowed) {
        yield { path: `the annotation ${key}`, found: value, allowed: 'runtime/default or localhost/<profile>' };
      }
    }
  },
  [PodSecurityControl.SELINUX]: function* (pod) {
    for (const options of securityContexts(pod).map((context) => inside(context, 'seLinuxOptions'))) {
      const type = inside(options, 'type');
      if (isGiven(type) && !SELINUX_TYPES.includes(String(type.value))) {
        yield { path: type.path, found: String(type.value), allowed: `not set, or ${oneOf(SELINUX_TYPES)}` };
      }
      for (const part of ['user', 'role'].map((key) => inside(options, key)).filter(isGiven)) {
        yield { path: part.path, found: String(part.value), allowed: 'not set' };
      }
    }
  },
  [PodSecurityControl.PROC_MOUNT]: (pod) => (pod.ownUsers ? [] : unmaskedProc(pod)),
  [PodSecurityControl.SECCOMP]: (pod) => looseProfiles(pod, 'seccompProfile'),
  [PodSecurityControl.SYSCTLS]: function* ({ spec }) {
    for (const sysctl of items(inside(spec, 'securityContext'), 'sysctls')) {
      const name = String(inside(sysctl, 'name').value);
      if (!SAFE_SYSCTLS.includes(name)) {
        yield { path: sysctl.path, found: name, allowed: oneOf(SAFE_SYSCTLS) };
      }
    }
  },
  [PodSecurityControl.HOST_PROBES]: function* ({ containers }) {
    for (const handler of containers.flatMap((each) => HANDLERS.map((keys) => inside(each, ...keys)))) {
      for (const host of ['httpGet', 'tcpSocket'].map((key) => inside(handler, key, 'host')).filter(isGiven)) {
        yield { path: host.path, found: String(host.value), allowed: 'not set' };
      }
    }
  },
  [PodSecurityControl.HOST_PROCESS]: function* (pod) {
    for (const { value, path } of securityContexts(pod).map((each) => inside(each, 'windowsOptions', 'hostProcess'))) {
      if (value === true) {
        yield { path, found: 'true', allowed: 'false' };
      }
    }
  },
};

/** Capabilities that containers add beyond these. */
export function* forbiddenCapabilities({ containers }: Pod, allowed: readonly string[]): ReturnType<Check> {
  for (const capabilities of containers.map((each) => inside(each, 'securityContext', 'capabilities'))) {
    const forbidden = texts(capabilities, 'add').filter((name) => !allowed.includes(name));
    if (forbidden.length > 0) {
      yield { path: inside(capabilities, 'add').path, found: forbidden.join(', '), allowed: oneOf(allowed) };
    }
  }
}

/** Containers that see all of /proc. */
export function* unmaskedProc({ containers }: Pod): ReturnType<Check> {
  for (const { value, path } of containers.map((each) => inside(each, 'securityContext', 'procMount'))) {
    if (value !== undefined && value !== 'Default') {
      yield { path, found: String(value), allowed: 'Default' };
    }
  }
}

/** Profiles that are set and do not confine. */
export function* looseProfiles(pod: Pod, key: 'seccompProfile' | 'appArmorProfile'): ReturnType<Check> {
  for (const profile of securityContexts(pod).map((context) => inside(context, key))) {
    const { value, path } = inside(profile, 'type');
    if (profile.value !== undefined && !CONFINING_PROFILES.includes(value)) {
      yield { path, found: value === undefined ? 'not set' : String(value), allowed: PROFILES_ALLOWED };
    }
  }
}

function oneOf(names: readonly string[]): string {
  return names.length === 1 ? names.join() : `one of ${names.join(', ')}`;
}

function isGiven({ value }: Part): boolean {
  return value !== undefined && value !== '';
}

/** A port of 0 is none. */
function isUnset(port: unknown): boolean {
  return port === undefined || port === 0;
}
