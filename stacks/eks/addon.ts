import { Addon } from '@pulumi/aws/eks/addon';
import type * as pulumi from '@pulumi/pulumi';
import { ServiceRole } from './role';

/** The add-ons of EKS that a cluster for graphs has, by the names that EKS gives them. */
export const EksAddon = {
  VPC_CNI: 'vpc-cni',
  KUBE_PROXY: 'kube-proxy',
  POD_IDENTITY: 'eks-pod-identity-agent',
  COREDNS: 'coredns',
  EBS: 'aws-ebs-csi-driver',
  EFS: 'aws-efs-csi-driver',
  FSX: 'aws-fsx-csi-driver',
} as const;
export type EksAddon = (typeof EksAddon)[keyof typeof EksAddon];

/** What an add-on may do in AWS, and as whom. */
interface AddonRow {
  /** @default - it needs no rights */
  readonly identity?: {
    readonly serviceAccount: string;
    readonly policies?: readonly string[];
    readonly actions?: readonly string[];
  };
  readonly source: string;
}

const GUIDE = 'awsdocs/amazon-eks-user-guide workloads-add-ons-available-eks, 2026';

/** Rights of every add-on in `EksAddon`. */
export const EKS_ADDONS: Readonly<Record<EksAddon, AddonRow>> = {
  'vpc-cni': { identity: { serviceAccount: 'aws-node', policies: ['AmazonEKS_CNI_Policy'] }, source: GUIDE },
  'kube-proxy': { source: GUIDE },
  'eks-pod-identity-agent': { source: GUIDE },
  coredns: { source: GUIDE },
  'aws-ebs-csi-driver': {
    identity: { serviceAccount: 'ebs-csi-controller-sa', policies: ['service-role/AmazonEBSCSIDriverPolicy'] },
    source: GUIDE,
  },
  'aws-efs-csi-driver': {
    identity: { serviceAccount: 'efs-csi-controller-sa', policies: ['service-role/AmazonEFSCSIDriverPolicy'] },
    source: GUIDE,
  },
  // The guide gives AmazonFSxFullAccess, for a driver that makes file systems. Here Pulumi makes them and the driver only mounts.
  'aws-fsx-csi-driver': {
    identity: { serviceAccount: 'fsx-csi-controller-sa', actions: ['fsx:DescribeFileSystems'] },
    source: `${GUIDE}; kubernetes-sigs/aws-fsx-csi-driver pkg/driver/node.go, 2026`,
  },
};

/** What add-ons need to know of their cluster. */
export interface AddonTarget {
  readonly clusterName: pulumi.Input<string>;
  readonly region: string;
}

/**
 * Installs an add-on in the version that EKS gives to clusters of this Kubernetes version. Later versions are for whoever runs the
 * cluster to choose: `pulumi up` on another day changes nothing. `efa-only` interfaces want version 1.18.5 of the CNI, which came out
 * before the oldest Kubernetes that can be chosen here (awsdocs/amazon-eks-user-guide node-efa, 2026).
 */
export function installAddon(
  name: string,
  addon: EksAddon,
  target: AddonTarget,
  options: pulumi.CustomResourceOptions,
): Addon {
  const { identity } = EKS_ADDONS[addon];
  const { parent } = options;
  const role =
    identity === undefined
      ? undefined
      : new ServiceRole(
          `${name}-${addon}`,
          { service: 'pods.eks.amazonaws.com', region: target.region, ...identity },
          parent === undefined ? {} : { parent },
        );
  return new Addon(
    `${name}-${addon}`,
    {
      addonName: addon,
      clusterName: target.clusterName,
      resolveConflictsOnCreate: 'OVERWRITE',
      // What someone has set by hand in the cluster stays.
      resolveConflictsOnUpdate: 'PRESERVE',
      ...(role === undefined || identity === undefined
        ? {}
        : { podIdentityAssociations: [{ roleArn: role.arn, serviceAccount: identity.serviceAccount }] }),
    },
    options,
  );
}
