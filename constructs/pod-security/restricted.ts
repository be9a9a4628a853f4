import {
  BASELINE,
  CONFINING_PROFILES,
  forbiddenCapabilities,
  looseProfiles,
  PROFILES_ALLOWED,
  unmaskedProc,
} from './baseline';
import { type Check, PodSecurityControl } from './control';
import { inside, items, keys, type Pod, securityContexts, texts } from './pod';

/** Kinds of volumes that cannot reach beyond what the pod was given. */
const VOLUME_TYPES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

/** The controls of `restricted`: those of `baseline`, some of them stricter, and further ones. */
export const RESTRICTED: Readonly<Partial<Record<PodSecurityControl, Check>>> = {
  ...BASELINE,
  [PodSecurityControl.CAPABILITIES]: (pod) => (pod.windows ? [] : capabilitiesLeft(pod)),
  [PodSecurityControl.VOLUMES]: function* ({ spec }) {
    for (const volume of items(spec, 'volumes')) {
      const types = keys(volume).filter((key) => key !== 'name');
      // A volume that names no type becomes an emptyDir.
      if (types.length > 0 && !types.some((type) => VOLUME_TYPES.includes(type))) {
        yield { path: volume.path, found: types.join(', '), allowed: `one of ${VOLUME_TYPES.join(', ')}` };
      }
    }
  },
  // Unmasked /proc is not even for pods with users of their own.
  [PodSecurityControl.PROC_MOUNT]: unmaskedProc,
  [PodSecurityControl.SECCOMP]: (pod) => (pod.windows ? [] : unconfined(pod)),
  [PodSecurityControl.PRIVILEGE_ESCALATION]: function* (pod) {
    for (const container of pod.windows ? [] : pod.containers) {
      const { value, path } = inside(container, 'securityContext', 'allowPrivilegeEscalation');
      if (value !== false) {
        yield { path, found: value === undefined ? 'not set' : String(value), allowed: 'false' };
      }
    }
  },
  [PodSecurityControl.RUN_AS_NON_ROOT]: (pod) => (pod.ownUsers ? [] : maybeRoot(pod)),
  [PodSecurityControl.RUN_AS_USER]: function* (pod) {
    for (const { value, path } of pod.ownUsers ? [] : securityContexts(pod).map((each) => inside(each, 'runAsUser'))) {
      if (value === 0) {
        yield { path, found: '0', allowed: 'not set, or a user other than 0' };
      }
    }
  },
};

function* capabilitiesLeft(pod: Pod): ReturnType<Check> {
  for (const capabilities of pod.containers.map((each) => inside(each, 'securityContext', 'capabilities'))) {
    const dropped = texts(capabilities, 'drop');
    if (!dropped.includes('ALL')) {
      const found = dropped.length === 0 ? 'not set' : dropped.join(', ');
      yield { path: inside(capabilities, 'drop').path, found, allowed: 'a list with ALL' };
    }
  }
  yield* forbiddenCapabilities(pod, ['NET_BIND_SERVICE']);
}

/** Containers without a seccomp profile of their own need one of the pod. */
function* unconfined(pod: Pod): ReturnType<Check> {
  yield* looseProfiles(pod, 'seccompProfile');
  if (CONFINING_PROFILES.includes(inside(pod.spec, 'securityContext', 'seccompProfile', 'type').value)) {
    return;
  }
  for (const profile of pod.containers.map((each) => inside(each, 'securityContext', 'seccompProfile'))) {
    if (profile.value === undefined) {
      yield { path: inside(profile, 'type').path, found: 'not set', allowed: PROFILES_ALLOWED };
    }
  }
}

/** A container that does not say so itself is non-root when the pod says so. */
function* maybeRoot(pod: Pod): ReturnType<Check> {
  const ofPod = inside(pod.spec, 'securityContext', 'runAsNonRoot');
  if (ofPod.value === false) {
    yield { path: ofPod.path, found: 'false', allowed: 'true' };
  }
  for (const { value, path } of pod.containers.map((each) => inside(each, 'securityContext', 'runAsNonRoot'))) {
    if (value === false || (value === undefined && ofPod.value !== true)) {
      yield { path, found: value === undefined ? 'not set' : 'false', allowed: 'true' };
    }
  }
}
