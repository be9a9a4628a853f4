import { declaredNodes } from '../../constructs/rules/declared-nodes';
import { graphParts } from '../../constructs/rules/graph-parts';
import { nvlinkDomain } from '../../constructs/rules/nvlink-domain';
import { podsFitNode } from '../../constructs/rules/pods-fit-node';
import { describedGraph, describedPool } from './described';
import { graphFindings } from './findings';

const GIB = 2 ** 30;
const { nodeGroup, pod } = describedPool();

describe('DYN104 pods fit their node', () => {
  const check = (overrides: Parameters<typeof describedPool>[0]) =>
    graphFindings(podsFitNode, describedGraph({ pools: [describedPool(overrides)] }));

  test('pods that fit pass, up to the last byte', () => {
    expect(graphFindings(podsFitNode, describedGraph())).toEqual([]);
    expect(check({ pod: { ...pod, memoryBytes: 1800 * GIB, cpu: 191.45 } })).toEqual([]);
  });

  test.each([
    [
      'memory',
      { pod: { ...pod, memoryBytes: 2000 * GIB } },
      "a pod of 'decode' asks for 2000 GiB of memory, but a node of 'h200-sxm' can give 1800 GiB",
    ],
    [
      'CPU',
      { pod: { ...pod, cpu: 192 } },
      "a pod of 'decode' asks for 192 CPU cores, but a node of 'h200-sxm' can give 191.45",
    ],
    ['GPUs', { gpusPerNode: 16 }, "a pod of 'decode' asks for 16 GPUs, but a node of 'h200-sxm' has 8"],
  ])('too much %s is an error', (_, overrides, message) => {
    expect(check(overrides)).toEqual([
      expect.objectContaining({ code: 'DYN104', severity: 'error', path: 'app/r1/decode', message }),
    ]);
  });
});

describe('DYN105 declared machines', () => {
  const check = (needed: number, declared?: number) =>
    graphFindings(
      declaredNodes,
      describedGraph({
        totals: {
          workers: 2,
          gpus: 16,
          nodes: [{ nodeGroup: 'h200-sxm', needed, ...(declared === undefined ? {} : { declared }) }],
        },
      }),
    );

  test('more than there are is an error', () => {
    expect(check(2, 1)).toEqual([
      expect.objectContaining({
        code: 'DYN105',
        severity: 'error',
        path: 'app/r1',
        message:
          "the graph needs 2 machines of 'h200-sxm', which has 1 ('prefill' 1 x 1 pods of 8 GPUs, 'decode' 1 x 1 pods of 8 GPUs)",
      }),
    ]);
  });

  test('as many as hold them only when packed is a warning', () => {
    const nodes = [{ nodeGroup: 'h200-sxm', needed: 3, declared: 2, least: 2, stranded: 1 }];
    expect(graphFindings(declaredNodes, describedGraph({ totals: { workers: 2, gpus: 16, nodes } }))).toEqual([
      expect.objectContaining({
        severity: 'warning',
        message: expect.stringMatching(
          /^the 2 machines of 'h200-sxm' hold the graph only when pods are packed .*: 1 of them/,
        ),
      }),
    ]);
  });

  test('as many as there are passes, and so does a number that nobody said', () => {
    expect(check(2, 2)).toEqual([]);
    expect(check(200)).toEqual([]);
  });
});

describe('DYN107 parts of a graph', () => {
  test('a graph with a frontend and pools passes', () => {
    expect(graphFindings(graphParts, describedGraph())).toEqual([]);
  });

  test('one without is an error for each', () => {
    expect(graphFindings(graphParts, describedGraph({ frontends: [], pools: [] }))).toEqual([
      expect.objectContaining({
        code: 'DYN107',
        severity: 'error',
        path: 'app/r1',
        message: "the graph 'r1' has no frontend; it needs at least one",
      }),
      expect.objectContaining({ message: "the graph 'r1' has no pool; it needs at least one" }),
    ]);
  });

  test('one whose pools only encode is an error', () => {
    const encode = describedPool({ role: 'encode' });
    expect(graphFindings(graphParts, describedGraph({ pools: [encode] }))).toEqual([
      expect.objectContaining({ message: "no pool of the graph 'r1' takes in what its encode pool makes" }),
    ]);
    expect(graphFindings(graphParts, describedGraph({ pools: [encode, describedPool({})] }))).toEqual([]);
  });
});

describe('DYN108 NVLink domain', () => {
  const rack = { ...nodeGroup, name: 'gb200-nvl72', gpu: 'GB200', gpusPerNode: 4, fabric: 'mnnvl', nvlinkDomain: 72 };
  const pool = (name: string, workers: number, gpusPerWorker: number, group = rack) =>
    describedPool({
      name,
      path: `app/r1/${name}`,
      workers,
      gpusPerWorker,
      gpus: workers * gpusPerWorker,
      gpusPerNode: 4,
      nodesPerWorker: gpusPerWorker / 4,
      nodeGroup: group,
    });
  const check = (...pools: ReturnType<typeof pool>[]) =>
    graphFindings(
      nvlinkDomain,
      describedGraph({ pools, computeDomain: { name: 'r1-nvlink', claimTemplate: 'r1-nvlink-channel', nodes: 9 } }),
    );

  test('one rack passes', () => {
    expect(check(pool('prefill', 10, 4), pool('decode', 1, 32))).toEqual([]);
  });

  test('more GPUs than a rack has are an error', () => {
    expect(check(pool('prefill', 11, 4), pool('decode', 1, 32))).toEqual([
      expect.objectContaining({
        code: 'DYN108',
        severity: 'error',
        path: 'app/r1',
        message:
          "the compute domain 'r1-nvlink' takes 76 GPUs on 9 nodes ('prefill' 11 x 4, 'decode' 1 x 32), but an NVLink domain has 72",
      }),
    ]);
  });

  test('a worker that is wider than a rack is the first thing to say', () => {
    expect(check(pool('decode', 1, 96))).toEqual([
      expect.objectContaining({
        path: 'app/r1/decode',
        message: "a worker of 'decode' takes 96 GPUs, but an NVLink domain of 'gb200-nvl72' has 72",
      }),
    ]);
  });

  test('pools on another fabric, and graphs without a domain, do not count', () => {
    expect(check(pool('a', 1, 72), pool('b', 9, 8, nodeGroup))).toEqual([]);
    expect(graphFindings(nvlinkDomain, describedGraph({ pools: [pool('decode', 1, 96)] }))).toEqual([]);
  });
});
