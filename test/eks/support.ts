import type { MockResourceArgs } from '@pulumi/pulumi/runtime';
import type { AwsMachine } from '../../constructs';
import { NodeGroup } from '../../constructs';
import { Capacity } from '../../stacks/eks/capacity';
import { EksCluster } from '../../stacks/eks/cluster';
import { GpuGroup } from '../../stacks/eks/gpu-group';
import { type MockOptions, PulumiMocks } from '../pulumi/mocks';

export const REGION = 'us-east-1';
export const ZONES = ['us-east-1a', 'us-east-1b'];
export const RESERVATION = { reservationId: 'cr-0123456789abcdef0', zone: 'us-east-1c' };

/** What AWS answers when something was made, as far as components read it. */
function awsOutputs({ type, name, inputs }: MockResourceArgs): Readonly<Record<string, unknown>> {
  const arn = `arn:aws:test:${REGION}:1:${name}`;
  switch (type) {
    case 'aws:eks/cluster:Cluster':
      return {
        arn,
        endpoint: 'https://api.example',
        certificateAuthority: { data: 'Y2E=' },
        vpcConfig: { ...inputs.vpcConfig, clusterSecurityGroupId: 'sg-cluster' },
      };
    case 'aws:ec2/launchTemplate:LaunchTemplate':
      return { id: `lt-${name}`, latestVersion: 3 };
    case 'aws:ec2/placementGroup:PlacementGroup':
      return { name: `placement-${name}` };
    case 'aws:fsx/lustreFileSystem:LustreFileSystem':
      return { id: 'fs-1', dnsName: 'fs-1.fsx.example', mountName: 'abcd' };
    case 'aws:efs/mountTarget:MountTarget':
      return { ipAddress: '10.0.0.9' };
    default:
      return { arn };
  }
}

export function startMocks(options: MockOptions = {}): Promise<PulumiMocks> {
  return PulumiMocks.start({ outputs: awsOutputs, ...options });
}

/** A cluster to put things into. */
export function testCluster(): EksCluster {
  return new EksCluster('test', { clusterName: 'test', region: REGION, subnetIds: ['subnet-a', 'subnet-b'] });
}

export function groupOf(machine: AwsMachine, nodes: number, capacity = Capacity.onDemand(), name?: string): GpuGroup {
  return new GpuGroup({ nodes: NodeGroup.aws(machine, { nodes, ...(name === undefined ? {} : { name }) }), capacity });
}

/** Fails unless something throws, and gives back what it threw. */
export function thrownBy(action: () => unknown): Error {
  try {
    action();
  } catch (error) {
    if (error instanceof Error) {
      return error;
    }
  }
  throw new Error('nothing was thrown');
}
