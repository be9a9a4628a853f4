import { Network, type NetworkProps } from '../../stacks/eks/network';
import type { PulumiMocks } from '../pulumi/mocks';
import { settledValue } from '../pulumi/mocks';
import { startMocks, ZONES } from './support';

async function made(props: Partial<NetworkProps> = {}): Promise<{ mocks: PulumiMocks; network: Network }> {
  const mocks = await startMocks();
  const network = new Network('net', { clusterName: 'test', zones: ZONES, ...props });
  await mocks.settled();
  return { mocks, network };
}

const SUBNET = 'aws:ec2/subnet:Subnet';

describe('the network', () => {
  it('has a public and a private subnet in each zone of the control plane, tagged for load balancers', async () => {
    const { mocks } = await made();
    const shared = { 'kubernetes.io/cluster/test': 'shared' };
    expect(
      mocks.ofType(SUBNET).map(({ name, inputs }) => [name, inputs['availabilityZone'], inputs['cidrBlock']]),
    ).toEqual([
      ['net-public-us-east-1a', 'us-east-1a', '10.0.192.0/22'],
      ['net-public-us-east-1b', 'us-east-1b', '10.0.196.0/22'],
      ['net-private-us-east-1a', 'us-east-1a', '10.0.0.0/19'],
      ['net-private-us-east-1b', 'us-east-1b', '10.0.32.0/19'],
    ]);
    expect(mocks.only(SUBNET, 'net-public-us-east-1a').inputs['tags']).toMatchObject({
      ...shared,
      'kubernetes.io/role/elb': '1',
    });
    expect(mocks.only(SUBNET, 'net-private-us-east-1a').inputs['tags']).toMatchObject({
      ...shared,
      'kubernetes.io/role/internal-elb': '1',
    });
  });

  it('gives nodes in a further zone a private subnet only, Local Zones among them', async () => {
    const { mocks, network } = await made({ nodeZones: ['us-east-1-dfw-2a'] });
    const local = mocks.ofType(SUBNET).filter(({ inputs }) => inputs['availabilityZone'] === 'us-east-1-dfw-2a');
    expect(local.map(({ name, inputs }) => [name, inputs['cidrBlock']])).toEqual([
      ['net-private-us-east-1-dfw-2a', '10.0.64.0/19'],
    ]);
    expect(await settledValue(network.privateSubnetId('us-east-1-dfw-2a'))).toBe('net-private-us-east-1-dfw-2a-id');
    expect(await settledValue([...network.controlPlaneSubnetIds])).toEqual([
      'net-private-us-east-1a-id',
      'net-private-us-east-1b-id',
    ]);
    expect(() => network.privateSubnetId('us-east-1c')).toThrow(
      /'zone' must be one of us-east-1a, us-east-1b, us-east-1-dfw-2a, got 'us-east-1c'/,
    );
  });

  it('routes public subnets to the internet, and private ones to one NAT gateway in a zone with nodes', async () => {
    const { mocks } = await made({ nodeZones: ['us-east-1b'] });
    expect(mocks.only('aws:ec2/natGateway:NatGateway').inputs['subnetId']).toBe('net-public-us-east-1b-id');
    const routes = (name: string) => mocks.only('aws:ec2/routeTable:RouteTable', name).inputs['routes'];
    expect(routes('net-public')).toEqual([{ cidrBlock: '0.0.0.0/0', gatewayId: 'net-id' }]);
    expect(routes('net-private')).toEqual([{ cidrBlock: '0.0.0.0/0', natGatewayId: 'net-id' }]);
    const associations = mocks.ofType('aws:ec2/routeTableAssociation:RouteTableAssociation');
    expect(associations.map(({ name, inputs }) => [name, inputs['subnetId'], inputs['routeTableId']])).toEqual([
      ['net-public-us-east-1a', 'net-public-us-east-1a-id', 'net-public-id'],
      ['net-public-us-east-1b', 'net-public-us-east-1b-id', 'net-public-id'],
      ['net-private-us-east-1a', 'net-private-us-east-1a-id', 'net-private-id'],
      ['net-private-us-east-1b', 'net-private-us-east-1b-id', 'net-private-id'],
    ]);
  });

  it('reaches S3 without the NAT gateway', async () => {
    const { mocks } = await made();
    expect(mocks.only('aws:ec2/vpcEndpoint:VpcEndpoint').inputs).toMatchObject({
      serviceName: 'com.amazonaws.us-east-1.s3',
      vpcEndpointType: 'Gateway',
      routeTableIds: ['net-private-id'],
    });
  });

  it('takes all rules from the group that AWS gives to whatever names none', async () => {
    const { mocks } = await made();
    expect(mocks.only('aws:ec2/defaultSecurityGroup:DefaultSecurityGroup').inputs).toMatchObject({
      ingress: [],
      egress: [],
    });
  });

  it('takes another block of addresses', async () => {
    const { mocks } = await made({ cidr: '172.20.0.0/16' });
    expect(mocks.only(SUBNET, 'net-private-us-east-1b').inputs['cidrBlock']).toBe('172.20.32.0/19');
  });

  it.each<[string, Partial<NetworkProps>, RegExp]>([
    ['one zone', { zones: ['us-east-1a'] }, /'zones' must be at least two different zones/],
    ['one zone twice', { zones: ['us-east-1a', 'us-east-1a'] }, /at least two different zones/],
    [
      'zones of two regions',
      { zones: ['us-east-1a', 'us-west-2a'] },
      /a zone of us-east-1, like the first, got 'us-west-2a'/,
    ],
    ['nodes in another region', { nodeZones: ['us-west-2a'] }, /a zone of us-east-1, like the first/],
    [
      'a Local Zone for the control plane',
      { zones: ['us-east-1a', 'us-east-1-dfw-2a'] },
      /no control plane in Local Zones.*nodeZones/,
    ],
    ['no zone at all', { zones: ['us-east-1a', 'somewhere'] }, /a zone such as 'us-east-1a'/],
    ['public addresses', { cidr: '8.8.0.0/16' }, /'cidr' must be a private block of 65536 addresses/],
    ['too few addresses', { cidr: '10.0.0.0/20' }, /'cidr' must be a private block/],
    [
      'more zones than addresses',
      { nodeZones: ['c', 'd', 'e', 'f', 'g'].map((letter) => `us-east-1${letter}`) },
      /'zones\.length' must be a whole number from 2 to 6, got 7/,
    ],
  ])('refuses %s', async (_what, props, message) => {
    await expect(made(props)).rejects.toThrow(message);
  });
});
