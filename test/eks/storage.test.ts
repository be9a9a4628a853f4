import { Size } from 'cdk8s';
import { efaSecurityGroup } from '../../stacks/eks/efa-security-group';
import { ModelStore } from '../../stacks/eks/model-store';
import { Network } from '../../stacks/eks/network';
import { Storage } from '../../stacks/eks/storage';
import type { PulumiMocks } from '../pulumi/mocks';
import { REGION, startMocks, testCluster, ZONES } from './support';

const CLASS = 'kubernetes:storage.k8s.io/v1:StorageClass';
const VOLUME = 'kubernetes:core/v1:PersistentVolume';
const GROUP = 'aws:ec2/securityGroup:SecurityGroup';

async function made(store: ModelStore, nodeZones: readonly string[] = ZONES): Promise<PulumiMocks> {
  const mocks = await startMocks();
  const network = new Network('net', { clusterName: 'test', zones: ZONES, nodeZones });
  new Storage('storage', {
    cluster: testCluster(),
    region: REGION,
    network,
    zone: 'us-east-1b',
    efaSecurityGroupId: efaSecurityGroup('efa', network.vpcId, {}).id,
    nodes: [],
    nodeZones,
    store,
  });
  await mocks.settled();
  return mocks;
}

describe('storage', () => {
  it('always has encrypted disks as the default class', async () => {
    const mocks = await made(ModelStore.none());
    expect(mocks.ofType(CLASS)).toHaveLength(1);
    expect(mocks.only(CLASS).inputs).toMatchObject({
      metadata: { name: 'gp3', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
      provisioner: 'ebs.csi.aws.com',
      parameters: { type: 'gp3', encrypted: 'true' },
      volumeBindingMode: 'WaitForFirstConsumer',
    });
    expect(mocks.only('aws:eks/addon:Addon', 'storage-aws-ebs-csi-driver').inputs['podIdentityAssociations']).toEqual([
      { serviceAccount: 'ebs-csi-controller-sa', roleArn: 'arn:aws:test:us-east-1:1:storage-aws-ebs-csi-driver' },
    ]);
    expect(ModelStore.none().storageClassName).toBeUndefined();
  });
});

describe('a Lustre store', () => {
  it('is a persistent file system in the zone of the GPU machines, with a volume for a claim', async () => {
    const store = ModelStore.lustre({ size: Size.gibibytes(4800) });
    const mocks = await made(store);
    const fileSystem = mocks.only('aws:fsx/lustreFileSystem:LustreFileSystem').inputs;
    expect(fileSystem).toMatchObject({
      deploymentType: 'PERSISTENT_2',
      storageCapacity: 4800,
      perUnitStorageThroughput: 1000,
      metadataConfiguration: { mode: 'AUTOMATIC' },
      subnetIds: 'net-private-us-east-1b-id',
      securityGroupIds: ['storage-models-id'],
    });
    expect(fileSystem).not.toHaveProperty('efaEnabled');
    expect(store.storageClassName).toBe('fsx-lustre');
    expect(mocks.only(CLASS, 'storage-models').inputs).toMatchObject({
      metadata: { name: 'fsx-lustre' },
      provisioner: 'kubernetes.io/no-provisioner',
      reclaimPolicy: 'Retain',
    });
    expect(mocks.only(VOLUME).inputs).toMatchObject({
      metadata: { name: 'fsx-lustre-0' },
      spec: {
        storageClassName: 'fsx-lustre',
        capacity: { storage: '4800Gi' },
        accessModes: ['ReadWriteMany'],
        persistentVolumeReclaimPolicy: 'Retain',
        csi: {
          driver: 'fsx.csi.aws.com',
          volumeHandle: 'fs-1',
          volumeAttributes: { dnsname: 'fs-1.fsx.example', mountname: 'abcd' },
        },
      },
    });
  });

  it('opens the ports of Lustre to the nodes and to its own servers', async () => {
    const mocks = await made(ModelStore.lustre({ size: Size.gibibytes(1200) }));
    const { ingress } = mocks.only(GROUP, 'storage-models').inputs;
    expect(ingress).toEqual([
      { protocol: 'tcp', fromPort: 988, toPort: 988, securityGroups: ['sg-cluster'] },
      { protocol: 'tcp', fromPort: 988, toPort: 988, self: true },
      { protocol: 'tcp', fromPort: 1018, toPort: 1023, securityGroups: ['sg-cluster'] },
      { protocol: 'tcp', fromPort: 1018, toPort: 1023, self: true },
    ]);
  });

  it('has handles that differ for several claims', async () => {
    const mocks = await made(ModelStore.lustre({ size: Size.gibibytes(2400), volumes: 3 }));
    const handles = mocks.ofType(VOLUME).map(({ inputs }) => inputs['spec']);
    expect(handles).toMatchObject([
      { csi: { volumeHandle: 'fs-1' } },
      { csi: { volumeHandle: 'fs-1:1' } },
      { csi: { volumeHandle: 'fs-1:2' } },
    ]);
  });

  it('speaks EFA in the group for EFA', async () => {
    const mocks = await made(ModelStore.lustre({ size: Size.gibibytes(4800), efa: true }));
    expect(mocks.only('aws:fsx/lustreFileSystem:LustreFileSystem').inputs).toMatchObject({
      efaEnabled: true,
      metadataConfiguration: { mode: 'AUTOMATIC' },
      securityGroupIds: ['storage-models-id', 'efa-id'],
    });
  });

  it('lets its driver look at file systems and nothing else', async () => {
    const mocks = await made(ModelStore.lustre({ size: Size.gibibytes(1200) }));
    const policy = mocks.only('aws:iam/rolePolicy:RolePolicy', 'storage-models-aws-fsx-csi-driver');
    expect(JSON.parse(String(policy.inputs['policy']))).toEqual({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: ['fsx:DescribeFileSystems'], Resource: '*' }],
    });
  });

  it.each([
    [1000, 7200, 4800],
    [500, 4800, 9600],
    [250, 9600, 19_200],
    [125, 19_200, 38_400],
  ] as const)('with EFA and %d MB/s refuses %d GiB and takes %d GiB', (throughput, refused, taken) => {
    const lustre = (gib: number) => ModelStore.lustre({ size: Size.gibibytes(gib), throughput, efa: true });
    expect(() => lustre(refused)).toThrow(`'size' must be a multiple of ${taken} GiB with EFA and ${throughput} MB/s`);
    expect(lustre(taken).choice).toMatchObject({ sizeGib: taken, efa: true });
  });

  it.each([0, 1000, 1201, 3600])('refuses a size of %d GiB', (gib) => {
    expect(() => ModelStore.lustre({ size: Size.gibibytes(gib) })).toThrow(
      /'size' must be 1200 GiB or a multiple of 2400 GiB/,
    );
  });

  it('refuses no volumes', () => {
    const size = Size.gibibytes(1200);
    expect(() => ModelStore.lustre({ size, volumes: 0 })).toThrow(/'volumes' must be a whole number from 1 to 100/);
  });
});

describe('an EFS store', () => {
  it('is reached over NFS in every zone with nodes, and gives each claim a folder', async () => {
    const mocks = await made(ModelStore.efs());
    expect(mocks.only('aws:efs/fileSystem:FileSystem').inputs).toMatchObject({
      encrypted: true,
      throughputMode: 'elastic',
    });
    const targets = mocks.ofType('aws:efs/mountTarget:MountTarget');
    expect(targets.map(({ inputs }) => [inputs['subnetId'], inputs['securityGroups']])).toEqual([
      ['net-private-us-east-1a-id', ['storage-models-id']],
      ['net-private-us-east-1b-id', ['storage-models-id']],
    ]);
    expect(mocks.only(GROUP, 'storage-models').inputs['ingress']).toEqual([
      { protocol: 'tcp', fromPort: 2049, toPort: 2049, securityGroups: ['sg-cluster'] },
    ]);
    const storageClass = mocks.only(CLASS, 'storage-models');
    expect(storageClass.inputs).toMatchObject({
      metadata: { name: ModelStore.efs().storageClassName },
      provisioner: 'efs.csi.aws.com',
      parameters: { provisioningMode: 'efs-ap', fileSystemId: 'storage-models-id' },
    });
    for (const target of targets) {
      expect(mocks.comesBefore(target, storageClass)).toBe(true);
    }
  });

  it('has no target in a Local Zone, whose nodes are told the address of another', async () => {
    const mocks = await made(ModelStore.efs(), [...ZONES, 'us-east-1-dfw-2a']);
    const targets = mocks.ofType('aws:efs/mountTarget:MountTarget').map(({ inputs }) => inputs['subnetId']);
    expect(targets).toEqual(['net-private-us-east-1a-id', 'net-private-us-east-1b-id']);
    expect(mocks.only(CLASS, 'storage-models').inputs['mountOptions']).toEqual(['mounttargetip=10.0.0.9']);
    expect((await made(ModelStore.efs())).only(CLASS, 'storage-models').inputs).not.toHaveProperty('mountOptions');
  });
});
