import type { ClusterEvent } from './events';
import type { ObservedContainer, ObservedPod, Termination } from './pods';
import { type Cause, ProblemReason } from './problem';
import { oneLine, reasoned } from './text';

/** Reasons for which a container waits. Source: kubernetes pkg/kubelet/images and pkg/kubelet/kuberuntime. */
export const INVALID_IMAGE_NAME = 'InvalidImageName';
const PULL = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'ErrImageNeverPull',
  'RegistryUnavailable',
  'ImageInspectError',
]);
const CONFIG = 'CreateContainerConfigError';
const START = new Set(['CreateContainerError', 'RunContainerError', 'PreCreateHookError', 'PostStartHookError']);
const CRASH = 'CrashLoopBackOff';

/** 128 + SIGKILL. */
const KILLED = 137;

/** What stops a container: everything but that it takes its time. */
export function containerCause(
  pod: ObservedPod,
  container: ObservedContainer,
  events: readonly ClusterEvent[],
  namespace: string,
): Cause | undefined {
  const { waiting, name } = container;
  const reason = waiting?.reason ?? '';
  const message = waiting?.message ?? '';
  if (reason === INVALID_IMAGE_NAME) {
    return {
      reason: ProblemReason.INVALID_IMAGE_NAME,
      detail: oneLine(`container ${name}: '${container.image}' is no image name: ${message}`),
      fix: 'correct the image of the component: registry/repository:tag, in lower case',
    };
  }
  if (PULL.has(reason)) return pullCause(pod, container, reason, message, events, namespace);
  if (reason === CONFIG) {
    return {
      reason: ProblemReason.CONTAINER_CONFIG,
      detail: oneLine(`container ${name}: ${message || reason}`),
      fix: configFix(message, namespace),
    };
  }
  if (START.has(reason)) {
    return {
      reason: ProblemReason.CONTAINER_START,
      detail: oneLine(`container ${name}: ${reasoned(reason, message)}`),
      fix: 'correct what the container runtime refuses: command, mounts, devices or security context',
    };
  }
  return crashCause(pod, container, events, namespace);
}

function pullCause(
  pod: ObservedPod,
  container: ObservedContainer,
  reason: string,
  message: string,
  events: readonly ClusterEvent[],
  namespace: string,
): Cause {
  const failed = events.find(
    (event) =>
      event.kind === 'Pod' &&
      event.name === pod.name &&
      event.reason === 'Failed' &&
      event.message.startsWith('Failed to pull image') &&
      event.message.includes(container.image),
  );
  const detail = failed?.message ?? reasoned(reason, message);
  return {
    reason: ProblemReason.IMAGE_PULL,
    detail: oneLine(`container ${container.name}: ${detail}`),
    fix: pullFix(detail, namespace),
  };
}

function pullFix(detail: string, namespace: string): string {
  if (/unauthorized|authentication|denied|forbidden|\b40[13]\b/i.test(detail)) {
    return `give the pods an imagePullSecret for the registry, and create that Secret in namespace ${namespace}`;
  }
  if (/no match for platform|exec format/i.test(detail)) {
    return "the image is not built for the nodes' architecture: use a multi-architecture tag or other nodes";
  }
  if (/not found|manifest unknown|does not exist/i.test(detail)) return 'correct the image: no such repository or tag';
  if (/toomanyrequests|\b429\b/i.test(detail)) return 'the registry limits pulls: log in, or mirror the image';
  if (/no space left/i.test(detail)) return "the node's disk is full: give the nodes larger disks";
  if (/timeout|no such host|refused|unreachable|reset/i.test(detail)) {
    return 'nodes do not reach the registry: check their route, DNS and proxy, or mirror the image';
  }
  return 'check the name of the image, the credentials for its registry, and that nodes reach it';
}

function configFix(message: string, namespace: string): string {
  const key = /couldn't find key (\S+) in (Secret|ConfigMap) (\S+)/i.exec(message);
  if (key !== null) return `add key ${key[1]} to ${key[2]} ${key[3]}`;
  const object = /(secret|configmap) "([^"]+)" not found/i.exec(message);
  if (object !== null) {
    const kind = object[1]?.toLowerCase() === 'secret' ? 'Secret' : 'ConfigMap';
    return `create ${kind} ${object[2]} in namespace ${namespace}`;
  }
  if (/runAsNonRoot/.test(message)) return 'set a numeric `runAsUser`, or use an image that does not run as root';
  return "correct the container's environment, Secrets, ConfigMaps and security context";
}

/** A container that ended with an error, now or in the run before this one. A container that is ready again is not crashing. */
function crashCause(
  pod: ObservedPod,
  container: ObservedContainer,
  events: readonly ClusterEvent[],
  namespace: string,
): Cause | undefined {
  if (container.ready) return undefined;
  const looping = container.waiting?.reason === CRASH;
  const end = container.ended ?? container.lastEnded;
  const failed = end !== undefined && (end.exitCode ?? 0) !== 0;
  // A worker that exits with 0 is restarted all the same; only the kubelet's back-off tells it from a finished init container.
  if (!looping && !failed) return undefined;
  const killing = events.find(
    (event) => event.kind === 'Pod' && event.name === pod.name && /failed (liveness|startup) probe/.test(event.message),
  );
  const byProbe = killing !== undefined && end?.reason !== 'OOMKilled';
  const words = [endWords(end), byProbe ? killing.message : undefined, end?.message];
  const logs = `kubectl logs --namespace ${namespace} ${pod.name} --container ${container.name} --previous`;
  return {
    reason: ProblemReason.CRASHING,
    detail: oneLine(`container ${container.name} ${words.filter(Boolean).join('; ')}`),
    fix: `${crashFix(end, byProbe)}; its last log: \`${oneLine(logs)}\``,
  };
}

function endWords(end: Termination | undefined): string {
  if (end === undefined) return 'keeps ending';
  const reason = end.reason === undefined || end.reason === 'Error' ? '' : ` (${end.reason})`;
  return `ended with exit code ${end.exitCode ?? 'unknown'}${reason}`;
}

function crashFix(end: Termination | undefined, byProbe: boolean): string {
  if (end?.reason === 'OOMKilled') return "raise the container's memory limit";
  if (byProbe) return 'the kubelet killed it for a failed probe: see why the engine hangs, or widen the probe';
  if (end?.exitCode === KILLED) return 'it was killed: by its node for want of memory, or by a failed liveness probe';
  if (end?.exitCode === 126 || end?.exitCode === 127) return 'the command does not exist in the image or cannot be run';
  return 'read why the engine ended';
}
