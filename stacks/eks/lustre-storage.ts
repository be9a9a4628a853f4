import { SecurityGroup } from '@pulumi/aws/ec2/securityGroup';
import { LustreFileSystem } from '@pulumi/aws/fsx/lustreFileSystem';
import { PersistentVolume } from '@pulumi/kubernetes/core/v1/persistentVolume';
import { StorageClass } from '@pulumi/kubernetes/storage/v1/storageClass';
import * as pulumi from '@pulumi/pulumi';
import { EksAddon, installAddon } from './addon';
import type { LustreStore } from './model-store';
import type { StorageProps } from './storage-props';

/** Ports of Lustre. Source: docs.aws.amazon.com fsx LustreGuide limit-access-security-groups, 2026. */
const PORTS = [
  { fromPort: 988, toPort: 988 },
  { fromPort: 1018, toPort: 1023 },
];

/**
 * A Lustre file system, and volumes for claims to bind to. Nothing in the cluster makes or deletes file systems: they cost as much as
 * machines, and what is in them outlives graphs.
 *
 * A volume whose claim was deleted is `Released`; it takes a new claim once its `claimRef` is removed.
 */
export class LustreStorage extends pulumi.ComponentResource {
  public readonly fileSystem: LustreFileSystem;
  /** What claims wait for. */
  public readonly ready: readonly pulumi.Resource[];

  public constructor(
    name: string,
    props: StorageProps & { readonly store: LustreStore; readonly storageClassName: string },
    options?: pulumi.ComponentResourceOptions,
  ) {
    super('stator:eks:LustreStorage', name, {}, options);
    const { cluster, region, network, zone, store, storageClassName } = props;
    const child = { parent: this };
    const inCluster = { parent: this, provider: cluster.provider };
    const group = new SecurityGroup(
      name,
      {
        vpcId: network.vpcId,
        description: 'Lustre, from the nodes of the cluster',
        ingress: PORTS.flatMap((ports) => [
          { protocol: 'tcp', ...ports, securityGroups: [cluster.securityGroupId] },
          // Its servers talk to each other.
          { protocol: 'tcp', ...ports, self: true },
        ]),
        egress: PORTS.flatMap((ports) => [
          { protocol: 'tcp', ...ports, securityGroups: [cluster.securityGroupId] },
          { protocol: 'tcp', ...ports, self: true },
        ]),
        tags: { Name: name },
      },
      child,
    );
    this.fileSystem = new LustreFileSystem(
      name,
      {
        deploymentType: 'PERSISTENT_2',
        storageType: 'SSD',
        fileSystemTypeVersion: '2.15',
        storageCapacity: store.sizeGib,
        perUnitStorageThroughput: store.throughput,
        // Weights are compressed as far as they go.
        dataCompressionType: 'NONE',
        metadataConfiguration: { mode: 'AUTOMATIC' },
        ...(store.efa ? { efaEnabled: true } : {}),
        subnetIds: network.privateSubnetId(zone),
        securityGroupIds: [group.id, ...(store.efa ? [props.efaSecurityGroupId] : [])],
        tags: { Name: name },
      },
      child,
    );
    const driver = installAddon(
      name,
      EksAddon.FSX,
      { clusterName: cluster.clusterName, region },
      { ...child, dependsOn: [...props.nodes] },
    );
    const storageClass = new StorageClass(
      name,
      { metadata: { name: storageClassName }, provisioner: 'kubernetes.io/no-provisioner', reclaimPolicy: 'Retain' },
      inCluster,
    );
    const { id, dnsName, mountName } = this.fileSystem;
    const volumes = Array.from(
      { length: store.volumes },
      (_, index) =>
        new PersistentVolume(
          `${name}-${index}`,
          {
            metadata: { name: `${storageClassName}-${index}` },
            spec: {
              storageClassName,
              capacity: { storage: `${store.sizeGib}Gi` },
              accessModes: ['ReadWriteMany'],
              volumeMode: 'Filesystem',
              persistentVolumeReclaimPolicy: 'Retain',
              mountOptions: ['flock', 'noatime'],
              csi: {
                driver: 'fsx.csi.aws.com',
                // The driver does not read it when it mounts; the kubelet wants it to differ between volumes.
                volumeHandle: index === 0 ? id : pulumi.interpolate`${id}:${index}`,
                volumeAttributes: { dnsname: dnsName, mountname: mountName },
              },
            },
          },
          { ...inCluster, dependsOn: [storageClass] },
        ),
    );
    this.ready = [driver, storageClass, ...volumes];
    this.registerOutputs({ fileSystemId: id });
  }
}
