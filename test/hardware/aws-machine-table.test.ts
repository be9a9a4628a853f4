import {
  AWS_MACHINES,
  AwsMachine,
  type AwsMachineRow,
  type CpuArch,
  Gpu,
  type GpuName,
  interfacesOnCard,
} from '../../constructs/hardware';

type Disks = AwsMachineRow['nvme'];
const EIGHT_DISKS: Disks = { disks: 8, gigabytesEach: 3800 };

/** Written from the published tables, apart from the source. */
const MACHINES: readonly [
  machine: AwsMachine,
  gpu: GpuName,
  gpusPerNode: number,
  arch: CpuArch,
  vcpus: number,
  memoryGib: number,
  cpu: number,
  memoryMib: number,
  pods: number | undefined,
  disks: Disks,
  ebsGigabits: number,
][] = [
  ['p5.4xlarge', 'H100', 1, 'amd64', 16, 256, 15.89, 240830, 118, { disks: 1, gigabytesEach: 3800 }, 10],
  ['p5.48xlarge', 'H100', 8, 'amd64', 192, 2048, 191.45, 1938410, 100, EIGHT_DISKS, 80],
  ['p5e.48xlarge', 'H200', 8, 'amd64', 192, 2048, 191.45, 1938410, 100, EIGHT_DISKS, 80],
  ['p5en.48xlarge', 'H200', 8, 'amd64', 192, 2048, 191.45, 1937332, 198, EIGHT_DISKS, 100],
  ['p6-b200.48xlarge', 'B200', 8, 'amd64', 192, 2048, 191.45, 1937332, 198, EIGHT_DISKS, 100],
  ['p6-b300.48xlarge', 'B300', 8, 'amd64', 192, 4096, 191.45, 3877198, 198, EIGHT_DISKS, 100],
  ['p6e-gb200.36xlarge', 'GB200', 4, 'arm64', 144, 960, 140, 901120, undefined, { disks: 3, gigabytesEach: 7500 }, 60],
];

/** Network cards, interfaces of cards 0 and 1, EFA maximum, first and last EFA card, how many, Gb/s, EFA devices for each GPU. */
const NETWORKS: readonly [
  machine: AwsMachine,
  cards: number,
  onCard0: number,
  onCard1: number,
  efaMaximum: number,
  first: number,
  last: number,
  count: number,
  gigabits: number,
  perGpu: number,
][] = [
  ['p5.4xlarge', 1, 4, 4, 1, 0, 0, 1, 100, 1],
  ['p5.48xlarge', 32, 2, 2, 32, 0, 31, 32, 3200, 4],
  ['p5e.48xlarge', 32, 2, 2, 32, 0, 31, 32, 3200, 4],
  ['p5en.48xlarge', 16, 4, 4, 16, 0, 15, 16, 3200, 2],
  ['p6-b200.48xlarge', 8, 4, 4, 8, 0, 7, 8, 3200, 1],
  ['p6-b300.48xlarge', 17, 4, 4, 16, 1, 16, 16, 6400, 2],
  ['p6e-gb200.36xlarge', 17, 2, 1, 16, 1, 13, 4, 1600, 1],
];

describe('AWS machines', () => {
  test('both tables of this test name every machine', () => {
    const all = Object.values(AwsMachine);
    expect(MACHINES.map(([machine]) => machine)).toEqual(all);
    expect(NETWORKS.map(([machine]) => machine)).toEqual(all);
    expect(Object.keys(AWS_MACHINES).sort()).toEqual([...all].sort());
  });

  test.each(MACHINES)('%s: GPUs, processors, memory and disks', (machine, gpu, gpusPerNode, ...others) => {
    const [arch, vcpus, memoryGib, cpu, memoryMib, pods, nvme, ebsGigabits] = others;
    const row = AWS_MACHINES[machine];
    expect(row.gpu).toBe(Gpu[gpu]);
    expect(row).toMatchObject({ gpusPerNode, arch, vcpus, memoryGib, nvme, ebsGigabits });
    expect(row.allocatable.cpu).toBe(cpu);
    expect(row.allocatable.memoryMib).toBe(memoryMib);
    expect(row.allocatable.pods).toBe(pods);
  });

  test.each(NETWORKS)('%s: network', (machine, cards, onCard0, onCard1, efaMaximum, first, last, count, ...others) => {
    const [gigabits, perGpu] = others;
    const { network, gpusPerNode } = AWS_MACHINES[machine];
    expect(network).toMatchObject({ cards, efaMaximum, gigabits });
    expect([interfacesOnCard(network, 0), interfacesOnCard(network, 1)]).toEqual([onCard0, onCard1]);
    expect(network.efaCards).toHaveLength(count);
    expect([network.efaCards.at(0), network.efaCards.at(-1)]).toEqual([first, last]);
    expect(network.efaCards.length / gpusPerNode).toBe(perGpu);
  });

  test.each(MACHINES)('%s: the row agrees with itself', (machine) => {
    const { network, allocatable, vcpus, memoryGib, gpu, arch } = AWS_MACHINES[machine];
    expect(network.efaCards.length).toBeLessThanOrEqual(network.efaMaximum);
    expect([...new Set(network.efaCards)].sort((a, b) => a - b)).toEqual(network.efaCards);
    expect(Math.max(...network.efaCards)).toBeLessThan(network.cards);
    expect(allocatable.cpu).toBeLessThan(vcpus);
    expect(allocatable.memoryMib).toBeLessThan(memoryGib * 1024);
    expect(arch).toBe(gpu.cpuArch);
  });

  test('EFA gives a GPU 400 Gb/s, 800 with B300 and 100 on the small machine', () => {
    const perGpu = Object.values(AWS_MACHINES).map(({ network, gpusPerNode }) => network.gigabits / gpusPerNode);
    expect(perGpu).toEqual([100, 400, 400, 400, 400, 800, 400]);
  });

  test('GB200 comes in UltraServers, in Capacity Blocks only; the others in every way', () => {
    for (const machine of Object.values(AwsMachine)) {
      const { purchase, ultraServers } = AWS_MACHINES[machine];
      const rack = machine === 'p6e-gb200.36xlarge';
      expect(purchase).toEqual(rack ? ['capacity-block'] : ['on-demand', 'spot', 'capacity-block', 'reservation']);
      expect(ultraServers).toEqual(
        rack
          ? [
              { name: 'u-p6e-gb200x36', instances: 9 },
              { name: 'u-p6e-gb200x72', instances: 18 },
            ]
          : undefined,
      );
    }
  });

  test('the largest UltraServer is an NVLink domain', () => {
    const { gpu, gpusPerNode, ultraServers = [] } = AWS_MACHINES[AwsMachine.P6E_GB200_36XLARGE];
    expect((ultraServers.at(-1)?.instances ?? 0) * gpusPerNode).toBe(gpu.nvlinkDomain);
  });

  test('every row names its source and the year', () => {
    expect(Object.values(AWS_MACHINES).filter(({ source }) => !/\w+\/[\w-]+.*20\d\d/.test(source))).toEqual([]);
  });
});
