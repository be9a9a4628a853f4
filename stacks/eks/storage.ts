import { StorageClass } from '@pulumi/kubernetes/storage/v1/storageClass';
import * as pulumi from '@pulumi/pulumi';
import { EksAddon, installAddon } from './addon';
import { EfsStorage } from './efs-storage';
import { LustreStorage } from './lustre-storage';
import type { ModelStore } from './model-store';
import type { StorageProps } from './storage-props';

/** Class of the volumes of single pods, and of claims that name none. */
export const DEFAULT_STORAGE_CLASS = 'gp3';

/** Disks for single pods (EBS), and the store of model weights. */
export class Storage extends pulumi.ComponentResource {
  /** What pods with claims wait for. */
  public readonly ready: readonly pulumi.Resource[];

  public constructor(
    name: string,
    props: StorageProps & { readonly store: ModelStore; readonly nodeZones: readonly string[] },
    options?: pulumi.ComponentResourceOptions,
  ) {
    super('stator:eks:Storage', name, {}, options);
    const { cluster, region, nodes } = props;
    const disks = installAddon(
      name,
      EksAddon.EBS,
      { clusterName: cluster.clusterName, region },
      { parent: this, dependsOn: [...nodes] },
    );
    const disk = new StorageClass(
      name,
      {
        metadata: {
          name: DEFAULT_STORAGE_CLASS,
          annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' },
        },
        provisioner: 'ebs.csi.aws.com',
        parameters: { type: 'gp3', encrypted: 'true' },
        volumeBindingMode: 'WaitForFirstConsumer',
        allowVolumeExpansion: true,
      },
      { parent: this, provider: cluster.provider, dependsOn: [disks] },
    );
    this.ready = [disk, ...this.modelStorage(name, props)];
    this.registerOutputs();
  }

  private modelStorage(
    name: string,
    props: StorageProps & { readonly store: ModelStore; readonly nodeZones: readonly string[] },
  ): readonly pulumi.Resource[] {
    const { choice, storageClassName } = props.store;
    if (storageClassName === undefined || choice.kind === 'none') {
      return [];
    }
    const own = `${name}-models`;
    return choice.kind === 'lustre'
      ? new LustreStorage(own, { ...props, store: choice, storageClassName }, { parent: this }).ready
      : new EfsStorage(own, { ...props, storageClassName }, { parent: this }).ready;
  }
}
