import { NodeGroup } from '@pulumi/aws/eks/nodeGroup';
import * as pulumi from '@pulumi/pulumi';
import { Size } from 'cdk8s';
import { requireWhole } from '../../constructs/findings';
import type { EksCluster } from './cluster';
import { nodeTemplate } from './launch-template';
import { NodeImage } from './node-image';
import { SystemMachine } from './system-machine';

/** The machines for everything that needs no GPU. */
export interface SystemNodes {
  /** @default m7i.2xlarge */
  readonly machine?: SystemMachine;
  /**
   * Number of machines, at least 2: they take each other's place.
   * @default 3
   */
  readonly nodes?: number;
}

export interface SystemNodeGroupProps extends SystemNodes {
  readonly cluster: EksCluster;
  readonly nodeRoleArn: pulumi.Input<string>;
  /** Private subnets in several zones. */
  readonly subnetIds: readonly pulumi.Input<string>[];
}

/** The defaults, filled in. */
export function settleSystemNodes({ machine = SystemMachine.M7I_2XLARGE, nodes = 3 }: SystemNodes = {}): {
  readonly machine: SystemMachine;
  readonly nodes: number;
} {
  requireWhole('system.nodes', nodes, 2);
  return { machine, nodes };
}

/** Machines without GPUs and without taints. */
export class SystemNodeGroup extends pulumi.ComponentResource {
  public readonly nodeGroup: NodeGroup;

  public constructor(name: string, props: SystemNodeGroupProps, options?: pulumi.ComponentResourceOptions) {
    super('stator:eks:SystemNodeGroup', name, {}, options);
    const { machine, nodes } = settleSystemNodes(props);
    const { cluster } = props;
    const template = nodeTemplate(
      name,
      {
        label: name,
        rootVolume: Size.gibibytes(100),
        securityGroupIds: [cluster.securityGroupId],
        interfaces: [{ networkCardIndex: 0, deviceIndex: 0, interfaceType: 'interface' }],
      },
      { parent: this },
    );
    this.nodeGroup = new NodeGroup(
      name,
      {
        clusterName: cluster.clusterName,
        nodeRoleArn: props.nodeRoleArn,
        subnetIds: [...props.subnetIds],
        amiType: NodeImage.CPU_AMD64,
        capacityType: 'ON_DEMAND',
        instanceTypes: [machine],
        launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
        scalingConfig: { minSize: nodes, desiredSize: nodes, maxSize: nodes },
        updateConfig: { maxUnavailable: 1 },
        nodeRepairConfig: { enabled: true },
      },
      { parent: this, dependsOn: [...cluster.nodeAddons] },
    );
    this.registerOutputs();
  }
}
