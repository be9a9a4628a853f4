import { PlacementGroup } from '@pulumi/aws/ec2/placementGroup';
import { NodeGroup } from '@pulumi/aws/eks/nodeGroup';
import * as pulumi from '@pulumi/pulumi';
import { AwsPurchase, type EfaInterface, efaInterfaces, FabricKind } from '../../constructs/hardware';
import type { EksCluster } from './cluster';
import type { GpuGroup } from './gpu-group';
import { nodeTemplate } from './launch-template';
import { GPU_IMAGES } from './node-image';
import { nodeLabels, nodeTaints } from './node-placement';
import { RAID0_USER_DATA } from './user-data';

export interface GpuNodeGroupProps {
  readonly cluster: EksCluster;
  readonly group: GpuGroup;
  readonly nodeRoleArn: pulumi.Input<string>;
  /** The one subnet: EFA does not leave a zone. */
  readonly subnetId: pulumi.Input<string>;
  /** Group of all nodes with EFA. */
  readonly efaSecurityGroupId: pulumi.Input<string>;
}

/** GPU machines of one type in one zone, with all their EFA devices, as a managed node group. */
export class GpuNodeGroup extends pulumi.ComponentResource {
  public readonly nodeGroup: NodeGroup;

  public constructor(name: string, props: GpuNodeGroupProps, options?: pulumi.ComponentResourceOptions) {
    super('stator:eks:GpuNodeGroup', name, {}, options);
    const { cluster, group } = props;
    const { capacity, machine, nodeGroup: nodes } = group;
    // Machines of a reservation end with it. Another reservation is another node group, not new machines in this one.
    const own = capacity.reservationId === undefined ? name : `${name}-${capacity.reservationId}`;
    const child = { parent: this };
    const interfaces = interfacesOf(group);
    const efa = interfaces.length > 1;
    const template = nodeTemplate(
      own,
      {
        label: name,
        rootVolume: group.rootVolume,
        securityGroupIds: [cluster.securityGroupId, ...(efa ? [props.efaSecurityGroupId] : [])],
        interfaces,
        capacity: capacity.template(machine),
        userData: RAID0_USER_DATA,
        ...(efa && !capacity.reserved
          ? { placementGroup: new PlacementGroup(own, { strategy: 'cluster' }, child).name }
          : {}),
      },
      child,
    );
    const { instanceTypes, capacityType } = capacity.nodeGroup(machine);
    this.nodeGroup = new NodeGroup(
      own,
      {
        clusterName: cluster.clusterName,
        nodeRoleArn: props.nodeRoleArn,
        subnetIds: [props.subnetId],
        amiType: GPU_IMAGES[group.facts.arch],
        capacityType,
        ...(instanceTypes === undefined ? {} : { instanceTypes: [...instanceTypes] }),
        launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
        scalingConfig: scalingOf(group),
        labels: nodeLabels(nodes),
        taints: [...nodeTaints(nodes)],
        // There are no spare machines of this kind to put in place before the old ones are gone.
        updateConfig: { maxUnavailable: 1, updateStrategy: 'MINIMAL' },
        nodeRepairConfig: { enabled: true },
      },
      {
        parent: this,
        dependsOn: [...cluster.nodeAddons],
        ...(scalesByItself(group) ? { ignoreChanges: ['scalingConfig.desiredSize'] } : {}),
      },
    );
    this.registerOutputs();
  }
}

/** All the EFA devices, unless the node group was told to do without. */
function interfacesOf({ machine, nodeGroup }: GpuGroup): readonly EfaInterface[] {
  const all = efaInterfaces(machine);
  return nodeGroup.fabric.kind === FabricKind.TCP
    ? all.filter(({ interfaceType }) => interfaceType === 'interface')
    : all;
}

/** Whether something else than Pulumi changes the number of machines: an autoscaler, or EKS when a Capacity Block ends. */
function scalesByItself({ scaling, capacity }: GpuGroup): boolean {
  return scaling !== undefined || capacity.purchase === AwsPurchase.CAPACITY_BLOCK;
}

function scalingOf(group: GpuGroup): { minSize: number; desiredSize: number; maxSize: number } {
  const { nodes, scaling } = group;
  const min = scaling?.min ?? (scalesByItself(group) ? 0 : nodes);
  return { minSize: min, desiredSize: nodes, maxSize: scaling?.max ?? nodes };
}
