import { EKS_ADDONS, EksAddon } from '../../stacks/eks/addon';
import { EksCluster, type EksClusterProps } from '../../stacks/eks/cluster';
import { ServiceRole } from '../../stacks/eks/role';
import { SystemNodeGroup } from '../../stacks/eks/system-node-group';
import { type PulumiMocks, settledValue } from '../pulumi/mocks';
import { REGION, startMocks, testCluster } from './support';

const CLUSTER = 'aws:eks/cluster:Cluster';

async function made(props: Partial<EksClusterProps> = {}): Promise<{ mocks: PulumiMocks; cluster: EksCluster }> {
  const mocks = await startMocks();
  const cluster = new EksCluster('test', {
    clusterName: 'prod',
    region: REGION,
    subnetIds: ['subnet-a', 'subnet-b'],
    ...props,
  });
  await mocks.settled();
  return { mocks, cluster };
}

describe('the cluster', () => {
  it('lets people in by access entries, encrypts secrets with a key of its own, and logs who did what', async () => {
    const { mocks } = await made();
    const cluster = mocks.only(CLUSTER);
    expect(cluster.inputs).toMatchObject({
      name: 'prod',
      version: '1.35',
      accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: true },
      bootstrapSelfManagedAddons: false,
      enabledClusterLogTypes: ['api', 'audit', 'authenticator'],
      encryptionConfig: { provider: { keyArn: 'arn:aws:test:us-east-1:1:test' }, resources: ['secrets'] },
      vpcConfig: {
        subnetIds: ['subnet-a', 'subnet-b'],
        endpointPrivateAccess: true,
        endpointPublicAccess: false,
      },
    });
    expect(mocks.only('aws:kms/key:Key').inputs).toMatchObject({ enableKeyRotation: true });
    const logs = mocks.only('aws:cloudwatch/logGroup:LogGroup');
    expect(logs.inputs).toEqual({ name: '/aws/eks/prod/cluster', retentionInDays: 90 });
    expect(mocks.comesBefore(logs, cluster)).toBe(true);
  });

  it('is reached from inside alone, or from some addresses too', async () => {
    const some = await made({ publicAccessCidrs: ['203.0.113.0/24'] });
    expect(some.mocks.only(CLUSTER).inputs['vpcConfig']).toMatchObject({
      endpointPublicAccess: true,
      publicAccessCidrs: ['203.0.113.0/24'],
    });
    const none = await made();
    expect(none.mocks.only(CLUSTER).inputs['vpcConfig']).toEqual({
      subnetIds: ['subnet-a', 'subnet-b'],
      endpointPrivateAccess: true,
      endpointPublicAccess: false,
    });
  });

  it('has one policy, and its role is waited for with it', async () => {
    const { mocks } = await made();
    const policy = mocks.only('aws:iam/rolePolicyAttachment:RolePolicyAttachment', 'test-AmazonEKSClusterPolicy');
    expect(policy.inputs['policyArn']).toBe('arn:aws:iam::aws:policy/AmazonEKSClusterPolicy');
    expect(mocks.comesBefore(policy, mocks.only(CLUSTER))).toBe(true);
  });

  it('makes administrators of roles and users', async () => {
    const principalArn = 'arn:aws:iam::123456789012:role/platform';
    const { mocks } = await made({ administrators: [principalArn] });
    const entry = mocks.only('aws:eks/accessEntry:AccessEntry');
    const association = mocks.only('aws:eks/accessPolicyAssociation:AccessPolicyAssociation');
    expect(entry.name).toBe('test-123456789012:role/platform');
    expect(entry.inputs).toEqual({ clusterName: 'prod', principalArn });
    expect(association.inputs).toEqual({
      clusterName: 'prod',
      principalArn,
      policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy',
      accessScope: { type: 'cluster' },
    });
    expect(mocks.comesBefore(entry, association)).toBe(true);
  });

  it('has a kubeconfig that asks AWS for a token and holds no secret', async () => {
    const { mocks, cluster } = await made();
    const kubeconfig: unknown = JSON.parse(await settledValue(cluster.kubeconfig));
    expect(kubeconfig).toMatchObject({
      'current-context': 'arn:aws:test:us-east-1:1:test',
      clusters: [{ cluster: { server: 'https://api.example', 'certificate-authority-data': 'Y2E=' } }],
      users: [
        {
          user: {
            exec: {
              apiVersion: 'client.authentication.k8s.io/v1beta1',
              command: 'aws',
              args: ['eks', 'get-token', '--cluster-name', 'prod', '--region', 'us-east-1', '--output', 'json'],
            },
          },
        },
      ],
    });
    expect(mocks.only('pulumi:providers:kubernetes').inputs['kubeconfig']).toBe(await settledValue(cluster.kubeconfig));
  });

  it('has the add-ons that nodes need, the CNI with a role that only its pods take', async () => {
    const { mocks } = await made();
    expect(mocks.ofType('aws:eks/addon:Addon').map(({ inputs }) => inputs['addonName'])).toHaveLength(3);
    for (const addon of ['eks-pod-identity-agent', 'vpc-cni', 'kube-proxy']) {
      expect(mocks.only('aws:eks/addon:Addon', `test-${addon}`).inputs['addonName']).toBe(addon);
    }
    expect(mocks.only('aws:eks/addon:Addon', 'test-vpc-cni').inputs).toMatchObject({
      clusterName: 'prod',
      podIdentityAssociations: [{ serviceAccount: 'aws-node', roleArn: 'arn:aws:test:us-east-1:1:test-vpc-cni' }],
    });
    const role = mocks.only('aws:iam/role:Role', 'test-vpc-cni');
    expect(JSON.parse(String(role.inputs['assumeRolePolicy']))).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'pods.eks.amazonaws.com' },
          Action: ['sts:AssumeRole', 'sts:TagSession'],
        },
      ],
    });
  });

  it.each(['', '-prod', 'prod.eu', 'p'.repeat(101)])('refuses the name %j', async (clusterName) => {
    await expect(made({ clusterName })).rejects.toThrow(
      /'clusterName' must be letters, digits, hyphens and underscores/,
    );
  });
});

describe('roles', () => {
  it('name policies as the part of AWS that the region belongs to', async () => {
    const mocks = await startMocks();
    new ServiceRole('gov', { service: 'ec2.amazonaws.com', region: 'us-gov-west-1', policies: ['One'] });
    new ServiceRole('cn', { service: 'ec2.amazonaws.com', region: 'cn-north-1', policies: ['One'] });
    await mocks.settled();
    const attachments = mocks.ofType('aws:iam/rolePolicyAttachment:RolePolicyAttachment');
    expect(attachments.map(({ inputs }) => inputs['policyArn'])).toEqual([
      'arn:aws-us-gov:iam::aws:policy/One',
      'arn:aws-cn:iam::aws:policy/One',
    ]);
  });

  it('never allow everything', () => {
    for (const addon of Object.values(EksAddon)) {
      const { policies = [], actions = [] } = EKS_ADDONS[addon].identity ?? {};
      expect([...policies, ...actions].filter((right) => /\*|Full|Administrator/.test(right))).toEqual([]);
    }
  });
});

describe('the system nodes', () => {
  it('are ordinary machines without taints, behind the add-ons', async () => {
    const mocks = await startMocks();
    const cluster = testCluster();
    new SystemNodeGroup('system', { cluster, nodeRoleArn: 'arn:node', subnetIds: ['subnet-a', 'subnet-b'] });
    await mocks.settled();
    const group = mocks.only('aws:eks/nodeGroup:NodeGroup');
    expect(group.inputs).toMatchObject({
      amiType: 'AL2023_x86_64_STANDARD',
      capacityType: 'ON_DEMAND',
      instanceTypes: ['m7i.2xlarge'],
      subnetIds: ['subnet-a', 'subnet-b'],
      scalingConfig: { minSize: 3, desiredSize: 3, maxSize: 3 },
    });
    expect(group.inputs).not.toHaveProperty('taints');
    expect(mocks.comesBefore(mocks.only('aws:eks/addon:Addon', 'test-vpc-cni'), group)).toBe(true);
    const template = mocks.only('aws:ec2/launchTemplate:LaunchTemplate').inputs;
    expect(template).toMatchObject({ metadataOptions: { httpTokens: 'required', httpPutResponseHopLimit: 1 } });
    expect(template['networkInterfaces']).toMatchObject([{ securityGroups: ['sg-cluster'] }]);
    expect(template).not.toHaveProperty('userData');
  });

  it('are at least two', async () => {
    await startMocks();
    const props = { cluster: testCluster(), nodeRoleArn: 'arn:node', subnetIds: [], nodes: 1 };
    expect(() => new SystemNodeGroup('system', props)).toThrow(
      /'system\.nodes' must be a whole number of at least 2, got 1/,
    );
  });
});
