import type { NodeGroupDescription } from '../../constructs/description';
import { InvalidValueError } from '../../constructs/findings';
import { AWS_MACHINES, type AwsMachine, type NodeGroup, type Toleration } from '../../constructs/hardware';
import { regionOf } from './zone';

/** A taint as EKS writes it. */
export interface NodeTaint {
  readonly key: string;
  readonly value?: string;
  readonly effect: 'NO_SCHEDULE' | 'PREFER_NO_SCHEDULE' | 'NO_EXECUTE';
}

const EFFECTS = {
  NoSchedule: 'NO_SCHEDULE',
  PreferNoSchedule: 'PREFER_NO_SCHEDULE',
  NoExecute: 'NO_EXECUTE',
} as const;

/** Labels that Kubernetes keeps to itself: EKS refuses them. */
const RESERVED = /^(?:[^/]+\.)?(?:kubernetes|k8s)\.io\//;

/** The labels that pods of the node group select, but for those that the kubelet sets itself. */
export function nodeLabels(group: NodeGroup): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(group.nodeSelector).filter(([key]) => !RESERVED.test(key)));
}

/** The labels that the kubelet of a machine sets. Source: kubernetes.io reference labels-annotations-taints, 2026. */
export function kubeletLabels(machine: AwsMachine, zone: string): Readonly<Record<string, string>> {
  return {
    'kubernetes.io/arch': AWS_MACHINES[machine].arch,
    'kubernetes.io/os': 'linux',
    'node.kubernetes.io/instance-type': machine,
    'topology.kubernetes.io/region': regionOf(zone),
    'topology.kubernetes.io/zone': zone,
  };
}

/** @throws InvalidValueError for labels that neither the kubelet nor EKS puts on a machine, so that pods would wait for ever */
export function requireLabels(group: NodeGroup, machine: AwsMachine): void {
  const ofKubelet = Object.keys(kubeletLabels(machine, 'us-east-1a'));
  for (const key of Object.keys(group.nodeSelector)) {
    if (RESERVED.test(key) && !ofKubelet.includes(key)) {
      throw new InvalidValueError(
        'nodes.nodeSelector',
        key,
        `a label outside of kubernetes.io, or ${ofKubelet.join(', ')}`,
      );
    }
  }
}

/** The taints that pods of the node group tolerate: they keep everything else off the machines. */
export function nodeTaints(group: NodeGroup): readonly NodeTaint[] {
  return group.tolerations.map(({ key, operator, value, effect = 'NoSchedule' }) => ({
    key,
    effect: EFFECTS[effect],
    ...(operator === 'Equal' && value !== undefined ? { value } : {}),
  }));
}

/** The tolerations that let a pod run on all of the node groups, each once. */
export function everyToleration(groups: readonly NodeGroup[]): readonly Toleration[] {
  const byText = new Map(
    groups.flatMap(({ tolerations }) => tolerations).map((toleration) => [JSON.stringify(toleration), toleration]),
  );
  return [...byText.values()];
}

/** In words, why pods with these labels and tolerations cannot run on the machines of a group; empty if they can. */
export function obstacles(
  pods: Pick<NodeGroupDescription, 'nodeSelector' | 'tolerations'>,
  { machine, nodeGroup }: { readonly machine: AwsMachine; readonly nodeGroup: NodeGroup },
  zone: string,
): readonly string[] {
  const labels = { ...nodeLabels(nodeGroup), ...kubeletLabels(machine, zone) };
  const missing = Object.entries(pods.nodeSelector).filter(([key, value]) => labels[key] !== value);
  const kept = nodeGroup.tolerations.filter((taint) => !pods.tolerations.some((each) => tolerates(each, taint)));
  return [
    ...missing.map(([key, value]) => `has not the label ${key}=${value}`),
    ...kept.map(({ key }) => `has the taint ${key}, which they do not tolerate`),
  ];
}

/** Whether a toleration holds for the taint that was made of another one. */
function tolerates(each: Toleration, taint: Toleration): boolean {
  return (
    each.key === taint.key &&
    (each.effect === undefined || each.effect === (taint.effect ?? 'NoSchedule')) &&
    (each.operator === 'Exists' || each.value === taint.value)
  );
}
