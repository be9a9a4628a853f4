import type { UcxOptions } from './ucx-options';

/** Options that every fabric under UCX takes. */
export interface UcxFabricOptions {
  /**
   * Settings of UCX, for example `UCX_BASELINE`.
   * @default - UCX decides
   */
  readonly ucx?: UcxOptions;
}

/** How a device plugin counts depends on its mode, so give one of `perPod` and `perGpu`. */
export type DeviceCount =
  | {
      /**
       * Resources of each pod: for a shared plugin, where one slot grants all adapters.
       * @default 1
       */
      readonly perPod?: number;
      readonly perGpu?: never;
    }
  | {
      /** Resources for each GPU of a pod: for a plugin that hands out single adapters. */
      readonly perGpu: number;
      readonly perPod?: never;
    };

/** Options of `Fabric.infiniband` and `Fabric.rdma`. */
export type InfinibandOptions = UcxFabricOptions & {
  /**
   * Extended resource of the RDMA device plugin.
   * @default 'rdma/ib'
   */
  readonly resource?: string;
  /**
   * Network devices that UCX may use, for example `mlx5_0:1`, where only some of the adapters carry data.
   * @default - UCX probes
   */
  readonly netDevices?: readonly string[];
} & DeviceCount;

/** Options of `Fabric.rdma`. */
export type RdmaOptions = InfinibandOptions & {
  /** What the adapters speak. */
  readonly link: 'infiniband' | 'ethernet';
};

/** Options of `Fabric.aks`. */
export interface AksFabricOptions extends UcxFabricOptions {
  /**
   * The adapters of the machine's compute fabric with their ports, as `ibv_devinfo` lists them. Without the list UCX may take the
   * adapter for ordinary traffic: transfers are slow, and no counter shows why.
   */
  readonly netDevices: readonly string[];
}

/** Options of `Fabric.nscale`. */
export interface NscaleFabricOptions extends UcxFabricOptions {
  /**
   * The adapters of the compute fabric with their ports.
   * @default - `mlx5_0` to `mlx5_5`, `mlx5_10` and `mlx5_11`
   */
  readonly netDevices?: readonly string[];
}

/** Options of `Fabric.efa`. */
export interface EfaOptions {
  /** EFA devices that a node offers, for example 32 on p5.48xlarge, 8 on p6-b200.48xlarge, 4 on p6e-gb200.36xlarge. */
  readonly devicesPerNode: number;
}

/** Options of `Fabric.roce` and `Fabric.gkeRoce`. */
export interface RoceOptions extends UcxFabricOptions {
  /** Names of the node's RDMA networks, in order, for example `rdma-0` to `rdma-3` on GKE A4X. */
  readonly networks: readonly string[];
  /**
   * Whether to mount Google's NCCL plug-in and driver libraries from the node, at `/usr/local/gib` and `/usr/local/nvidia`. Engines that
   * span nodes need the plug-in; `LD_LIBRARY_PATH` of the image has to name both folders. It takes a namespace that allows hostPath.
   * @default false
   */
  readonly hostLibraries?: boolean;
}
