import { SecurityGroup } from '@pulumi/aws/ec2/securityGroup';
import { FileSystem } from '@pulumi/aws/efs/fileSystem';
import { MountTarget } from '@pulumi/aws/efs/mountTarget';
import { StorageClass } from '@pulumi/kubernetes/storage/v1/storageClass';
import * as pulumi from '@pulumi/pulumi';
import { EksAddon, installAddon } from './addon';
import type { StorageProps } from './storage-props';
import { isLocalZone } from './zone';

const NFS = { protocol: 'tcp', fromPort: 2049, toPort: 2049 };

/**
 * An EFS file system in which every claim gets a folder of its own. The folders stay when claims go.
 * Source of `mounttargetip`: aws/efs-utils README, 2026.
 */
export class EfsStorage extends pulumi.ComponentResource {
  public readonly fileSystem: FileSystem;
  /** What claims wait for. */
  public readonly ready: readonly pulumi.Resource[];

  public constructor(
    name: string,
    props: StorageProps & { readonly storageClassName: string; readonly nodeZones: readonly string[] },
    options?: pulumi.ComponentResourceOptions,
  ) {
    super('stator:eks:EfsStorage', name, {}, options);
    const { cluster, region, network, nodeZones, storageClassName } = props;
    const child = { parent: this };
    const group = new SecurityGroup(
      name,
      {
        vpcId: network.vpcId,
        description: 'NFS, from the nodes of the cluster',
        ingress: [{ ...NFS, securityGroups: [cluster.securityGroupId] }],
        egress: [],
        tags: { Name: name },
      },
      child,
    );
    this.fileSystem = new FileSystem(
      name,
      { encrypted: true, performanceMode: 'generalPurpose', throughputMode: 'elastic', tags: { Name: name } },
      child,
    );
    // EFS is in availability zones only; nodes of a Local Zone are told where it is, since its name means nothing there.
    const targets = nodeZones
      .filter((zone) => !isLocalZone(zone))
      .map(
        (zone) =>
          new MountTarget(
            `${name}-${zone}`,
            {
              fileSystemId: this.fileSystem.id,
              subnetId: network.privateSubnetId(zone),
              securityGroups: [group.id],
            },
            child,
          ),
      );
    const driver = installAddon(
      name,
      EksAddon.EFS,
      { clusterName: cluster.clusterName, region },
      { ...child, dependsOn: [...props.nodes] },
    );
    const storageClass = new StorageClass(
      name,
      {
        metadata: { name: storageClassName },
        provisioner: 'efs.csi.aws.com',
        reclaimPolicy: 'Retain',
        parameters: { provisioningMode: 'efs-ap', fileSystemId: this.fileSystem.id, directoryPerms: '0770' },
        ...(nodeZones.some(isLocalZone)
          ? { mountOptions: targets.slice(0, 1).map(({ ipAddress }) => pulumi.interpolate`mounttargetip=${ipAddress}`) }
          : {}),
      },
      { parent: this, provider: cluster.provider, dependsOn: [driver, ...targets] },
    );
    this.ready = [driver, storageClass];
    this.registerOutputs({ fileSystemId: this.fileSystem.id });
  }
}
