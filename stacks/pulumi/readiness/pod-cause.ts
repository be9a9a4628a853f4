import type { ClusterClaim } from './claims';
import { containerCause } from './container-cause';
import { type ClusterEvent, newest } from './events';
import type { ObservedContainer, ObservedPod } from './pods';
import { type Cause, ProblemReason } from './problem';
import { schedulingCause } from './scheduling-cause';
import { oneLine, reasoned } from './text';

/** What pods are judged by besides themselves. */
export interface PodContext {
  readonly namespace: string;
  readonly claims: ReadonlyMap<string, ClusterClaim>;
  readonly events: readonly ClusterEvent[];
}

/** Init container of a pod that waits until the weights are complete. */
export const WAIT_FOR_MODEL = 'wait-for-model';

/** Why a pod is not ready. Asked only of pods that are not. */
export function podCause(pod: ObservedPod, context: PodContext): Cause {
  return (
    failedCause(pod) ??
    schedulingCause(pod, context.claims, context.namespace) ??
    first(pod.containers, (container) => containerCause(pod, container, context.events, context.namespace)) ??
    preparationCause(pod, context) ??
    startCause(pod, context)
  );
}

function first<T>(items: readonly T[], find: (item: T) => Cause | undefined): Cause | undefined {
  for (const item of items) {
    const cause = find(item);
    if (cause !== undefined) return cause;
  }
  return undefined;
}

function failedCause({ phase, reason, message, containers }: ObservedPod): Cause | undefined {
  if (phase !== 'Failed') return undefined;
  const end = containers.find(({ ended }) => (ended?.exitCode ?? 0) !== 0);
  const ended = end === undefined ? undefined : `container ${end.name} ended with exit code ${end.ended?.exitCode}`;
  return {
    reason: ProblemReason.POD_FAILED,
    detail: oneLine(reasoned(reason, message) || ended || 'the pod failed'),
    fix:
      reason === 'Evicted'
        ? 'its node ran short of memory or disk: raise the requests of the pod, or use larger nodes'
        : 'see `kubectl describe pod`; the controller makes another pod in its place',
  };
}

/** What a node does before a pod's containers run: volumes, sandbox. */
function preparationCause(pod: ObservedPod, { events, namespace }: PodContext): Cause | undefined {
  if (pod.containers.some(({ running, ready }) => running || ready)) return undefined;
  const mount = newest(events, 'Pod', pod.name, 'FailedMount', 'FailedAttachVolume', 'FailedMapVolume');
  if (mount !== undefined) {
    return {
      reason: ProblemReason.VOLUME_MOUNT,
      detail: oneLine(mount.message),
      fix: /(?:secret|configmap) "[^"]+" not found/.test(mount.message)
        ? `create it in namespace ${namespace}`
        : 'check the CSI driver on the node, and the security group or firewall between nodes and storage',
    };
  }
  const sandbox = newest(
    events,
    'Pod',
    pod.name,
    'FailedCreatePodSandBox',
    'NetworkNotReady',
    'FailedPrepareDynamicResources',
  );
  if (sandbox === undefined) return undefined;
  return {
    reason: ProblemReason.SANDBOX,
    detail: oneLine(sandbox.message),
    fix: 'check the network plugin on the node (free addresses in its subnet), and the DRA driver if devices are claimed',
  };
}

function startCause(pod: ObservedPod, { events, namespace }: PodContext): Cause {
  const waits = pod.containers.find(({ blocking, running }) => blocking && running);
  if (waits?.name === WAIT_FOR_MODEL) {
    return {
      reason: ProblemReason.DOWNLOAD_RUNNING,
      detail: 'waits until the weights are complete',
      fix: 'see that the download Job runs (kubectl get jobs), or that the claim holds the weights',
    };
  }
  if (waits !== undefined) return starting(`init container ${waits.name} runs`, pod, namespace);
  const slow = pod.containers.find(({ running, ready, blocking }) => running && !ready && !blocking);
  if (slow !== undefined) return slowCause(pod, slow, events, namespace);
  const pulling = newest(events, 'Pod', pod.name, 'Pulling', 'Pulled');
  if (pulling?.reason === 'Pulling') return starting(pulling.message.toLowerCase(), pod, namespace);
  return starting(
    pod.containers.length > 0 ? 'its containers are being made' : `the pod is ${pod.phase}`,
    pod,
    namespace,
  );
}

/** A container that runs and is not ready. */
function slowCause(
  pod: ObservedPod,
  { name, started }: ObservedContainer,
  events: readonly ClusterEvent[],
  namespace: string,
): Cause {
  const unhealthy = newest(events, 'Pod', pod.name, 'Unhealthy');
  const says = unhealthy === undefined ? '' : `: ${unhealthy.message}`;
  if (!started || (unhealthy?.message.startsWith('Startup probe') ?? false)) {
    return starting(`container ${name} loads the model${says}`, pod, namespace);
  }
  return {
    reason: ProblemReason.PROBE_FAILING,
    detail: oneLine(`container ${name} runs but is not ready${says}`),
    fix: `read why: \`${oneLine(`kubectl logs --namespace ${namespace} ${pod.name} --container ${name}`)}\``,
  };
}

function starting(detail: string, pod: ObservedPod, namespace: string): Cause {
  return {
    reason: ProblemReason.STARTING,
    detail: oneLine(detail),
    fix: `large models take their time: wait longer, and watch \`${oneLine(`kubectl logs --namespace ${namespace} ${pod.name} --all-containers --follow`)}\``,
  };
}
