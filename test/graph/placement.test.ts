import { leastMachines, machinesFor, strandedPods } from '../../constructs/graph/placement';

const MACHINE = { cpu: 100, memory: 1000, 'nvidia.com/gpu': 8, 'rdma/ib': 2 };
const pod = (gpus: number, more = {}) => ({ cpu: 1, memory: 1, 'nvidia.com/gpu': gpus, ...more });

describe('machines for pods', () => {
  test.each([
    ['none', [], 0],
    ['one each', [pod(8), pod(8)], 2],
    ['large ones first, small ones into the gaps', [pod(2), pod(6), pod(2), pod(6)], 2],
    ['no more than the CPU allows', [pod(1, { cpu: 60 }), pod(1, { cpu: 60 })], 2],
    ['no more than the memory allows', [pod(1, { memory: 501 }), pod(1, { memory: 501 })], 2],
    ['no more than the fabric allows', [1, 1, 1].map((gpus) => pod(gpus, { 'rdma/ib': 1 })), 2],
    ['one for a pod that fits nowhere', [pod(9)], 1],
  ])('%s', (_, pods, machines) => {
    expect(machinesFor(pods, MACHINE)).toBe(machines);
  });
});

describe('machines below which nothing fits', () => {
  test.each([
    ['no pods', [], 0],
    ['equal pods take what they take', [3, 3, 3, 3, 3].map((gpus) => pod(gpus)), 3],
    [
      '4 + 2 + 2 and 3 + 3 + 2 fill two, which packing by size does not find',
      [4, 3, 3, 2, 2, 2].map((gpus) => pod(gpus)),
      2,
    ],
  ])('%s', (_, pods, machines) => {
    expect(leastMachines(pods, MACHINE)).toBe(machines);
  });
});

describe('pods without a place where the scheduler spreads', () => {
  test.each([
    ['small ones take a piece of each machine', [pod(2), pod(2), pod(8)], 2, 1],
    ['with a machine more there is room', [pod(2), pod(2), pod(8)], 3, 0],
    ['equal pods fill machines in any order', [4, 4, 4, 4].map((gpus) => pod(gpus)), 2, 0],
  ])('%s', (_, pods, machines, stranded) => {
    expect(strandedPods(pods, MACHINE, machines)).toBe(stranded);
  });
});
