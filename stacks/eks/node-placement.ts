import type { NodeGroup, Toleration } from '../../constructs/hardware';

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

/** The labels that pods of the node group select, but for those in `kubernetes.io`, which the kubelet sets itself and EKS refuses. */
export function nodeLabels(group: NodeGroup): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(group.nodeSelector).filter(([key]) => !/^(?:[^/]+\.)?(?:kubernetes|k8s)\.io\//.test(key)),
  );
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
