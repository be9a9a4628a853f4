import { BASELINE } from './baseline';
import { type Check, PodSecurityControl, type PodSecurityViolation } from './control';
import { LEVELS_STRICTEST_FIRST, PodSecurityLevel } from './level';
import { readPod } from './pod';
import { RESTRICTED } from './restricted';

const CHECKS: Readonly<Record<PodSecurityLevel, Readonly<Partial<Record<PodSecurityControl, Check>>>>> = {
  [PodSecurityLevel.PRIVILEGED]: {},
  [PodSecurityLevel.BASELINE]: BASELINE,
  [PodSecurityLevel.RESTRICTED]: RESTRICTED,
};

/**
 * Everything that keeps a pod from passing a level, as the PodSecurity admission of Kubernetes 1.36 sees it (`latest` there).
 *
 * @param podSpec the `spec` of a pod or pod template
 * @param annotations of the pod: AppArmor profiles once stood there
 */
export function podSecurityViolations(
  podSpec: object,
  level: PodSecurityLevel,
  annotations: Readonly<Record<string, string>> = {},
): readonly PodSecurityViolation[] {
  const pod = readPod(podSpec, annotations);
  return Object.values(PodSecurityControl).flatMap((control) =>
    [...(CHECKS[level][control]?.(pod) ?? [])].map((broken) => ({ control, ...broken })),
  );
}

/** The strictest level that a pod passes. */
export function strictestLevel(podSpec: object, annotations: Readonly<Record<string, string>> = {}): PodSecurityLevel {
  return (
    LEVELS_STRICTEST_FIRST.find((level) => podSecurityViolations(podSpec, level, annotations).length === 0) ??
    PodSecurityLevel.PRIVILEGED
  );
}
