import { type ClusterClaim, claimCause } from './claims';
import type { ObservedPod } from './pods';
import { type Cause, ProblemReason } from './problem';
import { oneLine } from './text';

/** What the scheduler's words ask for. Source: kubernetes pkg/scheduler/framework/plugins, the reasons of their statuses. */
const ADVICE: readonly (readonly [RegExp, string])[] = [
  [/no nodes available/, 'the cluster has no nodes: add the node group, and see that its machines join'],
  [/Insufficient nvidia\.com\/gpu/, 'add GPU nodes, or free the GPUs that other pods hold (kubectl describe nodes)'],
  [
    /Insufficient (?!nvidia\.com\/gpu)\S+/,
    'nodes lack a resource that the pod asks for: add nodes, lower the request, or install the device plugin that advertises it (fabric, huge pages)',
  ],
  [
    /untolerated taint/,
    "the nodes have a taint that the pod does not tolerate: add the toleration to the node group's description",
  ],
  [
    /didn't match Pod's node affinity\/selector/,
    "no node has the labels that the pod selects: compare `kubectl get nodes --show-labels` with the pool's node group",
  ],
  [/unschedulable|node\(s\) were unschedulable/, 'nodes are cordoned: `kubectl uncordon` them'],
  [/pod (?:anti-)?affinity rules/, 'affinity rules leave no node: relax them or add nodes'],
  [
    /cannot allocate all claims|resourceclaim/i,
    'a device claim cannot be served: check the DRA driver and the ComputeDomain',
  ],
  [
    /volume node affinity conflict/,
    'the volume lives in another zone than the nodes: use a class that binds when its first pod is placed',
  ],
  [/queue|podgroup|gang/i, 'check the KAI queue of the pod: its quota and that it exists (kubectl get queues)'],
];

/** Why a pod has no node yet. Undefined when it has one. */
export function schedulingCause(
  pod: ObservedPod,
  claims: ReadonlyMap<string, ClusterClaim>,
  namespace: string,
): Cause | undefined {
  const { scheduled } = pod;
  if (pod.onNode || scheduled?.status === 'True' || pod.phase !== 'Pending') return undefined;
  if (scheduled?.reason === 'SchedulingGated' || pod.gates.length > 0) return gated(pod);
  if (scheduled === undefined) {
    return {
      reason: ProblemReason.NOT_SCHEDULED,
      detail: oneLine(`scheduler ${pod.schedulerName} has not looked at the pod`),
      fix: `check that the scheduler runs: \`kubectl get pods --all-namespaces\` must show ${oneLine(pod.schedulerName)}`,
    };
  }
  const detail = oneLine(withoutPreemption(scheduled.message ?? '') || scheduled.reason || 'not placed on a node');
  const volume = volumeCause(pod, detail, claims, namespace);
  if (volume !== undefined) return volume;
  const advice = ADVICE.flatMap(([pattern, text]) => (pattern.test(detail) ? [text] : []));
  return {
    reason: ProblemReason.UNSCHEDULABLE,
    detail,
    fix:
      advice.length > 0
        ? advice.join('; ')
        : `see \`kubectl describe pod --namespace ${namespace} ${oneLine(pod.name)}\``,
  };
}

/** The end of a message says why evicting other pods would not help either, in a sentence for each node. */
function withoutPreemption(message: string): string {
  return message.replace(/\. (?:no new claims to deallocate, )?preemption: .*$/s, '.');
}

function gated({ gates }: ObservedPod): Cause {
  const grove = gates.some((gate) => gate.startsWith('grove.io/'));
  return {
    reason: ProblemReason.SCHEDULING_GATED,
    detail: oneLine(`scheduling gate ${gates.join(', ') || 'unknown'} is closed`),
    fix: grove
      ? 'Grove opens the gate once all pods of the gang exist: look for pods that are not created, and check that the Grove operator runs'
      : 'check the controller that owns the gate',
  };
}

function volumeCause(
  pod: ObservedPod,
  detail: string,
  claims: ReadonlyMap<string, ClusterClaim>,
  namespace: string,
): Cause | undefined {
  if (!/persistentvolumeclaim/i.test(detail)) return undefined;
  const named = /persistentvolumeclaim "([^"]+)"/.exec(detail)?.[1];
  const blamed = pod.claimNames
    .map((name) => claims.get(name))
    .find((claim) => claim !== undefined && (claim.name === named || (named === undefined && claim.phase !== 'Bound')));
  const missing = pod.claimNames.find((name) => !claims.has(name));
  if (blamed !== undefined) {
    return claimCause(blamed);
  }
  return {
    reason: ProblemReason.VOLUME_PENDING,
    detail: missing === undefined ? detail : oneLine(`claim ${missing} does not exist`),
    fix: `create the PersistentVolumeClaim in namespace ${namespace}, or correct the name that the pods mount`,
  };
}
