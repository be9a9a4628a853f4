import { type Finding, Severity } from '../../constructs/findings';

/** Why a cluster cannot hold a graph. */
export const FIT_CODES = {
  /** No group has the machines that a pool was written for. */
  EKS001: { source: 'Kubernetes: a pod stays Pending without a node that has its labels and resources' },
  /** The graphs need more machines than the groups have. */
  EKS002: { source: 'Kubernetes: a pod stays Pending without a node that has its labels and resources' },
  /** Pods that send each other KV cache may come to stand in different zones. */
  EKS003: { source: 'awsdocs/amazon-ec2-user-guide efa (limitations), 2026: EFA traffic does not leave a zone' },
  /** A group of UltraServer machines is not one UltraServer. */
  EKS004: { source: 'awsdocs/amazon-ec2-user-guide ultraservers, 2026: sold whole, as 9 or 18 machines' },
  /** A ComputeDomain is larger than an UltraServer, whose NVLink it is to span. */
  EKS005: { source: 'awsdocs/amazon-ec2-user-guide ultraservers, 2026: one UltraServer is one NVLink domain' },
  /** Pods ask for a fabric that the machines do not offer. */
  EKS006: { source: 'awsdocs/amazon-ec2-user-guide efa-acc-inst-types, 2026' },
  /** A pod asks for more CPU or memory than pods of the machine can have. */
  EKS007: { source: 'aws/karpenter-provider-aws instance-types.md, 2026-08' },
  /** A graph is started by something that the cluster does not have. */
  EKS008: { source: 'ai-dynamo/dynamo deploy/helm/charts/platform README, 2026' },
  /** Machines of the right kind lack a label that pods select, or have a taint that they do not tolerate. */
  EKS009: { source: 'Kubernetes: a pod stays Pending without a node that has its labels and resources' },
} as const;
export type FitCode = keyof typeof FIT_CODES;

export function fitFinding(code: FitCode, path: string, message: string, fix: string): Finding {
  return { code, severity: Severity.ERROR, path, message, fix, source: FIT_CODES[code].source };
}
