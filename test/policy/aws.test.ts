import { Volume } from '@pulumi/aws/ebs/volume';
import { DefaultSecurityGroup } from '@pulumi/aws/ec2/defaultSecurityGroup';
import { Instance } from '@pulumi/aws/ec2/instance';
import { LaunchTemplate } from '@pulumi/aws/ec2/launchTemplate';
import { SecurityGroup } from '@pulumi/aws/ec2/securityGroup';
import { SecurityGroupRule } from '@pulumi/aws/ec2/securityGroupRule';
import { FileSystem } from '@pulumi/aws/efs/fileSystem';
import { Cluster } from '@pulumi/aws/eks/cluster';
import { SecurityGroupIngressRule } from '@pulumi/aws/vpc/securityGroupIngressRule';
import { resourceReport, UNKNOWN } from './support';

const CLUSTER = 'aws:eks/cluster:Cluster';
const DEFAULT_GROUP = 'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup';
const FILES = 'aws:efs/fileSystem:FileSystem';
const GROUP = 'aws:ec2/securityGroup:SecurityGroup';
const GROUP_RULE = 'aws:ec2/securityGroupRule:SecurityGroupRule';
const INGRESS_RULE = 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule';
const INSTANCE = 'aws:ec2/instance:Instance';
const TEMPLATE = 'aws:ec2/launchTemplate:LaunchTemplate';
const VOLUME = 'aws:ebs/volume:Volume';

it('the type tokens are those of the SDK', () => {
  const isOf = (type: string) => ({ __pulumiType: type });
  expect([
    Cluster.isInstance(isOf(CLUSTER)),
    DefaultSecurityGroup.isInstance(isOf(DEFAULT_GROUP)),
    FileSystem.isInstance(isOf(FILES)),
    SecurityGroup.isInstance(isOf(GROUP)),
    SecurityGroupRule.isInstance(isOf(GROUP_RULE)),
    SecurityGroupIngressRule.isInstance(isOf(INGRESS_RULE)),
    Instance.isInstance(isOf(INSTANCE)),
    LaunchTemplate.isInstance(isOf(TEMPLATE)),
    Volume.isInstance(isOf(VOLUME)),
  ]).toEqual(Array.from({ length: 9 }, () => true));
});

type Case = readonly [what: string, type: string, props: object];

const vpc = (vpcConfig: object | string) => ({ vpcConfig });
const metadata = (metadataOptions: object | string) => ({ metadataOptions });
const device = (ebs: object) => ({ blockDeviceMappings: [{ deviceName: '/dev/xvda', ebs }] });
const all = { fromPort: 0, toPort: 0, protocol: '-1' };

const REFUSED: Readonly<Record<string, readonly Case[]>> = {
  'eks-public-endpoint': [
    ['a cluster as it comes', CLUSTER, vpc({ subnetIds: ['subnet-1'] })],
    ['an empty list', CLUSTER, vpc({ publicAccessCidrs: [] })],
    ['every address', CLUSTER, vpc({ publicAccessCidrs: ['10.0.0.0/8', '0.0.0.0/0'] })],
    ['every address in two halves', CLUSTER, vpc({ publicAccessCidrs: ['0.0.0.0/1', '128.0.0.0/1'] })],
    ['every IPv6 address', CLUSTER, vpc({ endpointPublicAccess: true, publicAccessCidrs: ['::/0'] })],
  ],
  'ec2-imdsv2': [
    ['a template as it comes', TEMPLATE, { imageId: 'ami-1' }],
    ['a template that leaves it open', TEMPLATE, metadata({ httpTokens: 'optional' })],
    ['a template that says another thing', TEMPLATE, metadata({ httpPutResponseHopLimit: 1 })],
    ['an instance as it comes', INSTANCE, {}],
    [
      'an instance that overrules its template',
      INSTANCE,
      { launchTemplate: {}, ...metadata({ httpTokens: 'optional' }) },
    ],
  ],
  'aws-encrypted-storage': [
    ['a volume as it comes', VOLUME, { size: 100 }],
    ['a volume that says no', VOLUME, { encrypted: false }],
    ['a file system as it comes', FILES, {}],
    ['a volume of a template', TEMPLATE, device({ volumeSize: 500 })],
    ['a volume of a template that says no', TEMPLATE, device({ encrypted: 'false' })],
    ['a root volume', INSTANCE, { rootBlockDevice: { volumeSize: 500 } }],
    ['another volume of an instance', INSTANCE, { ebsBlockDevices: [{ deviceName: '/dev/sdb' }] }],
  ],
  'ec2-open-security-group': [
    ['every protocol', GROUP, { ingress: [{ ...all, cidrBlocks: ['0.0.0.0/0'] }] }],
    ['every protocol over IPv6', GROUP, { ingress: [{ ...all, ipv6CidrBlocks: ['::/0'] }] }],
    ['every port', GROUP, { ingress: [{ fromPort: 0, toPort: 65535, protocol: 'tcp', cidrBlocks: ['0.0.0.0/0'] }] }],
    ['SSH', GROUP, { ingress: [{ fromPort: 22, toPort: 22, protocol: 'tcp', cidrBlocks: ['0.0.0.0/0'] }] }],
    ['the kubelet', INGRESS_RULE, { fromPort: 10000, toPort: 11000, ipProtocol: '6', cidrIpv4: '0.0.0.0/0' }],
    ['the default group', DEFAULT_GROUP, { ingress: [{ ...all, cidrBlocks: ['0.0.0.0/0'] }] }],
    ['a rule', GROUP_RULE, { type: 'ingress', ...all, protocol: 'all', cidrBlocks: ['0.0.0.0/0'] }],
    ['a rule of the newer kind', INGRESS_RULE, { ipProtocol: '-1', cidrIpv4: '0.0.0.0/0' }],
    ['a rule of the newer kind for IPv6', INGRESS_RULE, { ipProtocol: '-1', cidrIpv6: '::/0' }],
  ],
};

const PASSED: Readonly<Record<string, readonly Case[]>> = {
  'eks-public-endpoint': [
    ['a private endpoint', CLUSTER, vpc({ endpointPublicAccess: false, endpointPrivateAccess: true })],
    ['addresses of an office', CLUSTER, vpc({ publicAccessCidrs: ['203.0.113.0/24'] })],
    ['addresses not known yet', CLUSTER, vpc({ publicAccessCidrs: UNKNOWN })],
    ['an address not known yet', CLUSTER, vpc({ publicAccessCidrs: [UNKNOWN] })],
    ['access not known yet', CLUSTER, vpc({ endpointPublicAccess: UNKNOWN })],
    ['a network not known yet', CLUSTER, vpc(UNKNOWN)],
    ['something else', 'aws:eks/addon:Addon', {}],
  ],
  'ec2-imdsv2': [
    ['tokens', TEMPLATE, metadata({ httpTokens: 'required' })],
    ['no metadata at all', TEMPLATE, metadata({ httpEndpoint: 'disabled' })],
    ['an instance with tokens', INSTANCE, metadata({ httpTokens: 'required' })],
    ['an instance as its template says', INSTANCE, { launchTemplate: { id: 'lt-1' } }],
    ['an instance with a template not known yet', INSTANCE, { launchTemplate: UNKNOWN }],
    ['tokens not known yet', TEMPLATE, metadata({ httpTokens: UNKNOWN })],
    ['options not known yet', TEMPLATE, metadata(UNKNOWN)],
  ],
  'aws-encrypted-storage': [
    ['a volume', VOLUME, { encrypted: true }],
    ['a volume not known yet', VOLUME, { encrypted: UNKNOWN }],
    ['a file system', FILES, { encrypted: true }],
    ['a volume of a template, as text', TEMPLATE, device({ encrypted: 'true' })],
    ['a volume of a snapshot', TEMPLATE, device({ snapshotId: 'snap-1' })],
    [
      'a template that leaves it to the image',
      TEMPLATE,
      { blockDeviceMappings: [{ deviceName: '/dev/sdb', noDevice: '' }] },
    ],
    ['volumes not known yet', TEMPLATE, { blockDeviceMappings: UNKNOWN }],
    ['a root volume', INSTANCE, { rootBlockDevice: { encrypted: true } }],
    ['FSx, which encrypts by itself', 'aws:fsx/lustreFileSystem:LustreFileSystem', {}],
  ],
  'ec2-open-security-group': [
    ['the members of a group', GROUP, { ingress: [{ ...all, self: true }] }],
    ['a network of one’s own', GROUP, { ingress: [{ ...all, cidrBlocks: ['10.0.0.0/8'] }] }],
    ['one port', GROUP, { ingress: [{ fromPort: 443, toPort: 443, protocol: 'tcp', cidrBlocks: ['0.0.0.0/0'] }] }],
    ['the way out', GROUP, { egress: [{ ...all, cidrBlocks: ['0.0.0.0/0'] }] }],
    ['a rule for the way out', GROUP_RULE, { type: 'egress', ...all, cidrBlocks: ['0.0.0.0/0'] }],
    ['addresses not known yet', GROUP, { ingress: [{ ...all, cidrBlocks: UNKNOWN }, UNKNOWN] }],
    ['a protocol not known yet', INGRESS_RULE, { ipProtocol: UNKNOWN, cidrIpv4: '0.0.0.0/0' }],
  ],
};

describe.each(Object.keys(REFUSED))('%s', (policy) => {
  it.each(REFUSED[policy] ?? [])('refuses %s', async (_what, type, props) => {
    const messages = await resourceReport(policy, type, props);
    expect(messages.length).toBeGreaterThan(0);
    expect(messages.filter((message) => !/\. Fix: ./.test(message))).toEqual([]);
  });

  it.each(PASSED[policy] ?? [])('passes %s', async (_what, type, props) => {
    expect(await resourceReport(policy, type, props)).toEqual([]);
  });
});
