import { CATALOG, findBlueprint, instantiate } from '../../blueprints';
import { AwsMachine, Fabric, type GraphDescription, NodeGroup } from '../../constructs';
import { Capacity } from '../../stacks/eks/capacity';
import { fitFindings, GraphsDoNotFitError, requireFit } from '../../stacks/eks/fit';
import { FIT_CODES } from '../../stacks/eks/fit-codes';
import { GpuGroup } from '../../stacks/eks/gpu-group';
import { groupOf, RESERVATION, thrownBy } from './support';

const ZONE = 'us-east-1a';

function described(name: string, parameters: Readonly<Record<string, unknown>>): GraphDescription {
  return instantiate(findBlueprint(name), { parameters, namespace: 'inference' }).graph.describe();
}

/** Four machines of eight H200, over EFA. */
const r1 = (machine: AwsMachine = 'p5en.48xlarge') => described('deepseek-r1-h200-sglang', { machine });
/** Nine GB200 machines in one NVLink domain. */
const r1Nvlink = () => described('deepseek-r1-gb200-trtllm', { machine: 'p6e-gb200.36xlarge' });
const ultraServer = (nodes: number, name?: string) =>
  groupOf('p6e-gb200.36xlarge', nodes, Capacity.capacityBlock(RESERVATION), name);

/** The graph with pods that select other labels. */
function selecting(graph: GraphDescription, nodeSelector: Readonly<Record<string, string>>): GraphDescription {
  return { ...graph, pools: graph.pools.map((pool) => ({ ...pool, nodeGroup: { ...pool.nodeGroup, nodeSelector } })) };
}

function codes(graphs: readonly GraphDescription[], groups: readonly GpuGroup[]): readonly string[] {
  return fitFindings({ graphs, groups, gpuZone: ZONE }).map(({ code }) => code);
}

describe('a cluster that holds its graphs', () => {
  it('has enough machines of the kind', () => {
    expect(codes([r1()], [groupOf('p5en.48xlarge', 4)])).toEqual([]);
    expect(codes([r1Nvlink()], [ultraServer(9)])).toEqual([]);
    expect(codes([r1Nvlink(), r1()], [ultraServer(18), groupOf('p5en.48xlarge', 4)])).toEqual([]);
  });

  it('may have them in several groups of one zone', () => {
    const groups = [groupOf('p5en.48xlarge', 1, undefined, 'first'), groupOf('p5en.48xlarge', 3, undefined, 'second')];
    expect(codes([r1()], groups)).toEqual([]);
  });

  it('needs no graph', () => {
    expect(codes([], [])).toEqual([]);
  });
});

describe('EKS001', () => {
  it('is for machines that no group has', () => {
    const [finding, ...others] = fitFindings({ graphs: [r1()], groups: [groupOf('p5.48xlarge', 8)], gpuZone: ZONE });
    expect(finding).toMatchObject({
      code: 'EKS001',
      path: 'deepseek-r1-h200-sglang/graph/prefill',
      message: expect.stringContaining(
        "node group 'p5en-48xlarge' (8 x H200 on amd64); there are p5-48xlarge (p5.48xlarge)",
      ),
      fix: 'add a group of machines with 8 x H200 on amd64',
    });
    expect(others.map(({ code }) => code)).toEqual(['EKS001']);
  });

  it('tells machines with fewer GPUs apart', () => {
    expect(codes([described('llama-3-70b-h100-vllm', {})], [groupOf('p5.4xlarge', 8)])).toContain('EKS001');
  });
});

describe('EKS002', () => {
  it('is for too few machines', () => {
    const [finding] = fitFindings({ graphs: [r1()], groups: [groupOf('p5en.48xlarge', 3)], gpuZone: ZONE });
    expect(finding).toMatchObject({
      code: 'EKS002',
      message: 'graphs need 4 machines (deepseek-r1-h200-sglang 4) of group p5en-48xlarge, which has 3',
      fix: 'raise the number of machines to 4, or take fewer workers',
    });
  });

  it('adds up graphs on one group', () => {
    const graphs = [r1(), r1()];
    expect(codes(graphs, [groupOf('p5en.48xlarge', 7)])).toEqual(['EKS002']);
    expect(codes(graphs, [groupOf('p5en.48xlarge', 8)])).toEqual([]);
  });

  it('counts machines of several groups together', () => {
    const groups = [groupOf('p5en.48xlarge', 1, undefined, 'first'), groupOf('p5en.48xlarge', 2, undefined, 'second')];
    const [finding] = fitFindings({ graphs: [r1()], groups, gpuZone: ZONE });
    expect(finding?.message).toMatch(/of groups first, second, which have 3$/);
  });

  it('counts the machines that the pods can run on, whatever the groups are called', () => {
    const groups = [groupOf('p5en.48xlarge', 3), groupOf('p5en.48xlarge', 8, undefined, 'other')];
    expect(codes([r1()], groups)).toEqual([]);
    const own = NodeGroup.aws('p5en.48xlarge', { name: 'own', nodes: 3, nodeSelector: { 'example.com/pool': 'r1' } });
    const bound = selecting(r1(), own.nodeSelector);
    expect(codes([bound], [...groups, new GpuGroup({ nodes: own })])).toEqual(['EKS002']);
  });
});

describe('EKS003', () => {
  it('is for a graph over two zones', () => {
    const groups = [
      groupOf('p5en.48xlarge', 2, Capacity.capacityBlock(RESERVATION), 'first'),
      groupOf('p5en.48xlarge', 2, undefined, 'second'),
    ];
    const [finding] = fitFindings({ graphs: [r1()], groups, gpuZone: ZONE });
    expect(finding).toMatchObject({
      code: 'EKS003',
      message: expect.stringContaining("'first' in us-east-1c, 'second' in us-east-1a"),
    });
  });

  it('is not for graphs in different zones', () => {
    const groups = [groupOf('p5en.48xlarge', 4), ultraServer(9)];
    expect(codes([r1(), r1Nvlink()], groups)).toEqual([]);
  });
});

describe('EKS004', () => {
  it.each([1, 8, 10, 17, 19, 27])('is for %d machines of UltraServers', (nodes) => {
    expect(codes([], [ultraServer(nodes)])).toEqual(['EKS004']);
  });

  it('is not for other machines', () => {
    expect(codes([], [groupOf('p5.48xlarge', 7)])).toEqual([]);
  });
});

describe('EKS005', () => {
  it('is for a ComputeDomain of more machines than an UltraServer has', () => {
    const graph = described('deepseek-r1-gb200-trtllm', {
      machine: 'p6e-gb200.36xlarge',
      decodeWorkers: 2,
      nodes: 18,
    });
    expect(graph.computeDomain?.nodes).toBe(17);
    expect(codes([graph], [ultraServer(9)])).toEqual(['EKS005', 'EKS002']);
    expect(codes([graph], [ultraServer(18)])).toEqual([]);
    // Enough machines, and yet no NVLink that joins them.
    expect(codes([graph], [ultraServer(9, 'first'), ultraServer(9, 'second')])).toEqual(['EKS005']);
  });
});

describe('EKS006', () => {
  it('is for a fabric that AWS machines do not have', () => {
    const graph = described('deepseek-r1-h200-sglang', { machine: 'any' });
    const [finding] = fitFindings({ graphs: [graph], groups: [groupOf('p5en.48xlarge', 4)], gpuZone: ZONE });
    expect(finding).toMatchObject({
      code: 'EKS006',
      message: expect.stringMatching(/a pod asks for 1 rdma\/ib, and a machine .* offers 16 vpc\.amazonaws\.com\/efa/),
      fix: "give the pool the fabric of the machine: nodes: NodeGroup.aws('p5en.48xlarge')",
    });
  });

  it('is for more EFA devices than the machine has', () => {
    const any = (machine: AwsMachine) => selecting(r1(machine), {});
    expect(codes([any('p5e.48xlarge')], [groupOf('p5en.48xlarge', 4)])).toEqual(['EKS006', 'EKS006']);
    expect(codes([any('p5en.48xlarge')], [groupOf('p5e.48xlarge', 4)])).toEqual([]);
  });

  it('is for machines that were told to do without EFA', () => {
    const nodes = NodeGroup.aws(AwsMachine.P5EN_48XLARGE, { nodes: 4, fabric: Fabric.tcp() });
    const [finding] = fitFindings({ graphs: [r1()], groups: [new GpuGroup({ nodes })], gpuZone: ZONE });
    expect(finding?.message).toMatch(/offers none$/);
  });
});

describe('EKS007', () => {
  it('is for pods larger than the machine', () => {
    const graph = r1();
    const [pool] = graph.pools;
    if (pool === undefined) {
      throw new Error('the blueprint has no pools');
    }
    const large = { ...graph, pools: [{ ...pool, pod: { ...pool.pod, cpu: 192 } }] };
    const [finding] = fitFindings({ graphs: [large], groups: [groupOf('p5en.48xlarge', 4)], gpuZone: ZONE });
    expect(finding).toMatchObject({
      code: 'EKS007',
      message: expect.stringMatching(
        /asks for 192 cores and \d+ GiB, and pods of p5en\.48xlarge can have 191\.45 cores/,
      ),
    });
  });
});

describe('EKS008', () => {
  it('is for graphs that LeaderWorkerSet starts', () => {
    expect(codes([{ ...r1(), orchestrator: 'lws' }], [groupOf('p5en.48xlarge', 4)])).toEqual(['EKS008']);
  });
});

describe('EKS009', () => {
  it('is for machines of the right kind that are of another type', () => {
    const [finding] = fitFindings({ graphs: [r1()], groups: [groupOf('p5e.48xlarge', 4)], gpuZone: ZONE });
    expect(finding).toMatchObject({
      code: 'EKS009',
      path: 'deepseek-r1-h200-sglang/graph/prefill',
      message: expect.stringMatching(
        /group 'p5e-48xlarge' has not the label node\.kubernetes\.io\/instance-type=p5en\.48xlarge$/,
      ),
    });
  });

  it('is for labels that a group was not given, and not for those that it was', () => {
    const labelled = NodeGroup.aws('p5en.48xlarge', { nodes: 4, nodeSelector: { 'example.com/pool': 'decode' } });
    const graph = selecting(r1(), labelled.nodeSelector);
    expect(codes([graph], [groupOf('p5en.48xlarge', 4)])).toEqual(['EKS009', 'EKS009']);
    expect(codes([graph], [new GpuGroup({ nodes: labelled })])).toEqual([]);
  });

  it('is for taints that pods do not tolerate', () => {
    const tolerations = [{ key: 'example.com/team', operator: 'Equal', value: 'a', effect: 'NoExecute' }] as const;
    const nodes = NodeGroup.aws('p5en.48xlarge', { nodes: 4, tolerations });
    const [finding] = fitFindings({ graphs: [r1()], groups: [new GpuGroup({ nodes })], gpuZone: ZONE });
    expect(finding).toMatchObject({
      code: 'EKS009',
      message: expect.stringContaining('has the taint example.com/team, which they do not tolerate'),
    });
  });
});

describe('a label of the zone', () => {
  it('binds the pods of a graph to the groups of that zone', () => {
    const groups = [
      groupOf('p5en.48xlarge', 4, Capacity.reservation(RESERVATION), 'first'),
      groupOf('p5en.48xlarge', 4),
    ];
    const there = selecting(r1(), { 'topology.kubernetes.io/zone': RESERVATION.zone });
    expect(codes([r1()], groups)).toEqual(['EKS003']);
    expect(codes([there], groups)).toEqual([]);
    expect(codes([there], groups.slice(1))).toEqual(['EKS009', 'EKS009']);
  });
});

describe('the refusal', () => {
  it('is one error with everything, and shows no stack trace in Pulumi', () => {
    const error = thrownBy(() => requireFit({ graphs: [r1(), r1Nvlink()], groups: [ultraServer(10)], gpuZone: ZONE }));
    expect(error).toBeInstanceOf(GraphsDoNotFitError);
    expect('__pulumiRunError' in error).toBe(true);
    expect(error.message.split('\n')).toHaveLength(4);
    expect(error.message).toMatch(/^the cluster cannot hold its graphs:\n- EKS004 .*Fix: .*\(source: .*\)\n- EKS001 /);
  });

  it('has a source for each code', () => {
    expect(Object.keys(FIT_CODES)).toEqual(Array.from({ length: 9 }, (_, index) => `EKS00${index + 1}`));
  });
});

describe('every blueprint with a choice of AWS machines', () => {
  const choices = CATALOG.filter(({ parameters }) => 'machine' in parameters.properties);
  it.each(choices.map(({ name }) => name))('%s fits the machines it asks for', (name) => {
    const { parameters } = findBlueprint(name);
    const types = Object.values(AwsMachine).filter((type) => JSON.stringify(parameters).includes(`"${type}"`));
    expect(types).not.toEqual([]);
    for (const machine of types) {
      const graph = described(name, { machine });
      const needed = Math.max(...graph.totals.nodes.map((node) => node.needed));
      const group = machine === 'p6e-gb200.36xlarge' ? ultraServer(9) : groupOf(machine, needed);
      expect(fitFindings({ graphs: [graph], groups: [group], gpuZone: ZONE })).toEqual([]);
    }
  });
});
