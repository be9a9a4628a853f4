import { InvalidValueError, requireWhole } from '../findings';

/** What carries KV cache between nodes. */
export const FabricKind = {
  /** Multi-node NVLink: the NVLink domain of a rack. */
  MNNVL: 'mnnvl',
  INFINIBAND: 'infiniband',
  /** Elastic Fabric Adapter of AWS. */
  EFA: 'efa',
  /** RDMA over converged Ethernet, as GKE attaches it. */
  ROCE: 'roce',
  /** Plain sockets: no GPU-to-GPU path between nodes. */
  TCP: 'tcp',
} as const;
export type FabricKind = (typeof FabricKind)[keyof typeof FabricKind];

/** Extended resource under which the device plugin of AWS offers EFA devices. */
export const EFA_RESOURCE = 'vpc.amazonaws.com/efa';

/** The part of a node that a pod takes. */
export interface PodGpus {
  /** GPUs of the pod. */
  readonly gpus: number;
  /** GPUs of the node. */
  readonly gpusPerNode: number;
}

/** What a pod needs to use its part of the fabric. */
export interface FabricShare {
  /** Extended resources to request and limit: name to count. */
  readonly resources: Readonly<Record<string, number>>;
  /** Environment variables: name to literal value. */
  readonly env: Readonly<Record<string, string>>;
  /** Linux capabilities to add. */
  readonly addCapabilities: readonly string[];
  /** Whether the container has to be privileged. */
  readonly privileged: boolean;
  /** Pod annotations. */
  readonly annotations: Readonly<Record<string, string>>;
  /** NIXL back end for KV transfer. Engines select it in their own way; with the wrong one they fall back to TCP without a word. */
  readonly nixlBackend: 'UCX' | 'LIBFABRIC';
  /**
   * Variant of the runtime image that carries the fabric's libraries.
   * @default - the plain image
   */
  readonly imageSuffix?: 'efa';
}

/** Options of `Fabric.infiniband`. How a device plugin counts depends on its mode, so give one of `perPod` and `perGpu`. */
export type InfinibandOptions = {
  /**
   * Extended resource of the RDMA device plugin.
   * @default 'rdma/ib'
   */
  readonly resource?: string;
  /**
   * Network devices that UCX may use, for example `mlx5_0:1`. AKS and Nscale need them, as only some of the adapters carry data.
   * @default - UCX probes
   */
  readonly netDevices?: readonly string[];
} & (
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
    }
);

/** Options of `Fabric.efa`. */
export interface EfaOptions {
  /** EFA devices that a node offers, for example 32 on p5.48xlarge, 8 on p6-b200.48xlarge, 4 on p6e-gb200.36xlarge. */
  readonly devicesPerNode: number;
}

/** Options of `Fabric.roce`. */
export interface RoceOptions {
  /** Names of the node's RDMA networks, in order, for example `rdma-0` to `rdma-3` on GKE A4X. */
  readonly networks: readonly string[];
}

/**
 * What carries KV cache between nodes, and what that takes in a pod.
 *
 * ```ts
 * NodeGroup.h200Sxm({ fabric: Fabric.efa({ devicesPerNode: 16 }) });
 * ```
 */
export class Fabric {
  /**
   * Multi-node NVLink. The pod's claim to a ComputeDomain is added by the graph. Source: ai-dynamo/dynamo recipes (deepseek-r1 wide EP on
   * GB200), 2026-05.
   */
  public static mnnvl(): Fabric {
    return new Fabric(FabricKind.MNNVL, { rdma: false, crossNode: true }, () => ({
      env: {
        NCCL_CUMEM_ENABLE: '1',
        NCCL_MNNVL_ENABLE: '1',
        NCCL_NVLS_ENABLE: '1',
        UCX_CUDA_IPC_ENABLE_MNNVL: '1',
      },
    }));
  }

  /** InfiniBand. Source: ai-dynamo/dynamo recipes/addons/providers/{aks,nebius,nscale}-ib.yaml, 2026-08. */
  public static infiniband(options: InfinibandOptions = {}): Fabric {
    const { resource = 'rdma/ib', netDevices = [], perGpu, perPod = 1 } = options;
    requirePattern('resource', resource, RESOURCE_NAME, "an extended resource such as 'rdma/ib'");
    requireWhole(perGpu === undefined ? 'perPod' : 'perGpu', perGpu ?? perPod, 1);
    for (const device of netDevices) {
      requirePattern('netDevices', device, NET_DEVICE, "device names such as 'mlx5_0:1'");
    }
    return new Fabric(
      FabricKind.INFINIBAND,
      { rdma: true, crossNode: true },
      ({ gpus }) => ({
        resources: { [resource]: perGpu === undefined ? perPod : perGpu * gpus },
        addCapabilities: ['IPC_LOCK'],
        env: netDevices.length === 0 ? {} : { UCX_NET_DEVICES: netDevices.join(',') },
      }),
      // A shared plugin has slots enough for a pod on every GPU.
      (gpusPerNode) => ({ [resource]: (perGpu ?? perPod) * gpusPerNode }),
    );
  }

  /**
   * EFA. A pod gets the node's devices in proportion to its GPUs. Registering GPU memory needs a privileged container.
   * Source: ai-dynamo/dynamo recipes/addons/providers/aws-efa.yaml and its EFA guide, 2026-08.
   */
  public static efa(options: EfaOptions): Fabric {
    const { devicesPerNode } = options;
    requireWhole('devicesPerNode', devicesPerNode, 1);
    return new Fabric(
      FabricKind.EFA,
      { rdma: true, crossNode: true },
      (pod) => ({
        resources: { [EFA_RESOURCE]: efaDevices(devicesPerNode, pod) },
        env: { FI_EFA_ENABLE_SHM_TRANSFER: '0', FI_EFA_USE_DEVICE_RDMA: '1', FI_PROVIDER: 'efa' },
        addCapabilities: ['IPC_LOCK'],
        privileged: true,
        nixlBackend: 'LIBFABRIC',
        imageSuffix: 'efa',
      }),
      () => ({ [EFA_RESOURCE]: devicesPerNode }),
    );
  }

  /**
   * RoCE as GKE attaches it: by network. A network goes to one pod of a node, so every pod asks for all of them.
   * Source: ai-dynamo/dynamo recipes/addons/providers/gke-roce.yaml, 2026-08.
   */
  public static roce(options: RoceOptions): Fabric {
    const networks = [...options.networks];
    if (networks.length === 0 || new Set(networks).size !== networks.length) {
      throw new InvalidValueError('networks', networks, 'at least one network, each named once');
    }
    for (const network of networks) {
      requirePattern('networks', network, NETWORK_NAME, "network names such as 'rdma-0'");
    }
    const resources = Object.fromEntries(
      networks.flatMap((network) => [
        [`networking.gke.io.networks/${network}`, 1],
        [`networking.gke.io.networks/${network}.IP`, 1],
      ]),
    );
    const share = () => ({
      resources,
      env: { NCCL_CROSS_NIC: '0', NCCL_SOCKET_IFNAME: 'eth0' },
      addCapabilities: ['IPC_LOCK'],
      privileged: true,
      annotations: {
        'networking.gke.io/default-interface': 'eth0',
        'networking.gke.io/interfaces': JSON.stringify([
          { interfaceName: 'eth0', network: 'default' },
          // eth1 is the machine's second interface for ordinary traffic.
          ...networks.map((network, index) => ({ interfaceName: `eth${index + 2}`, network })),
        ]),
      },
    });
    return new Fabric(FabricKind.ROCE, { rdma: true, crossNode: true }, share, () => resources);
  }

  /** Nothing but sockets: KV transfer between nodes takes hundreds of times as long. */
  public static tcp(): Fabric {
    return new Fabric(FabricKind.TCP, { rdma: false, crossNode: false }, () => ({}));
  }

  /** Whether network adapters read and write GPU memory themselves. False for MNNVL, which needs no adapter. */
  public readonly rdma: boolean;
  /** Whether GPUs of different nodes reach each other without passing through host memory: RDMA or multi-node NVLink. */
  public readonly crossNode: boolean;

  private constructor(
    /** What it is. */
    public readonly kind: FabricKind,
    traits: { readonly rdma: boolean; readonly crossNode: boolean },
    private readonly shareOf: (pod: PodGpus) => Partial<FabricShare>,
    private readonly offerOf: (gpusPerNode: number) => Readonly<Record<string, number>> = () => ({}),
  ) {
    this.rdma = traits.rdma;
    this.crossNode = traits.crossNode;
    Object.freeze(this);
  }

  /** Extended resources that a node with so many GPUs offers: name to count. */
  public nodeResources(gpusPerNode: number): Readonly<Record<string, number>> {
    requireWhole('gpusPerNode', gpusPerNode, 1);
    return this.offerOf(gpusPerNode);
  }

  /** What a pod with some of the node's GPUs needs. */
  public forPod(pod: PodGpus): FabricShare {
    requireWhole('gpusPerNode', pod.gpusPerNode, 1);
    requireWhole('gpus', pod.gpus, 1, pod.gpusPerNode);
    const share = { ...NOTHING, ...this.shareOf(pod) };
    return Object.freeze({
      ...share,
      resources: Object.freeze(share.resources),
      env: Object.freeze(share.env),
      addCapabilities: Object.freeze(share.addCapabilities),
      annotations: Object.freeze(share.annotations),
    });
  }
}

const NOTHING: FabricShare = {
  resources: {},
  env: {},
  addCapabilities: [],
  privileged: false,
  annotations: {},
  nixlBackend: 'UCX',
};

const RESOURCE_NAME = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?\/[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const NET_DEVICE = /^[A-Za-z0-9_.-]+(:[0-9]+)?$/;
const NETWORK_NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** Rounded down, so that all pods of a node together never ask for more than it has. */
function efaDevices(devicesPerNode: number, { gpus, gpusPerNode }: PodGpus): number {
  const devices = Math.floor((devicesPerNode * gpus) / gpusPerNode);
  if (devices === 0) {
    throw new InvalidValueError(
      'gpus',
      gpus,
      `at least ${Math.ceil(gpusPerNode / devicesPerNode)} on a node with ${gpusPerNode} GPUs and ${devicesPerNode} EFA devices`,
      'a pod without an EFA device falls back to TCP',
    );
  }
  return devices;
}

function requirePattern(prop: string, value: string, pattern: RegExp, allowed: string): void {
  if (!pattern.test(value)) {
    throw new InvalidValueError(prop, value, allowed);
  }
}
