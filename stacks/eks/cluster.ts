import { LogGroup } from '@pulumi/aws/cloudwatch/logGroup';
import { AccessEntry } from '@pulumi/aws/eks/accessEntry';
import { AccessPolicyAssociation } from '@pulumi/aws/eks/accessPolicyAssociation';
import type { Addon } from '@pulumi/aws/eks/addon';
import { Cluster } from '@pulumi/aws/eks/cluster';
import { Key } from '@pulumi/aws/kms/key';
import { Provider } from '@pulumi/kubernetes/provider';
import * as pulumi from '@pulumi/pulumi';
import { InvalidValueError } from '../../constructs/findings';
import { EksAddon, installAddon } from './addon';
import { kubeconfigFor } from './kubeconfig';
import { type KubernetesVersion, LATEST_KUBERNETES } from './kubernetes-version';
import { ServiceRole } from './role';
import { partitionOf } from './zone';

export interface EksClusterProps {
  /** Name in EKS. */
  readonly clusterName: string;
  readonly region: string;
  /** Subnets of the control plane, in at least two zones. */
  readonly subnetIds: readonly pulumi.Input<string>[];
  /** @default the newest that Stator knows */
  readonly kubernetesVersion?: KubernetesVersion;
  /**
   * From which addresses the API server can be reached over the internet, for example `['203.0.113.0/24']`; who gets in is for IAM to
   * say. With none it is private: then deploy from inside of the VPC.
   * @default [] none
   */
  readonly publicAccessCidrs?: readonly string[];
  /**
   * ARNs of IAM roles and users that administer the cluster, beside whoever makes it.
   * @default []
   */
  readonly administrators?: readonly string[];
  /**
   * Days for which the logs of the control plane are kept.
   * @default 90
   */
  readonly logDays?: number;
}

/** Logs that say who did what. The others, of scheduler and controllers, are large and read by few. */
const LOG_TYPES = ['api', 'audit', 'authenticator'];

/**
 * An EKS cluster without nodes: access by entries (no aws-auth), secrets encrypted with a key of its own, and the add-ons that nodes
 * need to become ready.
 */
export class EksCluster extends pulumi.ComponentResource {
  /** Name in EKS, there once the cluster is. */
  public readonly clusterName: pulumi.Output<string>;
  /** Group that EKS gives to the control plane, and that every node has to be in. */
  public readonly securityGroupId: pulumi.Output<string>;
  /** For kubectl: it asks `aws eks get-token` for a token and holds no secret. */
  public readonly kubeconfig: pulumi.Output<string>;
  /** For everything in the cluster. */
  public readonly provider: Provider;
  /** What nodes need to become ready. */
  public readonly nodeAddons: readonly Addon[];

  public constructor(name: string, props: EksClusterProps, options?: pulumi.ComponentResourceOptions) {
    super('stator:eks:Cluster', name, {}, options);
    const { clusterName, region, kubernetesVersion = LATEST_KUBERNETES, publicAccessCidrs = [] } = props;
    requireClusterName(clusterName);
    const child = { parent: this };
    const role = new ServiceRole(
      name,
      { service: 'eks.amazonaws.com', region, policies: ['AmazonEKSClusterPolicy'] },
      child,
    );
    const key = new Key(
      name,
      { description: `Secrets of the EKS cluster ${clusterName}`, enableKeyRotation: true },
      child,
    );
    const logs = new LogGroup(
      name,
      // The name under which EKS writes. Made first, since EKS makes one that keeps everything for ever.
      { name: `/aws/eks/${clusterName}/cluster`, retentionInDays: props.logDays ?? 90 },
      child,
    );
    const cluster = new Cluster(
      name,
      {
        name: clusterName,
        version: kubernetesVersion,
        roleArn: role.arn,
        accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: true },
        bootstrapSelfManagedAddons: false,
        enabledClusterLogTypes: LOG_TYPES,
        encryptionConfig: { provider: { keyArn: key.arn }, resources: ['secrets'] },
        vpcConfig: {
          subnetIds: [...props.subnetIds],
          endpointPrivateAccess: true,
          endpointPublicAccess: publicAccessCidrs.length > 0,
          ...(publicAccessCidrs.length > 0 ? { publicAccessCidrs: [...publicAccessCidrs] } : {}),
        },
      },
      { ...child, dependsOn: [logs] },
    );
    this.clusterName = cluster.name;
    this.securityGroupId = cluster.vpcConfig.clusterSecurityGroupId;
    this.addAdministrators(name, props.administrators ?? [], region);
    const nodeAddons = [EksAddon.POD_IDENTITY, EksAddon.VPC_CNI, EksAddon.KUBE_PROXY];
    this.nodeAddons = nodeAddons.map((addon) =>
      installAddon(name, addon, { clusterName: cluster.name, region }, { parent: this }),
    );
    this.kubeconfig = kubeconfigFor(cluster, region);
    this.provider = new Provider(name, { kubeconfig: this.kubeconfig }, child);
    this.registerOutputs({ clusterName: this.clusterName, kubeconfig: this.kubeconfig });
  }

  private addAdministrators(name: string, administrators: readonly string[], region: string): void {
    const policyArn = `arn:${partitionOf(region)}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`;
    for (const principalArn of administrators) {
      const who = { clusterName: this.clusterName, principalArn };
      // Account and name. A whole ARN holds the separator of URNs.
      const own = `${name}-${principalArn.slice(principalArn.lastIndexOf('::') + 1).replace(/^:/, '')}`;
      const entry = new AccessEntry(own, who, { parent: this });
      new AccessPolicyAssociation(
        own,
        { ...who, policyArn, accessScope: { type: 'cluster' } },
        { parent: this, dependsOn: [entry] },
      );
    }
  }
}

/** Source: docs.aws.amazon.com eks API_CreateCluster, 2026. */
function requireClusterName(name: string): void {
  if (!/^[0-9A-Za-z][-0-9A-Za-z_]{0,99}$/.test(name)) {
    throw new InvalidValueError('clusterName', name, 'letters, digits, hyphens and underscores, at most 100');
  }
}
