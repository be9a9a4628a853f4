import { DefaultSecurityGroup } from '@pulumi/aws/ec2/defaultSecurityGroup';
import { Eip } from '@pulumi/aws/ec2/eip';
import { InternetGateway } from '@pulumi/aws/ec2/internetGateway';
import { NatGateway } from '@pulumi/aws/ec2/natGateway';
import { RouteTable } from '@pulumi/aws/ec2/routeTable';
import { RouteTableAssociation } from '@pulumi/aws/ec2/routeTableAssociation';
import { Subnet } from '@pulumi/aws/ec2/subnet';
import { Vpc } from '@pulumi/aws/ec2/vpc';
import { VpcEndpoint } from '@pulumi/aws/ec2/vpcEndpoint';
import * as pulumi from '@pulumi/pulumi';
import { InvalidValueError, requireWhole } from '../../constructs/findings';
import { isLocalZone, regionOf, requireZone } from './zone';

export interface NetworkProps {
  /** Name of the cluster that the subnets are tagged for. */
  readonly clusterName: string;
  /** Availability zones of the control plane: at least two of one region, no Local Zones. */
  readonly zones: readonly string[];
  /**
   * Zones in which nodes run besides those; they may be Local Zones.
   * @default []
   */
  readonly nodeZones?: readonly string[];
  /**
   * Addresses: a block of 65536, which leaves 8192 to the nodes and pods of each zone.
   * @default '10.0.0.0/16'
   */
  readonly cidr?: string;
}

/** Blocks of 8192 addresses for nodes, and of 1024 for load balancers, that fit into a /16 beside each other. */
const MOST_ZONES = 6;

/**
 * A VPC: private subnets for nodes, public ones for load balancers, one NAT gateway, and S3 reached without it, since weights that
 * come through a NAT gateway are paid for by the gigabyte.
 */
export class Network extends pulumi.ComponentResource {
  public readonly vpcId: pulumi.Output<string>;
  /** Private subnets in the zones of the control plane. */
  public readonly controlPlaneSubnetIds: readonly pulumi.Output<string>[];
  private readonly privateSubnets: ReadonlyMap<string, Subnet>;

  /** @throws InvalidValueError for zones or addresses that do not fit */
  public constructor(name: string, props: NetworkProps, options?: pulumi.ComponentResourceOptions) {
    super('stator:eks:Network', name, {}, options);
    const { clusterName, zones, cidr = '10.0.0.0/16' } = props;
    const everyZone = [...new Set([...zones, ...(props.nodeZones ?? [])])];
    const region = requireZones(zones, everyZone);
    const block = requireBlock(cidr);
    const child = { parent: this };
    const tags = (part: string) => ({ Name: `${clusterName}-${part}` });

    const vpc = new Vpc(
      name,
      { cidrBlock: cidr, enableDnsHostnames: true, enableDnsSupport: true, tags: tags('vpc') },
      child,
    );
    // Without rules: AWS makes it with everything allowed between its members.
    new DefaultSecurityGroup(name, { vpcId: vpc.id, ingress: [], egress: [], tags: tags('unused') }, child);
    const internet = new InternetGateway(name, { vpcId: vpc.id, tags: tags('internet') }, child);

    const publicRoutes = new RouteTable(
      `${name}-public`,
      { vpcId: vpc.id, routes: [{ cidrBlock: '0.0.0.0/0', gatewayId: internet.id }], tags: tags('public') },
      child,
    );
    const publicSubnets = zones.map((zone, index) => {
      const subnet = new Subnet(
        `${name}-public-${zone}`,
        {
          vpcId: vpc.id,
          availabilityZone: zone,
          cidrBlock: `${block}.${192 + 4 * index}.0/22`,
          tags: { ...tags(`public-${zone}`), ...subnetTags(clusterName, 'kubernetes.io/role/elb') },
        },
        child,
      );
      new RouteTableAssociation(
        `${name}-public-${zone}`,
        { subnetId: subnet.id, routeTableId: publicRoutes.id },
        child,
      );
      return { zone, subnet };
    });

    // In a zone with nodes if it can be: traffic between zones is paid for.
    const near = publicSubnets.find(({ zone }) => props.nodeZones?.includes(zone)) ?? publicSubnets[0];
    if (near === undefined) {
      throw new InvalidValueError('zones', zones, 'at least two zones');
    }
    const address = new Eip(name, { domain: 'vpc', tags: tags('nat') }, { ...child, dependsOn: [internet] });
    const nat = new NatGateway(
      name,
      { subnetId: near.subnet.id, allocationId: address.id, tags: tags('nat') },
      { ...child, dependsOn: [internet] },
    );
    const privateRoutes = new RouteTable(
      `${name}-private`,
      { vpcId: vpc.id, routes: [{ cidrBlock: '0.0.0.0/0', natGatewayId: nat.id }], tags: tags('private') },
      child,
    );
    this.privateSubnets = new Map(
      everyZone.map((zone, index) => {
        const subnet = new Subnet(
          `${name}-private-${zone}`,
          {
            vpcId: vpc.id,
            availabilityZone: zone,
            cidrBlock: `${block}.${32 * index}.0/19`,
            tags: { ...tags(`private-${zone}`), ...subnetTags(clusterName, 'kubernetes.io/role/internal-elb') },
          },
          child,
        );
        const association = { subnetId: subnet.id, routeTableId: privateRoutes.id };
        new RouteTableAssociation(`${name}-private-${zone}`, association, child);
        return [zone, subnet] as const;
      }),
    );
    new VpcEndpoint(
      `${name}-s3`,
      {
        vpcId: vpc.id,
        serviceName: `com.amazonaws.${region}.s3`,
        vpcEndpointType: 'Gateway',
        routeTableIds: [privateRoutes.id],
        tags: tags('s3'),
      },
      child,
    );
    this.vpcId = vpc.id;
    this.controlPlaneSubnetIds = zones.map((zone) => this.privateSubnetId(zone));
    this.registerOutputs({ vpcId: this.vpcId });
  }

  /** The private subnet in a zone of the network. */
  public privateSubnetId(zone: string): pulumi.Output<string> {
    const subnet = this.privateSubnets.get(zone);
    if (subnet === undefined) {
      throw new InvalidValueError('zone', zone, `one of ${[...this.privateSubnets.keys()].join(', ')}`);
    }
    return subnet.id;
  }
}

/** Source of the tags: awsdocs/amazon-eks-user-guide network-load-balancing, 2026. */
function subnetTags(clusterName: string, role: string): Readonly<Record<string, string>> {
  return { [role]: '1', [`kubernetes.io/cluster/${clusterName}`]: 'shared' };
}

function requireZones(zones: readonly string[], everyZone: readonly string[]): string {
  for (const zone of everyZone) {
    requireZone('zones', zone);
  }
  const [first] = zones;
  if (first === undefined || new Set(zones).size < 2) {
    throw new InvalidValueError('zones', zones, 'at least two different zones, as the control plane of EKS takes two');
  }
  requireWhole('zones.length', everyZone.length, 2, MOST_ZONES);
  const region = regionOf(first);
  for (const zone of everyZone) {
    if (regionOf(zone) !== region) {
      throw new InvalidValueError('zones', zone, `a zone of ${region}, like the first`);
    }
  }
  for (const zone of zones.filter(isLocalZone)) {
    const fix = 'nodes may run there: name it in nodeZones';
    throw new InvalidValueError('zones', zone, 'an availability zone, as EKS has no control plane in Local Zones', fix);
  }
  return region;
}

/** The first two bytes of a block of 65536 addresses. */
function requireBlock(cidr: string): string {
  const [, block] = /^((?:10\.\d{1,3})|(?:172\.(?:1[6-9]|2\d|3[01]))|(?:192\.168))\.0\.0\/16$/.exec(cidr) ?? [];
  if (block === undefined) {
    throw new InvalidValueError('cidr', cidr, "a private block of 65536 addresses, such as '10.0.0.0/16'");
  }
  return block;
}
