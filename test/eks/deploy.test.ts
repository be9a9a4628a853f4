import * as pulumi from '@pulumi/pulumi';
import { deploy } from '../../stacks/eks/deploy';
import type { PulumiMocks } from '../pulumi/mocks';
import { startMocks } from './support';

/** A whole cluster is a second of work, and several on a busy machine. */
jest.setTimeout(60_000);

const GRAPH = 'kubernetes:nvidia.com/v1beta1:DynamoGraphDeployment';

/** A zone list as AWS gives it. */
const call = () => ({ names: ['us-east-1a', 'us-east-1b', 'us-east-1c'] });

const P5EN = [{ machine: 'p5en.48xlarge', nodes: 4 }];

function configured(values: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const texts = Object.entries(values).map(([key, value]) => [
    key.includes(':') ? key : `stator:${key}`,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return { 'aws:region': 'us-east-1', 'stator:publicAccessCidrs': '[]', ...Object.fromEntries(texts) };
}

async function deployed(values: Readonly<Record<string, unknown>>): Promise<PulumiMocks> {
  const mocks = await startMocks({ config: configured({ wait: false, ...values }), call });
  await deploy();
  await mocks.settled();
  return mocks;
}

async function refusal(values: Readonly<Record<string, unknown>>): Promise<string> {
  const mocks = await startMocks({ config: configured(values), call });
  try {
    await deploy();
  } catch (error) {
    if (error instanceof Error && '__pulumiRunError' in error) {
      return error.message;
    }
    throw error;
  } finally {
    // What was under way must not run into the next test.
    await mocks.settled();
  }
  throw new Error('the configuration was taken');
}

describe('the program', () => {
  it('makes a cluster named after the stack, in the first two zones of the region', async () => {
    const mocks = await deployed({ groups: P5EN });
    expect(mocks.only('aws:eks/cluster:Cluster').inputs).toMatchObject({ name: 'stack', version: '1.35' });
    const zones = mocks.ofType('aws:ec2/subnet:Subnet').map(({ inputs }) => inputs['availabilityZone']);
    expect([...new Set(zones)]).toEqual(['us-east-1a', 'us-east-1b']);
    expect(mocks.ofType(GRAPH)).toEqual([]);
  });

  it('reads everything that can be said', async () => {
    const mocks = await deployed({
      groups: [
        {
          machine: 'p5.48xlarge',
          nodes: 2,
          name: 'decode',
          capacity: { type: 'reservation', reservationId: 'cr-0123', zone: 'us-east-1c' },
          scaling: { min: 1, max: 4 },
          rootVolumeGib: 300,
        },
        { machine: 'p5.4xlarge', nodes: 1, capacity: { type: 'spot', zone: 'us-east-1b' } },
      ],
      zones: ['us-east-1b', 'us-east-1d'],
      clusterName: 'prod',
      kubernetesVersion: '1.34',
      publicAccessCidrs: [],
      administrators: ['arn:aws:iam::123456789012:role/platform'],
      system: { machine: 'm7i.4xlarge', nodes: 2 },
      store: { type: 'lustre', sizeGib: 9600, throughput: 500, volumes: 2, efa: true },
      release: '1.5',
    });
    expect(mocks.calls).toEqual([]);
    expect(mocks.only('aws:eks/cluster:Cluster').inputs).toMatchObject({
      name: 'prod',
      version: '1.34',
      vpcConfig: { endpointPublicAccess: false },
    });
    expect(mocks.ofType('aws:eks/accessEntry:AccessEntry')).toHaveLength(1);
    expect(mocks.only('aws:eks/nodeGroup:NodeGroup', 'prod-decode-cr-0123').inputs['scalingConfig']).toEqual({
      minSize: 1,
      desiredSize: 2,
      maxSize: 4,
    });
    expect(mocks.only('aws:eks/nodeGroup:NodeGroup', 'prod-p5-4xlarge').inputs['capacityType']).toBe('SPOT');
    expect(mocks.only('aws:eks/nodeGroup:NodeGroup', 'prod-system').inputs['instanceTypes']).toEqual(['m7i.4xlarge']);
    expect(mocks.only('aws:fsx/lustreFileSystem:LustreFileSystem').inputs).toMatchObject({
      storageCapacity: 9600,
      perUnitStorageThroughput: 500,
      efaEnabled: true,
    });
    expect(mocks.ofType('kubernetes:core/v1:PersistentVolume')).toHaveLength(2);
    expect(mocks.only('kubernetes:helm.sh/v3:Release', 'prod-dynamo-platform').inputs['version']).toBe('1.5.1');
  });

  it('deploys a blueprint on the machines that there are, behind everything it needs', async () => {
    const mocks = await deployed({ groups: P5EN, blueprint: 'deepseek-r1-h200-sglang' });
    const graph = mocks.only(GRAPH);
    expect(graph.inputs['metadata']).toMatchObject({ namespace: 'inference' });
    const spec = JSON.stringify(graph.inputs['spec']);
    expect(spec).toContain('"node.kubernetes.io/instance-type":"p5en.48xlarge"');
    expect(spec).toContain('"vpc.amazonaws.com/efa"');
    expect(mocks.only('kubernetes:core/v1:PersistentVolumeClaim').inputs['spec']).toMatchObject({
      storageClassName: 'efs',
    });
    expect(mocks.only('kubernetes:core/v1:Namespace').inputs['metadata']).toMatchObject({
      labels: { 'pod-security.kubernetes.io/enforce': 'privileged' },
    });
    expect(mocks.comesBefore(mocks.only('kubernetes:helm.sh/v3:Release', 'stack-dynamo-platform'), graph)).toBe(true);
    expect(mocks.comesBefore(mocks.only('aws:eks/nodeGroup:NodeGroup', 'stack-p5en-48xlarge'), graph)).toBe(true);
    expect(graph.provider).toContain('pulumi:providers:kubernetes::stack::');
  });

  it('leaves a claim that there is its own storage class', async () => {
    const mocks = await deployed({
      groups: P5EN,
      blueprint: 'deepseek-r1-h200-sglang',
      parameters: { cacheClaim: 'weights' },
      store: { type: 'none' },
      namespace: 'mine',
    });
    expect(mocks.ofType('kubernetes:core/v1:PersistentVolumeClaim')).toEqual([]);
    expect(mocks.only(GRAPH).inputs['metadata']).toMatchObject({ namespace: 'mine' });
  });
});

describe('a configuration that cannot be used', () => {
  it('is answered with everything that is wrong with it', async () => {
    const message = await refusal({
      groups: [
        { machine: 'p5en.48xlarg', nodes: 2 },
        { machine: 'p5.48xlarge', nodes: 'two', capcity: {} },
        { machine: 'p5.48xlarge', nodes: 2, capacity: { type: 'capacity-block', zone: 'us-east-1a' } },
        { machine: 'p6e-gb200.36xlarge', nodes: 9 },
        { nodes: 1, scaling: { min: 0 } },
      ],
      blueprint: 'deepseek-r1-h200-sglan',
      release: '2.0',
      kubernetesVersion: '1.29',
      store: { type: 'lustre', sizeGib: 1000 },
      system: { machine: 'm7i.4xlarge', node: 2 },
      zones: 'us-east-1a',
      region: 'us-east-1',
    });
    const lines = message.split('\n');
    const expected = [
      /^the configuration of the stack cannot be used:$/,
      /'stator:groups\[0\]\.machine' must be one of .*, got 'p5en\.48xlarg'; did you mean 'p5en\.48xlarge'\?/,
      /'stator:groups\[1\]\.nodes' must be a number, got "two"/,
      /'stator:groups\[1\]\.capcity' is unknown; did you mean 'capacity'\?/,
      /'stator:groups\[2\]\.capacity\.reservationId' must be given/,
      /stator:groups\[3\]: 'capacity' must be one of 'capacity-block', as p6e-gb200\.36xlarge is sold in no other way/,
      /'stator:groups\[4\]\.machine' must be given: one of p5\.4xlarge, /,
      /'stator:groups\[4\]\.scaling\.max' must be given: the largest number of machines/,
      /'blueprint' must be the name of a blueprint.*did you mean 'deepseek-r1-h200-sglang'\?/,
      /'release' must be one of 1\.2, /,
      /'stator:kubernetesVersion' must be one of 1\.33, 1\.34, 1\.35, got '1\.29'/,
      /'size' must be 1200 GiB or a multiple of 2400 GiB, got '1000 GiB'/,
      /'stator:system\.node' is unknown; did you mean 'nodes'\?/,
      /'stator:zones' must be JSON, got 'us-east-1a'/,
      /'stator:region' is unknown/,
    ];
    for (const pattern of expected) {
      expect(lines.filter((line) => pattern.test(line))).toHaveLength(1);
    }
    expect(lines).toHaveLength(expected.length);
  });

  it('says that region, machines and the addresses of who deploys are missing', async () => {
    await startMocks({ config: {} });
    await expect(deploy()).rejects.toThrow(
      /'aws:region' must be given: a region, for example 'us-east-1'\n- 'stator:groups' must be given: GPU machines.*\n- 'stator:publicAccessCidrs' must be given: the addresses/,
    );
  });

  it.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
    [
      'parameters that the blueprint does not have',
      { groups: P5EN, blueprint: 'deepseek-r1-h200-sglang', parameters: { decodeWorker: 2, prefillWorkers: 0 } },
      /stator:parameters: 'decodeWorker' .*did you mean 'decodeWorkers'\?\n- stator:parameters: 'prefillWorkers' must be/,
    ],
    [
      'zones of another region',
      { groups: P5EN, zones: ['us-west-2a', 'us-east-1a'] },
      /'zones' must be a zone of us-west-2/,
    ],
    ['one zone', { groups: P5EN, zones: ['us-east-1a'] }, /'zones' must be at least two different zones/],
    [
      'a store without a size',
      { groups: P5EN, store: { type: 'lustre' } },
      /'stator:store\.sizeGib' must be given: 1200 or/,
    ],
    [
      'a throughput that is not sold',
      { groups: P5EN, store: { type: 'lustre', sizeGib: 1200, throughput: 300 } },
      /one of 125, 250, 500, 1000, got 300/,
    ],
    [
      'one system machine',
      { groups: P5EN, system: { nodes: 1 } },
      /'system\.nodes' must be a whole number of at least 2/,
    ],
  ])('refuses %s', async (_what, values, message) => {
    expect(await refusal(values)).toMatch(message);
  });

  it('refuses machines that cannot hold the graph', async () => {
    const groups = [{ machine: 'p5en.48xlarge', nodes: 3 }];
    const message = await refusal({ groups, blueprint: 'deepseek-r1-h200-sglang' });
    expect(message).toMatch(/EKS002|nodes/);
  });
});

describe('the entry of the project', () => {
  it('is what Pulumi runs', async () => {
    const program: unknown = jest.requireActual('../../stacks/eks/program');
    expect(program).toBe(deploy);
    expect(pulumi.getStack()).toBe('stack');
  });
});
