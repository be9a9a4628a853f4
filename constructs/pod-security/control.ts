import type { Pod } from './pod';

/**
 * The controls of the Pod Security Standards, by the names that the admission plugin gives them. `capabilities`, `seccompProfile`,
 * `procMount` and `volumes` ask for more at `restricted` than at `baseline` (upstream `volumes` is `hostPathVolumes` and
 * `restrictedVolumes`).
 */
export const PodSecurityControl = {
  HOST_NAMESPACES: 'hostNamespaces',
  PRIVILEGED: 'privileged',
  CAPABILITIES: 'capabilities',
  VOLUMES: 'volumes',
  HOST_PORTS: 'hostPorts',
  APP_ARMOR: 'appArmorProfile',
  SELINUX: 'seLinuxOptions',
  PROC_MOUNT: 'procMount',
  SECCOMP: 'seccompProfile',
  SYSCTLS: 'sysctls',
  HOST_PROBES: 'hostProbesAndHostLifecycle',
  HOST_PROCESS: 'windowsHostProcess',
  PRIVILEGE_ESCALATION: 'allowPrivilegeEscalation',
  RUN_AS_NON_ROOT: 'runAsNonRoot',
  RUN_AS_USER: 'runAsUser',
} as const;
export type PodSecurityControl = (typeof PodSecurityControl)[keyof typeof PodSecurityControl];

/** A field that keeps a pod from passing a level. */
export interface PodSecurityViolation {
  readonly control: PodSecurityControl;
  /** Field inside the pod spec, items by their names: `containers[main].securityContext.privileged`. */
  readonly path: string;
  /** The value as it stands there; `not set` for a field that has to be set. */
  readonly found: string;
  /** What would pass. */
  readonly allowed: string;
}

/** What one control finds in a pod. */
export type Check = (pod: Pod) => Iterable<Omit<PodSecurityViolation, 'control'>>;
