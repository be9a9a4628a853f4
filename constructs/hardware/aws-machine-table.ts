import type { AwsMachine } from './aws-machine';
import { CpuArch } from './cpu-arch';
import { Gpu } from './gpu';

/** How AWS sells a machine. */
export const AwsPurchase = {
  ON_DEMAND: 'on-demand',
  SPOT: 'spot',
  /** Paid in advance for days to months (EC2 Capacity Blocks for ML). */
  CAPACITY_BLOCK: 'capacity-block',
  /** Into an on-demand capacity reservation that the account holds. */
  RESERVATION: 'reservation',
} as const;
export type AwsPurchase = (typeof AwsPurchase)[keyof typeof AwsPurchase];

/** Network interfaces that a card takes: the same on all cards, or by whether the card's number is odd. */
export type AwsInterfacesPerCard = number | { readonly odd: number; readonly even: number };

/** The network cards of a machine. */
export interface AwsNetwork {
  /** Network cards, numbered from 0. */
  readonly cards: number;
  /** Network interfaces (ENIs, EFA or not) that a card takes. `interfacesOnCard` reads it. */
  readonly interfacesPerCard: AwsInterfacesPerCard;
  /** EFA interfaces that EC2 attaches at most. */
  readonly efaMaximum: number;
  /** Cards that carry EFA in the layout that AWS recommends, in ascending order. */
  readonly efaCards: readonly number[];
  /** Bandwidth of the EFA cards together, in Gb/s. */
  readonly gigabits: number;
}

/** What AWS sells machines of a rack-scale system as: whole NVLink domains, or halves. */
export interface AwsUltraServer {
  /** For example `u-p6e-gb200x72`; the number counts GPUs. */
  readonly name: string;
  /** Machines of one UltraServer, joined by NVLink. */
  readonly instances: number;
}

/** What is known of an AWS machine. */
export interface AwsMachineRow {
  readonly gpu: Gpu;
  readonly gpusPerNode: number;
  readonly arch: CpuArch;
  readonly vcpus: number;
  /** Memory of the machine, in GiB. */
  readonly memoryGib: number;
  /** What pods can request together, on EKS. */
  readonly allocatable: {
    /** CPU cores. */
    readonly cpu: number;
    /** Memory, in MiB. */
    readonly memoryMib: number;
    /**
     * Pods of a node.
     * @default - no list has the machine
     */
    readonly pods?: number;
  };
  /** Local disks. They are lost when the machine stops. */
  readonly nvme: { readonly disks: number; readonly gigabytesEach: number };
  /** Bandwidth to block storage (EBS), in Gb/s. */
  readonly ebsGigabits: number;
  readonly network: AwsNetwork;
  /**
   * Ways to get the machine that AWS does not rule out; whether there is capacity is another matter. What no list confirms, the row
   * says in `unconfirmed`.
   */
  readonly purchase: readonly AwsPurchase[];
  /**
   * The UltraServers that hold the machine, smallest first.
   * @default - the machine is sold by itself
   */
  readonly ultraServers?: readonly AwsUltraServer[];
  /**
   * What of the row no source was found for.
   * @default - nothing
   */
  readonly unconfirmed?: string;
  readonly source: string;
}

/**
 * Cores less what EKS reserves for the kubelet: 6 % of the first, 1 % of the second, 0.5 % of the next two, 0.25 % of the others.
 * Source: the kubelet configuration of awslabs/amazon-eks-ami; aws/karpenter-provider-aws instance-types.md, 2026-08, lists the same.
 */
const CPU_OF_16 = 15.89;
const CPU_OF_192 = 191.45;

const EVERY_WAY: readonly AwsPurchase[] = [
  AwsPurchase.ON_DEMAND,
  AwsPurchase.SPOT,
  AwsPurchase.CAPACITY_BLOCK,
  AwsPurchase.RESERVATION,
];

const KARPENTER =
  'aws/karpenter-provider-aws instance-types.md, zz_generated.vpclimits.go and zz_generated.bandwidth.go, 2026-08';
const EC2_GUIDE = 'awsdocs/amazon-ec2-user-guide efa-acc-inst-types, 2026';

/**
 * The facts of every machine in `AwsMachine`. Capacity Blocks: awsdocs/amazon-ec2-user-guide ec2-capacity-blocks, 2026; UltraServers
 * are sold in no other way.
 */
export const AWS_MACHINES: Readonly<Record<AwsMachine, AwsMachineRow>> = {
  'p5.4xlarge': {
    gpu: Gpu.H100,
    gpusPerNode: 1,
    arch: CpuArch.AMD64,
    vcpus: 16,
    memoryGib: 256,
    allocatable: { cpu: CPU_OF_16, memoryMib: 240830, pods: 118 },
    nvme: { disks: 1, gigabytesEach: 3800 },
    ebsGigabits: 10,
    network: { cards: 1, interfacesPerCard: 4, efaMaximum: 1, efaCards: cards(0, 0), gigabits: 100 },
    purchase: EVERY_WAY,
    unconfirmed: 'Capacity Blocks, for which no price is listed; whether EFA reads GPU memory (GPUDirect RDMA)',
    source: KARPENTER,
  },
  'p5.48xlarge': {
    gpu: Gpu.H100,
    gpusPerNode: 8,
    arch: CpuArch.AMD64,
    vcpus: 192,
    memoryGib: 2048,
    allocatable: { cpu: CPU_OF_192, memoryMib: 1938410, pods: 100 },
    nvme: { disks: 8, gigabytesEach: 3800 },
    ebsGigabits: 80,
    network: { cards: 32, interfacesPerCard: 2, efaMaximum: 32, efaCards: cards(0, 31), gigabits: 3200 },
    purchase: EVERY_WAY,
    source: `${KARPENTER}; EFA cards: ${EC2_GUIDE}`,
  },
  'p5e.48xlarge': {
    gpu: Gpu.H200,
    gpusPerNode: 8,
    arch: CpuArch.AMD64,
    vcpus: 192,
    memoryGib: 2048,
    allocatable: { cpu: CPU_OF_192, memoryMib: 1938410, pods: 100 },
    nvme: { disks: 8, gigabytesEach: 3800 },
    ebsGigabits: 80,
    network: { cards: 32, interfacesPerCard: 2, efaMaximum: 32, efaCards: cards(0, 31), gigabits: 3200 },
    purchase: EVERY_WAY,
    unconfirmed: 'on demand and spot, for which no price is listed',
    source: `${KARPENTER}; EFA cards: ${EC2_GUIDE}`,
  },
  'p5en.48xlarge': {
    gpu: Gpu.H200,
    gpusPerNode: 8,
    arch: CpuArch.AMD64,
    vcpus: 192,
    memoryGib: 2048,
    allocatable: { cpu: CPU_OF_192, memoryMib: 1937332, pods: 198 },
    nvme: { disks: 8, gigabytesEach: 3800 },
    ebsGigabits: 100,
    network: { cards: 16, interfacesPerCard: 4, efaMaximum: 16, efaCards: cards(0, 15), gigabits: 3200 },
    purchase: EVERY_WAY,
    unconfirmed: 'the order of EFA interfaces, which follows the general rule',
    source: `${KARPENTER}; EFA cards: the general rule of ${EC2_GUIDE}, which has no example for this machine`,
  },
  'p6-b200.48xlarge': {
    gpu: Gpu.B200,
    gpusPerNode: 8,
    arch: CpuArch.AMD64,
    vcpus: 192,
    memoryGib: 2048,
    allocatable: { cpu: CPU_OF_192, memoryMib: 1937332, pods: 198 },
    nvme: { disks: 8, gigabytesEach: 3800 },
    ebsGigabits: 100,
    network: { cards: 8, interfacesPerCard: 4, efaMaximum: 8, efaCards: cards(0, 7), gigabits: 3200 },
    purchase: EVERY_WAY,
    source: `${KARPENTER}; EFA cards: ${EC2_GUIDE}`,
  },
  'p6-b300.48xlarge': {
    gpu: Gpu.B300,
    gpusPerNode: 8,
    arch: CpuArch.AMD64,
    vcpus: 192,
    memoryGib: 4096,
    allocatable: { cpu: CPU_OF_192, memoryMib: 3877198, pods: 198 },
    nvme: { disks: 8, gigabytesEach: 3800 },
    ebsGigabits: 100,
    // Card 0 is for ordinary traffic only: an EFA interface on it fails the launch.
    network: { cards: 17, interfacesPerCard: 4, efaMaximum: 16, efaCards: cards(1, 16), gigabits: 6400 },
    purchase: EVERY_WAY,
    unconfirmed: 'spot',
    source: `${KARPENTER}; EFA cards: ${EC2_GUIDE}`,
  },
  'p6e-gb200.36xlarge': {
    gpu: Gpu.GB200,
    gpusPerNode: 4,
    arch: CpuArch.ARM64,
    vcpus: 144,
    memoryGib: 960,
    // Derived: 144 cores and 960 GiB less 4 cores and 80 GiB, as no list of allocatable resources has the machine.
    allocatable: { cpu: 140, memoryMib: 880 * 1024 },
    nvme: { disks: 3, gigabytesEach: 7500 },
    ebsGigabits: 60,
    // Card 0 is for ordinary traffic only. An odd and an even card share an adapter, and two such pairs serve one GPU.
    network: {
      cards: 17,
      interfacesPerCard: { odd: 1, even: 2 },
      efaMaximum: 16,
      efaCards: [1, 5, 9, 13],
      gigabits: 1600,
    },
    purchase: [AwsPurchase.CAPACITY_BLOCK],
    ultraServers: [
      { name: 'u-p6e-gb200x36', instances: 9 },
      { name: 'u-p6e-gb200x72', instances: 18 },
    ],
    unconfirmed: 'CPU and memory that pods can request',
    source: `${EC2_GUIDE}; interfaces of a card: aws/aws-parallelcluster#6930; allocatable derived`,
  },
};

/** Network interfaces that a card of the machine takes. */
export function interfacesOnCard({ interfacesPerCard }: AwsNetwork, card: number): number {
  if (typeof interfacesPerCard === 'number') {
    return interfacesPerCard;
  }
  return card % 2 === 0 ? interfacesPerCard.even : interfacesPerCard.odd;
}

function cards(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
