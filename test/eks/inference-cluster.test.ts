import * as pulumi from '@pulumi/pulumi';
import { Size } from 'cdk8s';
import { findBlueprint, instantiate } from '../../blueprints';
import { Release } from '../../constructs';
import { Capacity } from '../../stacks/eks/capacity';
import { CHARTS, ChartName } from '../../stacks/eks/chart-table';
import type { GpuGroup } from '../../stacks/eks/gpu-group';
import { InferenceCluster, type InferenceClusterProps } from '../../stacks/eks/inference-cluster';
import { ModelStore } from '../../stacks/eks/model-store';
import { type PulumiMocks, type RegisteredResource, settledValue } from '../pulumi/mocks';
import { groupOf, REGION, RESERVATION, startMocks, ZONES } from './support';

/** A whole cluster is a second of work, and several on a busy machine. */
jest.setTimeout(60_000);

const CHART = 'kubernetes:helm.sh/v3:Release';
const NODE_GROUP = 'aws:eks/nodeGroup:NodeGroup';

const p5en = groupOf('p5en.48xlarge', 4);
const gb200 = groupOf('p6e-gb200.36xlarge', 9, Capacity.capacityBlock(RESERVATION));

interface Made {
  readonly mocks: PulumiMocks;
  readonly cluster: InferenceCluster;
  chart(name: ChartName): RegisteredResource;
}

async function made(
  groups: readonly GpuGroup[] = [p5en],
  props: Partial<InferenceClusterProps> = {},
  preview = false,
): Promise<Made> {
  const mocks = await startMocks({ preview });
  const cluster = new InferenceCluster('inf', { region: REGION, zones: ZONES, groups, ...props });
  await mocks.settled();
  return { mocks, cluster, chart: (name) => mocks.only(CHART, `inf-${name}`) };
}

/** Eight H200 a machine. */
let plain: Made;
/** The same beside an UltraServer. */
let rack: Made;

beforeAll(async () => {
  plain = await made([p5en]);
  rack = await made([p5en, gb200]);
});

describe('the charts of a cluster', () => {
  it('stand in one table with fixed versions and a source', () => {
    for (const name of Object.values(ChartName)) {
      const { version, repository, namespace, source } = CHARTS[name];
      expect(version(Release.latest)).toMatch(/^v?\d+\.\d+\.\d+(?:-[a-z0-9.]+)?$/);
      expect(repository(Release.latest)).toMatch(/^(?:https|oci):\/\//);
      expect([namespace, source]).not.toContain('');
    }
  });

  it('are installed from their repository, under their own name', () => {
    const { chart } = plain;
    expect(chart(ChartName.GPU_OPERATOR).inputs).toMatchObject({
      name: 'gpu-operator',
      chart: 'gpu-operator',
      repositoryOpts: { repo: 'https://helm.ngc.nvidia.com/nvidia' },
      version: 'v26.7.0',
      namespace: 'gpu-operator',
      createNamespace: true,
    });
    const grove = chart(ChartName.GROVE).inputs;
    expect(grove).toMatchObject({ chart: 'oci://ghcr.io/ai-dynamo/grove/grove-charts', version: 'v0.1.0-alpha.14' });
    expect(grove).not.toHaveProperty('repositoryOpts');
  });

  it.each(Release.all)('of Dynamo %s follow the release', (release) => {
    const version = (name: ChartName) => CHARTS[name].version(release);
    expect(version(ChartName.DYNAMO_PLATFORM)).toBe(release.patch);
    expect(version(ChartName.GROVE)).toBe(`v${release.grove.min}`);
    expect(version(ChartName.KAI_SCHEDULER)).toBe(`v${release.kai}`);
  });

  it('are those of the release that was asked for', async () => {
    const { chart } = await made([p5en], { release: Release.V1_4 });
    expect(chart(ChartName.DYNAMO_PLATFORM).inputs['version']).toBe('1.4.2');
    expect(chart(ChartName.KAI_SCHEDULER).inputs['chart']).toBe('oci://ghcr.io/nvidia/kai-scheduler/kai-scheduler');
  });

  it('come after what they need: storage, Prometheus, devices, Grove and KAI, Dynamo', () => {
    const { mocks, chart } = rack;
    const order = [
      mocks.only(NODE_GROUP, 'inf-system'),
      mocks.only('aws:eks/addon:Addon', 'inf-storage-aws-ebs-csi-driver'),
      mocks.only('kubernetes:storage.k8s.io/v1:StorageClass', 'inf-storage'),
      chart(ChartName.KUBE_PROMETHEUS_STACK),
      chart(ChartName.GPU_OPERATOR),
      chart(ChartName.GROVE),
      chart(ChartName.DYNAMO_PLATFORM),
    ];
    for (const [index, later] of order.entries()) {
      for (const earlier of order.slice(0, index)) {
        expect([earlier.name, later.name, mocks.comesBefore(earlier, later)]).toEqual([earlier.name, later.name, true]);
      }
    }
    expect(mocks.comesBefore(chart(ChartName.GPU_OPERATOR), chart(ChartName.NVIDIA_DRA_DRIVER))).toBe(true);
    expect(mocks.comesBefore(chart(ChartName.KAI_SCHEDULER), chart(ChartName.DYNAMO_PLATFORM))).toBe(true);
    expect(
      mocks.comesBefore(mocks.only('aws:eks/addon:Addon', 'inf-coredns'), chart(ChartName.KUBE_PROMETHEUS_STACK)),
    ).toBe(true);
  });

  it('leave driver and toolkit to the image, and run on all tainted machines', () => {
    const { chart } = rack;
    const gpu = { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' };
    const arm = { key: 'kubernetes.io/arch', operator: 'Equal', value: 'arm64', effect: 'NoSchedule' };
    const tolerations = [gpu, arm];
    expect(chart(ChartName.GPU_OPERATOR).inputs['values']).toMatchObject({
      driver: { enabled: false },
      toolkit: { enabled: false },
      devicePlugin: { enabled: true },
      daemonsets: { tolerations },
      'node-feature-discovery': { worker: { tolerations } },
    });
    expect(chart(ChartName.EFA_DEVICE_PLUGIN).inputs['values']).toEqual({ tolerations });
    expect(chart(ChartName.NVIDIA_DRA_DRIVER).inputs['values']).toMatchObject({
      nvidiaDriverRoot: '/',
      resources: { gpus: { enabled: false }, computeDomains: { enabled: true } },
      kubeletPlugin: { tolerations },
    });
    expect(plain.chart(ChartName.EFA_DEVICE_PLUGIN).inputs['values']).toEqual({ tolerations: [gpu] });
  });

  it('have the DRA driver for UltraServers only', () => {
    const { mocks } = plain;
    const names = mocks.ofType(CHART).map(({ inputs }) => inputs['name']);
    expect(names).toContain(ChartName.EFA_DEVICE_PLUGIN);
    expect(names).not.toContain(ChartName.NVIDIA_DRA_DRIVER);
  });

  it('let Prometheus see the monitors of others, and planners see Prometheus', () => {
    const { chart } = plain;
    expect(chart(ChartName.KUBE_PROMETHEUS_STACK).inputs['values']).toMatchObject({
      prometheus: {
        prometheusSpec: {
          podMonitorSelectorNilUsesHelmValues: false,
          storageSpec: { volumeClaimTemplate: { spec: { storageClassName: 'gp3' } } },
        },
      },
    });
    expect(chart(ChartName.DYNAMO_PLATFORM).inputs['values']).toEqual({
      global: {
        grove: { install: false, enabled: true },
        'kai-scheduler': { install: false, enabled: true },
      },
      'dynamo-operator': {
        dynamo: {
          metrics: {
            prometheusEndpoint: 'http://kube-prometheus-stack-prometheus.monitoring.svc.cluster.local:9090',
          },
        },
      },
    });
  });

  it('all go through the provider of the cluster', () => {
    const { mocks } = rack;
    const provider = mocks.only('pulumi:providers:kubernetes');
    const inside = mocks.resources.filter(({ type, custom }) => custom && type.startsWith('kubernetes:'));
    expect(inside).not.toEqual([]);
    for (const resource of inside) {
      expect(resource.provider).toBe(`${provider.urn}::inf-id`);
    }
  });
});

describe('a cluster', () => {
  it('puts each group into its zone, and storage into that of a reservation', () => {
    const { mocks } = rack;
    const subnets = (name: string) => mocks.only(NODE_GROUP, name).inputs['subnetIds'];
    expect(subnets('inf-p5en-48xlarge')).toEqual(['inf-private-us-east-1c-id']);
    expect(subnets('inf-p6e-gb200-36xlarge-cr-0123456789abcdef0')).toEqual(['inf-private-us-east-1c-id']);
    expect(subnets('inf-system')).toEqual(['inf-private-us-east-1a-id', 'inf-private-us-east-1b-id']);
  });

  it('puts the store of a Local Zone into the region, and refuses EFA between the two', async () => {
    const there = Capacity.capacityBlock({ ...RESERVATION, zone: 'us-east-1-dfw-2a' });
    const groups = [groupOf('p6e-gb200.36xlarge', 9, there)];
    const lustre = (efa: boolean) => ({ store: ModelStore.lustre({ size: Size.gibibytes(4800), efa }) });
    const { mocks } = await made(groups, lustre(false));
    expect(mocks.only('aws:fsx/lustreFileSystem:LustreFileSystem').inputs['subnetIds']).toBe(
      'inf-private-us-east-1a-id',
    );
    await startMocks();
    expect(() => new InferenceCluster('inf', { region: REGION, zones: ZONES, groups, ...lustre(true) })).toThrow(
      /'store\.efa' must be false, as EFA does not leave a zone and no machines are in us-east-1a/,
    );
  });

  it('does not put machines by the hour into the Local Zone of a reservation', async () => {
    const there = Capacity.capacityBlock({ ...RESERVATION, zone: 'us-east-1-dfw-2a' });
    const { mocks } = await made([p5en, groupOf('p6e-gb200.36xlarge', 9, there)]);
    const subnets = (name: string) => mocks.only(NODE_GROUP, name).inputs['subnetIds'];
    expect(subnets('inf-p5en-48xlarge')).toEqual(['inf-private-us-east-1a-id']);
    expect(subnets(`inf-p6e-gb200-36xlarge-${RESERVATION.reservationId}`)).toEqual(['inf-private-us-east-1-dfw-2a-id']);
  });

  it('puts machines by the hour into the zone that they name, else into the first', async () => {
    const named = groupOf('p5.48xlarge', 2, Capacity.onDemand({ zone: 'us-east-1b' }));
    const { mocks } = await made([named]);
    expect(mocks.only(NODE_GROUP, 'inf-p5-48xlarge').inputs['subnetIds']).toEqual(['inf-private-us-east-1b-id']);
    expect(plain.mocks.only(NODE_GROUP, 'inf-p5en-48xlarge').inputs['subnetIds']).toEqual([
      'inf-private-us-east-1a-id',
    ]);
  });

  it('lets nodes join and pull images, and nothing else', () => {
    const { mocks } = plain;
    const policies = mocks.ofType('aws:iam/rolePolicyAttachment:RolePolicyAttachment');
    const role = mocks.only('stator:eks:ServiceRole', 'inf-node');
    expect(policies.filter(({ parent }) => parent === role.urn).map(({ inputs }) => inputs['policyArn'])).toEqual([
      'arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy',
      'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly',
    ]);
  });

  it('makes graphs wait for machines, storage, devices and Dynamo', async () => {
    const { mocks, cluster } = await made([p5en, gb200]);
    class Graph extends pulumi.CustomResource {}
    new Graph('test:index:Graph', 'graph', {}, { dependsOn: [...cluster.ready] });
    await mocks.settled();
    const graph = mocks.only('test:index:Graph');
    const needed = [...mocks.ofType(CHART), ...mocks.ofType(NODE_GROUP)].filter(({ custom }) => custom);
    expect(needed.length).toBeGreaterThan(8);
    for (const resource of needed) {
      expect([resource.name, mocks.comesBefore(resource, graph)]).toEqual([resource.name, true]);
    }
    expect(cluster.storageClassName).toBe('efs');
    expect(await settledValue(cluster.kubeconfig)).toContain('get-token');
  });

  it('is refused before anything is made when it cannot hold its graphs', async () => {
    const mocks = await startMocks();
    const { graph } = instantiate(findBlueprint('deepseek-r1-h200-sglang'), {
      parameters: { machine: 'p5en.48xlarge' },
    });
    const groups = [groupOf('p5en.48xlarge', 2)];
    const props = { region: REGION, zones: ZONES, groups, graphs: [graph.describe()] };
    expect(() => new InferenceCluster('inf', props)).toThrow(/EKS002 .* graphs need 4 machines/);
    await mocks.settled();
    expect(mocks.resources.filter(({ custom }) => custom)).toEqual([]);
    expect(() => new InferenceCluster('fits', { ...props, groups: [groupOf('p5en.48xlarge', 4)] })).not.toThrow();
    await mocks.settled();
  });

  it('refuses two groups of one name', async () => {
    await expect(made([p5en, p5en])).rejects.toThrow(
      /'groups' must be groups with different names, got 'p5en-48xlarge'/,
    );
  });

  it('prints what it costs at a preview, and only then', async () => {
    const info = jest.spyOn(pulumi.log, 'info').mockResolvedValue(undefined);
    await made([p5en]);
    expect(info).not.toHaveBeenCalled();
    const { cluster } = await made([p5en], {}, true);
    expect(info.mock.calls.map(([text]) => text)).toEqual([expect.stringContaining('4 x p5en.48xlarge')]);
    expect(info.mock.calls[0]?.[0]).toContain('price of 2026-07-20, region us-east-1');
    expect(cluster.cost.dollarsPerHour.low).toBeCloseTo(0.1 + 3 * 0.4032 + 4 * 63.296, 6);
    info.mockRestore();
  });
});
