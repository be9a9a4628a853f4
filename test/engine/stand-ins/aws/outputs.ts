import { createHash } from 'node:crypto';
import { isJsonObject, type Json, type JsonObject } from '../../../../constructs/manifests/json';
import { connectionOf } from '../kubernetes/kubeconfig';

export const ACCOUNT = '123456789012';
export const REGION = 'us-east-1';

/** What outputs are made of. */
interface Facts {
  /** 17 hexadecimal digits, the same for the same resource. */
  readonly hash: string;
  readonly region: string;
  /** The name that was asked for, or one that is made up as the real provider does. */
  readonly name: string;
  readonly inputs: JsonObject;
  /** Outputs before this update; empty at creation. */
  readonly old: JsonObject;
}

interface Shape {
  /** Physical id. */
  id(facts: Facts): string;
  /** Service and resource of the ARN, for example `['ec2', 'vpc/vpc-1']`. */
  arn(facts: Facts): readonly [string, string];
  outputs?(facts: Facts): JsonObject;
}

const prefixed = (prefix: string, outputs?: Shape['outputs']): Shape => ({
  id: ({ hash }) => `${prefix}-${hash}`,
  arn: ({ hash }) => ['ec2', `${prefix}/${prefix}-${hash}`],
  ...(outputs === undefined ? {} : { outputs }),
});

/** What AWS adds, as far as programs read it. What is not here gets an id and an ARN of the same form. */
const SHAPES: Readonly<Record<string, Shape>> = {
  'aws:ec2/vpc:Vpc': prefixed('vpc', ({ hash }) => ({
    mainRouteTableId: `rtb-${hash}`,
    defaultRouteTableId: `rtb-${hash}`,
    defaultSecurityGroupId: `sg-${hash}`,
    defaultNetworkAclId: `acl-${hash}`,
    ownerId: ACCOUNT,
  })),
  'aws:ec2/subnet:Subnet': prefixed('subnet', ({ inputs }) => ({
    availabilityZoneId: `use1-az${'abcdef'.indexOf(String(inputs['availabilityZone']).slice(-1)) + 1}`,
    ownerId: ACCOUNT,
  })),
  'aws:ec2/securityGroup:SecurityGroup': prefixed('sg', () => ({ ownerId: ACCOUNT })),
  'aws:ec2/internetGateway:InternetGateway': prefixed('igw'),
  'aws:ec2/routeTable:RouteTable': prefixed('rtb'),
  'aws:ec2/eip:Eip': prefixed('eipalloc', ({ hash }) => ({
    allocationId: `eipalloc-${hash}`,
    publicIp: '203.0.113.10',
  })),
  'aws:ec2/natGateway:NatGateway': prefixed('nat', () => ({ publicIp: '203.0.113.10', privateIp: '10.0.0.10' })),
  'aws:ec2/vpcEndpoint:VpcEndpoint': prefixed('vpce', ({ hash }) => ({
    prefixListId: `pl-${hash}`,
    state: 'available',
  })),
  'aws:ec2/placementGroup:PlacementGroup': {
    id: ({ name }) => name,
    arn: ({ name }) => ['ec2', `placement-group/${name}`],
    outputs: ({ hash }) => ({ placementGroupId: `pg-${hash}` }),
  },
  'aws:ec2/launchTemplate:LaunchTemplate': prefixed('lt', ({ old }) => {
    const version = Number(old['latestVersion'] ?? 0) + 1;
    return { latestVersion: version, defaultVersion: version };
  }),
  'aws:iam/role:Role': {
    id: ({ name }) => name,
    arn: ({ name }) => ['iam', `role/${name}`],
    outputs: ({ hash }) => ({ uniqueId: `AROA${hash.toUpperCase()}` }),
  },
  'aws:iam/policy:Policy': {
    id: ({ name }) => `arn:aws:iam::${ACCOUNT}:policy/${name}`,
    arn: ({ name }) => ['iam', `policy/${name}`],
  },
  'aws:iam/instanceProfile:InstanceProfile': {
    id: ({ name }) => name,
    arn: ({ name }) => ['iam', `instance-profile/${name}`],
  },
  'aws:iam/openIdConnectProvider:OpenIdConnectProvider': {
    id: ({ inputs }) => `arn:aws:iam::${ACCOUNT}:oidc-provider/${issuerHost(inputs['url'])}`,
    arn: ({ inputs }) => ['iam', `oidc-provider/${issuerHost(inputs['url'])}`],
  },
  'aws:eks/cluster:Cluster': {
    id: ({ name }) => name,
    arn: ({ name }) => ['eks', `cluster/${name}`],
    outputs: ({ hash, region, inputs }) => ({
      ...apiServer(hash, region),
      status: 'ACTIVE',
      platformVersion: 'eks.1',
      version: inputs['version'] ?? '1.34',
      createdAt: '2026-01-01T00:00:00Z',
      clusterId: '',
      identities: [{ oidcs: [{ issuer: `https://oidc.eks.${region}.amazonaws.com/id/${hash.toUpperCase()}` }] }],
      vpcConfig: {
        ...(isJsonObject(inputs['vpcConfig']) ? inputs['vpcConfig'] : {}),
        clusterSecurityGroupId: `sg-${hash}`,
        vpcId: `vpc-${hash}`,
      },
      kubernetesNetworkConfig: {
        serviceIpv4Cidr: '172.20.0.0/16',
        ...(isJsonObject(inputs['kubernetesNetworkConfig']) ? inputs['kubernetesNetworkConfig'] : {}),
      },
    }),
  },
  'aws:eks/nodeGroup:NodeGroup': {
    id: ({ inputs, name }) => `${inputs['clusterName']}:${inputs['nodeGroupName'] ?? name}`,
    arn: ({ inputs, name, hash }) => [
      'eks',
      `nodegroup/${inputs['clusterName']}/${inputs['nodeGroupName'] ?? name}/${hash}`,
    ],
    outputs: ({ name, inputs, hash }) => ({
      nodeGroupName: inputs['nodeGroupName'] ?? name,
      status: 'ACTIVE',
      resources: [{ autoscalingGroups: [{ name: `eks-${name}-${hash}` }], remoteAccessSecurityGroupId: '' }],
    }),
  },
  'aws:eks/addon:Addon': {
    id: ({ inputs }) => `${inputs['clusterName']}:${inputs['addonName']}`,
    arn: ({ inputs, hash }) => ['eks', `addon/${inputs['clusterName']}/${inputs['addonName']}/${hash}`],
    outputs: ({ inputs }) => ({ addonVersion: inputs['addonVersion'] ?? 'v1.0.0-eksbuild.1' }),
  },
  'aws:fsx/lustreFileSystem:LustreFileSystem': {
    id: ({ hash }) => `fs-${hash}`,
    arn: ({ hash }) => ['fsx', `file-system/fs-${hash}`],
    outputs: ({ hash, region }) => ({
      dnsName: `fs-${hash}.fsx.${region}.amazonaws.com`,
      mountName: hash.slice(0, 8),
      networkInterfaceIds: [`eni-${hash}`],
    }),
  },
  'aws:efs/fileSystem:FileSystem': {
    id: ({ hash }) => `fs-${hash}`,
    arn: ({ hash }) => ['elasticfilesystem', `file-system/fs-${hash}`],
    outputs: ({ hash, region }) => ({ dnsName: `fs-${hash}.efs.${region}.amazonaws.com` }),
  },
  'aws:efs/mountTarget:MountTarget': prefixed('fsmt', () => ({ ipAddress: '10.0.0.9' })),
  'aws:s3/bucket:Bucket': {
    id: ({ name }) => name,
    arn: ({ name }) => ['s3', name],
    outputs: ({ name }) => ({ bucket: name, bucketDomainName: `${name}.s3.amazonaws.com` }),
  },
};

/** Id and outputs of a resource: its inputs and what AWS would add. */
export function outputsOf(
  { urn, type, name }: { readonly urn: string; readonly type: string; readonly name: string },
  inputs: JsonObject,
  old: JsonObject,
): { readonly id: string; readonly outputs: JsonObject } {
  const hash = createHash('sha256').update(urn).digest('hex').slice(0, 17);
  const given: Json = inputs['name'] ?? old['name'] ?? `${name}-${hash.slice(0, 7)}`;
  const region = String(inputs['region'] ?? REGION);
  const facts: Facts = { hash, region, name: String(given), inputs, old };
  const [, service = '', kind = ''] = /^aws:(\w+)\/\w+:(\w+)$/.exec(type) ?? [];
  const shape = SHAPES[type] ?? {
    id: () => `${kind.toLowerCase()}-${hash}`,
    arn: (): readonly [string, string] => [service, `${kind.toLowerCase()}/${hash}`],
  };
  const [arnService, resource] = shape.arn(facts);
  const place = arnService === 'iam' ? `:${ACCOUNT}` : arnService === 's3' ? ':' : `${region}:${ACCOUNT}`;
  return {
    id: shape.id(facts),
    outputs: {
      name: given,
      region,
      arn: `arn:aws:${arnService}:${place}:${resource}`,
      tagsAll: inputs['tags'] ?? {},
      ...inputs,
      ...shape.outputs?.(facts),
    },
  };
}

function issuerHost(url: Json | undefined): string {
  return String(url).replace(/^https:\/\//, '');
}

/** The test's own API server where `STATOR_STANDIN_KUBECONFIG` names one, so that what is deployed into the "EKS cluster" arrives there. */
function apiServer(hash: string, region: string): JsonObject {
  const kubeconfig = process.env['STATOR_STANDIN_KUBECONFIG'];
  const connection = kubeconfig === undefined ? undefined : connectionOf(kubeconfig);
  const ca = connection?.ca ?? '-----BEGIN CERTIFICATE-----\nc3RhbmQtaW4=\n-----END CERTIFICATE-----\n';
  return {
    endpoint: connection?.server ?? `https://${hash.toUpperCase()}.gr7.${region}.eks.amazonaws.com`,
    certificateAuthority: { data: Buffer.from(ca).toString('base64') },
  };
}
