import { InvalidValueError, requireWhole } from '../findings';
import type { FabricKind } from './fabric-kind';
import type {
  AksFabricOptions,
  EfaOptions,
  InfinibandOptions,
  NscaleFabricOptions,
  RdmaOptions,
  RoceOptions,
  UcxFabricOptions,
} from './fabric-options';
import { EFA_RESOURCE, FABRIC_PROFILES, FabricProvider, GKE_HOST_FOLDERS } from './fabric-profile-table';
import { type FabricShare, NOTHING, type PodGpus } from './fabric-share';
import { ucxEnv } from './ucx-options';

/** What a fabric adds to its profile. */
interface Parts {
  /** What a pod takes besides what its profile says. */
  readonly share?: (pod: PodGpus) => Partial<FabricShare>;
  /** Extended resources of a node with so many GPUs. */
  readonly offer?: (gpusPerNode: number) => Readonly<Record<string, number>>;
}

/**
 * What carries KV cache between nodes, and what that takes in a pod: resources, environment, image, rights and transfer back end
 * together, by the profile of `FABRIC_PROFILES`.
 *
 * ```ts
 * NodeGroup.h200Sxm({ fabric: Fabric.efa({ devicesPerNode: 16 }) });
 * ```
 */
export class Fabric {
  /** Multi-node NVLink. The pod's claim to a ComputeDomain is added by the graph. */
  public static mnnvl(options: UcxFabricOptions = {}): Fabric {
    return new Fabric(FabricProvider.MNNVL, { share: () => ({ env: ucxEnv(options.ucx ?? {}) }) });
  }

  /** InfiniBand on machines of one's own. */
  public static infiniband(options: InfinibandOptions = {}): Fabric {
    return new Fabric(FabricProvider.INFINIBAND, adapters(FabricProvider.INFINIBAND, options));
  }

  /** InfiniBand or RoCE on machines of one's own, behind an RDMA device plugin. */
  public static rdma(options: RdmaOptions): Fabric {
    const provider = options.link === 'ethernet' ? FabricProvider.ROCE : FabricProvider.INFINIBAND;
    return new Fabric(provider, adapters(provider, options));
  }

  /**
   * InfiniBand on AKS. Prefill and decode have to share one agent pool, whose machines alone reach each other.
   *
   * @throws InvalidValueError for an empty list of devices, and names that no device has
   */
  public static aks(options: AksFabricOptions): Fabric {
    if (options.netDevices.length === 0) {
      throw new InvalidValueError('netDevices', options.netDevices, "at least one device such as 'mlx5_0:1'");
    }
    return new Fabric(FabricProvider.AKS, adapters(FabricProvider.AKS, options));
  }

  /** InfiniBand at Nebius, where all adapters carry data and UCX finds them. */
  public static nebius(options: UcxFabricOptions = {}): Fabric {
    return new Fabric(FabricProvider.NEBIUS, adapters(FabricProvider.NEBIUS, options));
  }

  /**
   * InfiniBand at Nscale, whose machines have a second network that must not be mixed in.
   *
   * @throws InvalidValueError for an empty list of devices, and names that no device has
   */
  public static nscale(options: NscaleFabricOptions = {}): Fabric {
    if (options.netDevices?.length === 0) {
      throw new InvalidValueError('netDevices', options.netDevices, "at least one device such as 'mlx5_0:1'");
    }
    return new Fabric(FabricProvider.NSCALE, adapters(FabricProvider.NSCALE, options));
  }

  /**
   * EFA. A pod gets the node's devices in proportion to its GPUs.
   *
   * @throws InvalidValueError for fewer than one device
   */
  public static efa(options: EfaOptions): Fabric {
    const { devicesPerNode } = options;
    requireWhole('devicesPerNode', devicesPerNode, 1);
    return new Fabric(FabricProvider.AWS_EFA, {
      share: (pod) => ({ resources: { [EFA_RESOURCE]: efaDevices(devicesPerNode, pod) } }),
      offer: () => ({ [EFA_RESOURCE]: devicesPerNode }),
    });
  }

  /**
   * RoCE as GKE attaches it: by network. A network goes to one pod of a node, so every pod asks for all of them.
   *
   * @throws InvalidValueError without networks, for one that is named twice, and for names that no network has
   */
  public static gkeRoce(options: RoceOptions): Fabric {
    const networks = requireNetworks(options.networks);
    const resources = Object.fromEntries(
      networks.flatMap((network) => [
        [`networking.gke.io.networks/${network}`, 1],
        [`networking.gke.io.networks/${network}.IP`, 1],
      ]),
    );
    const share = (): Partial<FabricShare> => ({
      resources,
      env: ucxEnv(options.ucx ?? {}),
      annotations: {
        'networking.gke.io/default-interface': 'eth0',
        'networking.gke.io/interfaces': JSON.stringify([
          { interfaceName: 'eth0', network: 'default' },
          // eth1 is the machine's second interface for ordinary traffic.
          ...networks.map((network, index) => ({ interfaceName: `eth${index + 2}`, network })),
        ]),
      },
      ...(options.hostLibraries === true ? { hostFolders: GKE_HOST_FOLDERS } : {}),
    });
    return new Fabric(FabricProvider.GKE, { share, offer: () => resources });
  }

  /** The same as `Fabric.gkeRoce`. For RoCE elsewhere: `Fabric.rdma({ link: 'ethernet' })`. */
  public static roce(options: RoceOptions): Fabric {
    return Fabric.gkeRoce(options);
  }

  /** Nothing but sockets: KV transfer between nodes takes hundreds of times as long. */
  public static tcp(): Fabric {
    return new Fabric(FabricProvider.TCP, {});
  }

  /** What it is. */
  public readonly kind: FabricKind;
  /** Whether network adapters read and write GPU memory themselves. False for MNNVL, which needs no adapter. */
  public readonly rdma: boolean;
  /** Whether GPUs of different nodes reach each other without passing through host memory: RDMA or multi-node NVLink. */
  public readonly crossNode: boolean;

  private constructor(
    /** Where it is found. */
    public readonly provider: FabricProvider,
    private readonly parts: Parts,
  ) {
    const { kind, rdma, crossNode } = FABRIC_PROFILES[provider];
    this.kind = kind;
    this.rdma = rdma;
    this.crossNode = crossNode;
    // Values that cannot be right show here, not when a pod is rendered.
    parts.share?.({ gpus: 1, gpusPerNode: 1 });
    Object.freeze(this);
  }

  /** Extended resources that a node with so many GPUs offers: name to count. */
  public nodeResources(gpusPerNode: number): Readonly<Record<string, number>> {
    requireWhole('gpusPerNode', gpusPerNode, 0);
    return this.parts.offer?.(gpusPerNode) ?? {};
  }

  /**
   * What a pod with some of the node's GPUs needs.
   *
   * @throws InvalidValueError for more GPUs than the node has
   */
  public forPod(pod: PodGpus): FabricShare {
    requireWhole('gpusPerNode', pod.gpusPerNode, 0);
    requireWhole('gpus', pod.gpus, 0, pod.gpusPerNode);
    if (pod.gpus === 0) {
      return NOTHING;
    }
    const { env, addCapabilities, privileged, nixlBackend, imageSuffix } = FABRIC_PROFILES[this.provider];
    const own = this.parts.share?.(pod) ?? {};
    return Object.freeze({
      ...NOTHING,
      privileged,
      nixlBackend,
      ...(imageSuffix === undefined ? {} : { imageSuffix }),
      ...own,
      resources: Object.freeze(own.resources ?? {}),
      env: Object.freeze({ ...env, ...own.env }),
      addCapabilities: Object.freeze([...addCapabilities]),
      annotations: Object.freeze(own.annotations ?? {}),
    });
  }
}

const RESOURCE_NAME = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?\/[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const NET_DEVICE = /^[A-Za-z0-9_.-]+(:[0-9]+)?$/;
const NETWORK_NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** Adapters behind an RDMA device plugin. */
function adapters(provider: FabricProvider, options: InfinibandOptions): Parts {
  const profile = FABRIC_PROFILES[provider];
  const { resource = profile.resource ?? '', netDevices = profile.netDevices ?? [], perGpu, perPod = 1 } = options;
  requirePattern('resource', resource, RESOURCE_NAME, "an extended resource such as 'rdma/ib'");
  requireWhole(perGpu === undefined ? 'perPod' : 'perGpu', perGpu ?? perPod, 1);
  for (const device of netDevices) {
    requirePattern('netDevices', device, NET_DEVICE, "device names such as 'mlx5_0:1'");
  }
  const env = {
    ...(netDevices.length === 0 ? {} : { UCX_NET_DEVICES: netDevices.join(',') }),
    ...ucxEnv(options.ucx ?? {}),
  };
  return {
    share: ({ gpus }) => ({ resources: { [resource]: perGpu === undefined ? perPod : perGpu * gpus }, env }),
    // A shared plugin has slots enough for a pod on every GPU.
    offer: (gpusPerNode) => ({ [resource]: (perGpu ?? perPod) * gpusPerNode }),
  };
}

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

function requireNetworks(networks: readonly string[]): readonly string[] {
  if (networks.length === 0 || new Set(networks).size !== networks.length) {
    throw new InvalidValueError('networks', networks, 'at least one network, each named once');
  }
  for (const network of networks) {
    requirePattern('networks', network, NETWORK_NAME, "network names such as 'rdma-0'");
  }
  return [...networks];
}

function requirePattern(prop: string, value: string, pattern: RegExp, allowed: string): void {
  if (!pattern.test(value)) {
    throw new InvalidValueError(prop, value, allowed);
  }
}
