import { FabricKind } from './fabric-kind';
import type { HostFolder } from './fabric-share';

/** Where a fabric is found: the clouds and setups of which it is known what pods need. */
export const FabricProvider = {
  AWS_EFA: 'aws-efa',
  /** InfiniBand on AKS. */
  AKS: 'aks',
  /** RoCE as GKE attaches it, by network. */
  GKE: 'gke',
  NEBIUS: 'nebius',
  NSCALE: 'nscale',
  /** InfiniBand on machines of one's own. */
  INFINIBAND: 'infiniband',
  /** RoCE on machines of one's own. */
  ROCE: 'roce',
  MNNVL: 'mnnvl',
  TCP: 'tcp',
} as const;
export type FabricProvider = (typeof FabricProvider)[keyof typeof FabricProvider];

/** What is the same for every pod on a fabric. Counts follow from the machine and the pod. */
export interface FabricProfile {
  readonly kind: FabricKind;
  /** Whether network adapters read and write GPU memory themselves. */
  readonly rdma: boolean;
  /** Whether GPUs of different nodes reach each other without passing through host memory. */
  readonly crossNode: boolean;
  /**
   * Extended resource of the device plugin.
   * @default - none, or one for each network
   */
  readonly resource?: string;
  readonly env: Readonly<Record<string, string>>;
  readonly addCapabilities: readonly string[];
  readonly privileged: boolean;
  readonly nixlBackend: 'UCX' | 'LIBFABRIC';
  /** @default - the plain image */
  readonly imageSuffix?: 'efa';
  /**
   * Adapters that carry data, where not all do and nothing but a list tells UCX which.
   * @default - UCX finds them
   */
  readonly netDevices?: readonly string[];
  readonly source: string;
}

const PLAIN = { env: {}, addCapabilities: [], privileged: false, nixlBackend: 'UCX' } as const;
const RDMA = { rdma: true, crossNode: true, addCapabilities: ['IPC_LOCK'], nixlBackend: 'UCX' } as const;
/** The clouds' own profiles add the right to trace, and make the container privileged. */
const CLOUD = { ...RDMA, addCapabilities: ['IPC_LOCK', 'SYS_PTRACE'], privileged: true } as const;

/** Extended resource under which the device plugin of AWS offers EFA devices. */
export const EFA_RESOURCE = 'vpc.amazonaws.com/efa';
const IB_RESOURCE = 'rdma/ib';

/** The profile of every fabric in `FabricProvider`. */
export const FABRIC_PROFILES: Readonly<Record<FabricProvider, FabricProfile>> = {
  'aws-efa': {
    ...RDMA,
    kind: FabricKind.EFA,
    resource: EFA_RESOURCE,
    env: { FI_EFA_ENABLE_SHM_TRANSFER: '0', FI_EFA_USE_DEVICE_RDMA: '1', FI_PROVIDER: 'efa' },
    // Registering GPU memory needs it.
    privileged: true,
    nixlBackend: 'LIBFABRIC',
    imageSuffix: 'efa',
    source: 'ai-dynamo/dynamo recipes/addons/providers/aws-efa.yaml and its EFA guide, 2026-08',
  },
  aks: {
    ...CLOUD,
    kind: FabricKind.INFINIBAND,
    resource: IB_RESOURCE,
    env: { NCCL_SOCKET_IFNAME: 'eth0' },
    source: 'ai-dynamo/dynamo recipes/addons/providers/aks-ib.yaml, 2026-08',
  },
  gke: {
    ...RDMA,
    kind: FabricKind.ROCE,
    env: { NCCL_CROSS_NIC: '0', NCCL_SOCKET_IFNAME: 'eth0' },
    privileged: true,
    source: 'ai-dynamo/dynamo recipes/addons/providers/gke-roce.yaml, 2026-08',
  },
  nebius: {
    ...CLOUD,
    kind: FabricKind.INFINIBAND,
    resource: IB_RESOURCE,
    env: { NCCL_SOCKET_IFNAME: 'eth0' },
    source: 'ai-dynamo/dynamo recipes/addons/providers/nebius-ib.yaml, 2026-08',
  },
  nscale: {
    ...CLOUD,
    kind: FabricKind.INFINIBAND,
    resource: IB_RESOURCE,
    env: {},
    // 6 to 9 are a network of their own; mixing the two ends the first transfer.
    netDevices: [0, 1, 2, 3, 4, 5, 10, 11].map((adapter) => `mlx5_${adapter}:1`),
    source: 'ai-dynamo/dynamo recipes/addons/providers/nscale-ib.yaml, 2026-08',
  },
  infiniband: {
    ...RDMA,
    kind: FabricKind.INFINIBAND,
    resource: IB_RESOURCE,
    env: {},
    privileged: false,
    source: 'ai-dynamo/dynamo docs/kubernetes/disagg-communication-guide.md, 2026-08',
  },
  roce: {
    ...RDMA,
    kind: FabricKind.ROCE,
    resource: IB_RESOURCE,
    // RoCE v2 addresses stand at index 3.
    env: { UCX_IB_GID_INDEX: '3' },
    privileged: false,
    source: 'ai-dynamo/dynamo docs/kubernetes/disagg-communication-guide.md, 2026-08',
  },
  mnnvl: {
    ...PLAIN,
    kind: FabricKind.MNNVL,
    rdma: false,
    crossNode: true,
    env: {
      NCCL_CUMEM_ENABLE: '1',
      NCCL_MNNVL_ENABLE: '1',
      NCCL_NVLS_ENABLE: '1',
      UCX_CUDA_IPC_ENABLE_MNNVL: '1',
    },
    source: 'ai-dynamo/dynamo recipes (deepseek-r1 wide EP on GB200), 2026-05',
  },
  tcp: {
    ...PLAIN,
    kind: FabricKind.TCP,
    rdma: false,
    crossNode: false,
    source: 'ai-dynamo/dynamo docs/kubernetes/disagg-communication-guide.md, 2026-08',
  },
};

/** Where GKE installs its libraries. Source: Google Cloud documentation of GPUDirect RDMA on GKE (a4-highgpu-8g), read 2026-11. */
export const GKE_HOST_FOLDERS: readonly HostFolder[] = [
  { name: 'gib', hostPath: '/home/kubernetes/bin/gib', mountPath: '/usr/local/gib' },
  { name: 'nvidia-libraries', hostPath: '/home/kubernetes/bin/nvidia', mountPath: '/usr/local/nvidia' },
];
