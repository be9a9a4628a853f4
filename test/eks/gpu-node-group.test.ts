import { AwsMachine, Fabric, NodeGroup } from '../../constructs';
import { Capacity } from '../../stacks/eks/capacity';
import { efaSecurityGroup } from '../../stacks/eks/efa-security-group';
import { GpuGroup } from '../../stacks/eks/gpu-group';
import { GpuNodeGroup } from '../../stacks/eks/gpu-node-group';
import type { PulumiMocks, RegisteredResource } from '../pulumi/mocks';
import { groupOf, RESERVATION, startMocks, testCluster } from './support';

const TEMPLATE = 'aws:ec2/launchTemplate:LaunchTemplate';
const NODE_GROUP = 'aws:eks/nodeGroup:NodeGroup';
const PLACEMENT = 'aws:ec2/placementGroup:PlacementGroup';

interface Made {
  readonly mocks: PulumiMocks;
  readonly template: RegisteredResource;
  readonly group: RegisteredResource;
}

async function made(group: GpuGroup): Promise<Made> {
  const mocks = await startMocks();
  const cluster = testCluster();
  const efaSecurityGroupId = efaSecurityGroup('efa', 'vpc-1', {}).id;
  new GpuNodeGroup('gpu', { cluster, group, nodeRoleArn: 'arn:node', subnetId: 'subnet-c', efaSecurityGroupId });
  await mocks.settled();
  return { mocks, template: mocks.only(TEMPLATE), group: mocks.only(NODE_GROUP) };
}

/** Interfaces as [card, device, type]. */
type Layout = readonly (readonly [number, number, string])[];

function efaOn(cards: readonly number[]): Layout {
  return cards.map((card) => [card, 0, 'efa-only'] as const);
}

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

const PRIMARY: Layout = [[0, 0, 'interface']];
const WITH_EFA: Layout = [
  [0, 0, 'interface'],
  [0, 1, 'efa-only'],
];

/** The recommended layouts, written down one by one. Source: awsdocs/amazon-ec2-user-guide efa-acc-inst-types, 2026. */
const LAYOUTS: Readonly<Record<AwsMachine, Layout>> = {
  'p5.4xlarge': WITH_EFA,
  'p5.48xlarge': [...WITH_EFA, ...efaOn(range(1, 31))],
  'p5e.48xlarge': [...WITH_EFA, ...efaOn(range(1, 31))],
  'p5en.48xlarge': [...WITH_EFA, ...efaOn(range(1, 15))],
  'p6-b200.48xlarge': [...WITH_EFA, ...efaOn(range(1, 7))],
  'p6-b300.48xlarge': [...PRIMARY, ...efaOn(range(1, 16))],
  'p6e-gb200.36xlarge': [...PRIMARY, ...efaOn([1, 5, 9, 13])],
};

const USER_DATA = `MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="stator-node-config"

--stator-node-config
Content-Type: application/node.eks.aws

---
apiVersion: node.eks.aws/v1alpha1
kind: NodeConfig
spec:
  instance:
    localStorage:
      strategy: RAID0

--stator-node-config--
`;

describe.each(Object.values(AwsMachine))('a node group of %s', (machine) => {
  const arm = machine === 'p6e-gb200.36xlarge';
  const capacity = arm ? Capacity.capacityBlock(RESERVATION) : Capacity.onDemand();

  it('has the whole launch template', async () => {
    const { template, mocks } = await made(groupOf(machine, 9, capacity));
    const tags = { Name: 'gpu' };
    expect(template.inputs).toEqual({
      updateDefaultVersion: true,
      metadataOptions: { httpEndpoint: 'enabled', httpTokens: 'required', httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [
        {
          deviceName: '/dev/xvda',
          ebs: { volumeSize: 200, volumeType: 'gp3', encrypted: 'true', deleteOnTermination: 'true' },
        },
      ],
      networkInterfaces: LAYOUTS[machine].map(([networkCardIndex, deviceIndex, interfaceType]) => ({
        networkCardIndex,
        deviceIndex,
        interfaceType,
        securityGroups: ['sg-cluster', 'efa-id'],
        deleteOnTermination: 'true',
      })),
      tagSpecifications: [
        { resourceType: 'instance', tags },
        { resourceType: 'volume', tags },
        { resourceType: 'network-interface', tags },
      ],
      userData: Buffer.from(USER_DATA).toString('base64'),
      ...(arm
        ? {
            instanceType: 'p6e-gb200.36xlarge',
            instanceMarketOptions: { marketType: 'capacity-block' },
            capacityReservationSpecification: {
              capacityReservationTarget: { capacityReservationId: 'cr-0123456789abcdef0' },
            },
          }
        : { placement: { groupName: 'placement-gpu' } }),
    });
    expect(mocks.ofType(PLACEMENT).map(({ inputs }) => inputs)).toEqual(arm ? [] : [{ strategy: 'cluster' }]);
  });

  it('has the image of its architecture, its taints, and of its labels those that the kubelet does not set', async () => {
    const { group } = await made(groupOf(machine, 9, capacity));
    expect(group.inputs['amiType']).toBe(arm ? 'AL2023_ARM_64_NVIDIA' : 'AL2023_x86_64_NVIDIA');
    expect(group.inputs['taints']).toEqual([
      { key: 'nvidia.com/gpu', effect: 'NO_SCHEDULE' },
      ...(arm ? [{ key: 'kubernetes.io/arch', value: 'arm64', effect: 'NO_SCHEDULE' }] : []),
    ]);
    const { nodeSelector, gpu } = NodeGroup.aws(machine);
    expect(group.inputs['labels']).toEqual({ 'nvidia.com/gpu.product': gpu.productLabels[0] });
    expect(Object.keys(nodeSelector)).toContain('node.kubernetes.io/instance-type');
  });
});

describe('a group of GPU machines', () => {
  it('stands in one subnet, is repaired, and replaced before there are spare machines', async () => {
    const { group, mocks } = await made(groupOf('p5en.48xlarge', 4));
    expect(group.inputs).toMatchObject({
      clusterName: 'test',
      nodeRoleArn: 'arn:node',
      subnetIds: ['subnet-c'],
      capacityType: 'ON_DEMAND',
      instanceTypes: ['p5en.48xlarge'],
      launchTemplate: { id: 'lt-gpu', version: '3' },
      scalingConfig: { minSize: 4, desiredSize: 4, maxSize: 4 },
      updateConfig: { maxUnavailable: 1, updateStrategy: 'MINIMAL' },
      nodeRepairConfig: { enabled: true },
    });
    expect(group.ignoreChanges).toEqual([]);
    for (const addon of mocks.ofType('aws:eks/addon:Addon')) {
      expect(mocks.comesBefore(addon, group)).toBe(true);
    }
  });

  it('leaves the number of machines to whoever scales it', async () => {
    const nodes = NodeGroup.aws('p5.48xlarge', { nodes: 2 });
    const { group } = await made(new GpuGroup({ nodes, scaling: { min: 0, max: 6 } }));
    expect(group.inputs['scalingConfig']).toEqual({ minSize: 0, desiredSize: 2, maxSize: 6 });
    expect(group.ignoreChanges).toEqual(['scalingConfig.desiredSize']);
  });

  it('of a Capacity Block is a group of that block, without a placement group, and may be scaled to 0 by EKS', async () => {
    const { mocks, template, group } = await made(groupOf('p6-b300.48xlarge', 2, Capacity.capacityBlock(RESERVATION)));
    expect(group.name).toBe('gpu-cr-0123456789abcdef0');
    expect(group.inputs).not.toHaveProperty('instanceTypes');
    expect(group.inputs).toMatchObject({
      capacityType: 'CAPACITY_BLOCK',
      scalingConfig: { minSize: 0, desiredSize: 2, maxSize: 2 },
    });
    expect(group.ignoreChanges).toEqual(['scalingConfig.desiredSize']);
    expect(template.inputs).not.toHaveProperty('placement');
    expect(mocks.ofType(PLACEMENT)).toEqual([]);
  });

  it('of a reservation has no placement group either, and stays at its number', async () => {
    const { mocks, group } = await made(groupOf('p5.48xlarge', 2, Capacity.reservation(RESERVATION)));
    expect(group.inputs).toMatchObject({ capacityType: 'ON_DEMAND', instanceTypes: ['p5.48xlarge'] });
    expect(group.ignoreChanges).toEqual([]);
    expect(mocks.ofType(PLACEMENT)).toEqual([]);
  });

  it('is placed close together on spot', async () => {
    const { mocks, group } = await made(groupOf('p5.48xlarge', 2, Capacity.spot()));
    expect(group.inputs).toMatchObject({ capacityType: 'SPOT' });
    expect(mocks.ofType(PLACEMENT)).toHaveLength(1);
  });

  it('without a fabric has one interface and neither EFA group nor placement group', async () => {
    const nodes = NodeGroup.aws('p5.48xlarge', { nodes: 2, fabric: Fabric.tcp() });
    const { mocks, template } = await made(new GpuGroup({ nodes }));
    expect(template.inputs['networkInterfaces']).toEqual([
      {
        networkCardIndex: 0,
        deviceIndex: 0,
        interfaceType: 'interface',
        securityGroups: ['sg-cluster'],
        deleteOnTermination: 'true',
      },
    ]);
    expect(mocks.ofType(PLACEMENT)).toEqual([]);
  });

  it('names no subnet in the template, as EKS refuses that', async () => {
    const { template } = await made(groupOf('p5.48xlarge', 2));
    expect(JSON.stringify(template.inputs)).not.toContain('subnet');
  });
});

describe('the security group for EFA', () => {
  it('allows everything from and to itself, and nothing else', async () => {
    const { mocks } = await made(groupOf('p5.48xlarge', 2));
    const toItself = { protocol: '-1', fromPort: 0, toPort: 0, self: true };
    expect(mocks.only('aws:ec2/securityGroup:SecurityGroup', 'efa').inputs).toMatchObject({
      vpcId: 'vpc-1',
      ingress: [toItself],
      egress: [toItself],
    });
  });
});
