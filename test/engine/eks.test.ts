import { Release } from '../../constructs';
import { EksProject } from './eks-project';
import { Cluster, describeEngine, installCrds } from './harness';
import type { StateChange } from './state';

const NODE_GROUP = 'aws:eks/nodeGroup:NodeGroup';
const TEMPLATE = 'aws:ec2/launchTemplate:LaunchTemplate';
const PLACEMENT = 'aws:ec2/placementGroup:PlacementGroup';
const CHART = 'kubernetes:helm.sh/v3:Release';
const GRAPH = 'kubernetes:nvidia.com/v1beta1:DynamoGraphDeployment';
/** What every stack has to say. */
const BASE = { 'aws:region': 'us-east-1', 'stator:publicAccessCidrs[0]': '203.0.113.0/24' };
const NOTHING: StateChange = { created: [], deleted: [], changed: [] };

const left = async () => {
  const kinds = ['dgd', 'pvc', 'job', 'configmap', 'networkpolicy', 'computedomain'];
  const objects = await Cluster.newest.run(['get', kinds.join(','), '--namespace', 'inference', '--output', 'name']);
  const others = await Cluster.newest.run(['get', 'storageclass,pv', '--output', 'name']);
  return `${objects}${others}`;
};

describeEngine('the project stacks/eks', () => {
  let project: EksProject;
  beforeAll(async () => {
    await installCrds(Cluster.newest, Release.latest);
    project = await EksProject.create();
  });

  it('says everything that is wrong with its configuration at once, without a stack trace', async () => {
    await project.configure({
      'stator:groups[0].machine': 'p5en.48xlarg',
      'stator:groups[0].nodes': 4,
      'stator:blueprint': 'deepseek-r1-h200-sglang',
      'stator:parameters.decodeWorker': 2,
      'stator:release': '9.9',
      'stator:wait': 'no',
    });
    const { code, stdout } = await project.run('preview');
    expect(code).not.toBe(0);
    for (const problem of [
      "- 'aws:region' must be given: a region, for example 'us-east-1'",
      "- 'stator:groups[0].machine' must be one of",
      "did you mean 'p5en.48xlarge'?",
      "- stator:parameters: 'decodeWorker' must be a parameter of the blueprint",
      "'release' must be one of",
      "- 'stator:wait' must be JSON, got 'no'",
    ]) {
      expect(stdout).toContain(problem);
    }
    expect(stdout).not.toMatch(/^\s+at /m);
    await project.expect(0, 'config', 'rm', 'stator:parameters');
    await project.expect(0, 'config', 'rm', 'stator:release');
  });

  it('refuses machines that cannot hold the graph at preview, with a code, and makes nothing', async () => {
    await project.configure({
      ...BASE,
      'stator:wait': 'false',
      'stator:groups[0].machine': 'p5en.48xlarge',
      'stator:groups[0].nodes': 3,
    });
    const { code, stdout } = await project.run('preview');
    expect(code).not.toBe(0);
    expect(stdout).toMatch(
      /- EKS002 deepseek-r1-h200-sglang\/graph: graphs need 4 machines .* which has 3\. Fix: raise/,
    );
    expect(stdout).not.toMatch(/^\s+at /m);
    expect(project.state().resources).toEqual([]);
  });

  it('shows what it costs at preview, and makes nothing', async () => {
    await project.configure({ 'stator:groups[0].nodes': 4 });
    const { stdout } = await project.expect(0, 'preview');
    expect(stdout).toMatch(/estimated cost in us-east-1: \$\d+\.\d\d\/h without what is named below as not counted/);
    expect(stdout).toContain(
      '4 x p5en.48xlarge (p5en-48xlarge), on-demand: $253.18/h (price of 2026-07-20, region us-east-1)',
    );
    expect(stdout).toContain('not counted: NAT gateway');
    expect(project.state().resources).toEqual([]);
    expect(project.changes()).toEqual([]);
  });

  it('makes no graph when something that it needs fails, and goes on from there', async () => {
    const failed = await project.up(['StorageClass/efs']);
    expect(failed.code).not.toBe(0);
    expect(failed.stdout).toContain('told to fail for StorageClass/efs');
    expect(project.state().ofType(GRAPH)).toEqual([]);
    const before = project.state();
    expect(await project.up()).toMatchObject({ code: 0 });
    const { changed, deleted } = before.changesTo(project.state());
    expect([changed, deleted]).toEqual([[], []]);
  });

  it('has made everything in order: machines, storage, devices, platform, graph', async () => {
    const state = project.state();
    const chart = (name: string) => state.only(CHART, `test-${name}`);
    const graph = state.only(GRAPH);
    const order = [
      state.only('aws:eks/cluster:Cluster'),
      state.only(NODE_GROUP, 'test-system'),
      state.only('aws:eks/addon:Addon', 'test-coredns'),
      chart('kube-prometheus-stack'),
      chart('gpu-operator'),
      chart('dynamo-platform'),
      graph,
    ];
    for (const [index, later] of order.entries()) {
      for (const earlier of order.slice(0, index)) {
        expect([later.name, earlier.name, state.waitsFor(later, earlier)]).toEqual([later.name, earlier.name, true]);
      }
    }
    const machines = state.only(NODE_GROUP, 'test-p5en-48xlarge');
    expect(state.waitsFor(graph, machines)).toBe(true);
    expect(state.waitsFor(graph, state.only('kubernetes:storage.k8s.io/v1:StorageClass', 'test-storage-models'))).toBe(
      true,
    );
    // What gives machines their GPUs must not wait for them: they are not ready without it.
    expect(state.waitsFor(chart('gpu-operator'), machines)).toBe(false);
    expect(
      project
        .changes()
        .map(({ operation, kind }) => `${operation} ${kind}`)
        .at(-1),
    ).toBe('create DynamoGraphDeployment');
    expect(await Cluster.newest.run(['get', 'dgd', '--namespace', 'inference', '--output', 'name'])).toBe(
      'dynamographdeployment.nvidia.com/deepseek-r1-h200-sglang\n',
    );
    const { stdout } = await project.expect(0, 'stack', 'output', '--json');
    const outputs: unknown = JSON.parse(stdout);
    expect(outputs).toMatchObject({
      frontendUrl: 'http://deepseek-r1-h200-sglang-frontend.inference.svc.cluster.local:8000',
      kubeconfig: expect.stringContaining('get-token'),
    });
  });

  it('does not change when nothing did, nor when it looks again', async () => {
    await project.expect(0, 'up', '--yes', '--skip-preview', '--expect-no-changes');
    await project.expect(0, 'refresh', '--yes', '--skip-preview', '--expect-no-changes');
    expect(project.changes()).toEqual([]);
  });

  it('changes the node group alone when it has another number of machines', async () => {
    const before = project.state();
    await project.configure({ 'stator:groups[0].nodes': 5 });
    await project.expect(0, 'up', '--yes', '--skip-preview');
    const after = project.state();
    expect(before.changesTo(after)).toEqual({ ...NOTHING, changed: [`${NODE_GROUP} test-p5en-48xlarge`] });
    expect(after.only(NODE_GROUP, 'test-p5en-48xlarge').inputs['scalingConfig']).toMatchObject({ desiredSize: 5 });
    expect(project.changes()).toEqual([]);
  });

  it('adds a second group without touching the first', async () => {
    const before = project.state();
    await project.configure({ 'stator:groups[1].machine': 'p5.4xlarge', 'stator:groups[1].nodes': 2 });
    await project.expect(0, 'up', '--yes', '--skip-preview');
    expect(before.changesTo(project.state())).toEqual({
      ...NOTHING,
      created: [
        `${TEMPLATE} test-p5-4xlarge`,
        `${PLACEMENT} test-p5-4xlarge`,
        `${NODE_GROUP} test-p5-4xlarge`,
        'stator:eks:GpuNodeGroup test-p5-4xlarge',
      ],
    });
    expect(project.changes()).toEqual([]);
  });

  it('comes down without a trace', async () => {
    await project.expect(0, 'destroy', '--yes', '--skip-preview');
    expect(project.state().resources).toEqual([]);
    expect(await left()).toBe('');
    expect(project.changes()[0]).toMatchObject({ operation: 'delete', kind: 'DynamoGraphDeployment' });
  });
});

describeEngine('an UltraServer from a Capacity Block', () => {
  let project: EksProject;
  const group = (id: string) => `test-p6e-gb200-36xlarge-${id}`;

  it('goes up with the interfaces, image and capacity that it needs', async () => {
    project = await EksProject.create();
    await project.configure({
      ...BASE,
      'stator:wait': 'false',
      'stator:blueprint': 'deepseek-r1-gb200-trtllm',
      'stator:groups[0].machine': 'p6e-gb200.36xlarge',
      'stator:groups[0].nodes': 9,
      'stator:groups[0].capacity.type': 'capacity-block',
      'stator:groups[0].capacity.reservationId': 'cr-0aaa',
      'stator:groups[0].capacity.zone': 'us-east-1-dfw-2a',
    });
    await project.expect(0, 'up', '--yes', '--skip-preview');
    const state = project.state();
    const template = state.only(TEMPLATE, group('cr-0aaa')).inputs;
    expect(template).toMatchObject({
      instanceType: 'p6e-gb200.36xlarge',
      instanceMarketOptions: { marketType: 'capacity-block' },
      capacityReservationSpecification: { capacityReservationTarget: { capacityReservationId: 'cr-0aaa' } },
      networkInterfaces: [
        { networkCardIndex: 0, deviceIndex: 0, interfaceType: 'interface' },
        ...[1, 5, 9, 13].map((card) => ({ networkCardIndex: card, deviceIndex: 0, interfaceType: 'efa-only' })),
      ],
    });
    expect(template).not.toHaveProperty('placement');
    expect(state.ofType(PLACEMENT)).toEqual([]);
    const nodeGroup = state.only(NODE_GROUP, group('cr-0aaa'));
    expect(nodeGroup.inputs).toMatchObject({
      amiType: 'AL2023_ARM_64_NVIDIA',
      capacityType: 'CAPACITY_BLOCK',
      subnetIds: [state.only('aws:ec2/subnet:Subnet', 'test-private-us-east-1-dfw-2a').id],
    });
    const graph = state.only(GRAPH);
    expect(state.waitsFor(graph, nodeGroup)).toBe(true);
    expect(state.waitsFor(graph, state.only(CHART, 'test-dra-driver-nvidia-gpu'))).toBe(true);
  });

  it('is another node group with another Capacity Block, and the graph stays', async () => {
    const before = project.state();
    project.changes();
    await project.configure({ 'stator:groups[0].capacity.reservationId': 'cr-0bbb' });
    await project.expect(0, 'up', '--yes', '--skip-preview');
    const resources = (id: string) => [`${TEMPLATE} ${group(id)}`, `${NODE_GROUP} ${group(id)}`];
    expect(before.changesTo(project.state())).toEqual({
      created: resources('cr-0bbb'),
      deleted: resources('cr-0aaa'),
      changed: [],
    });
    expect(project.changes()).toEqual([]);
  });

  it('comes down without a trace', async () => {
    await project.expect(0, 'destroy', '--yes', '--skip-preview');
    expect(project.state().resources).toEqual([]);
    expect(await left()).toBe('');
  });
});
