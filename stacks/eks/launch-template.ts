import { LaunchTemplate } from '@pulumi/aws/ec2/launchTemplate';
import type { Input, ResourceOptions } from '@pulumi/pulumi';
import type { Size } from 'cdk8s';
import type { EfaInterface } from '../../constructs/hardware';
import type { CapacityTemplate } from './capacity';

export interface NodeTemplateProps {
  /** For the tag `Name` of machines, volumes and interfaces. */
  readonly label: string;
  readonly rootVolume: Size;
  /** Groups of every interface: a template that names groups replaces those of EKS. */
  readonly securityGroupIds: readonly Input<string>[];
  readonly interfaces: readonly EfaInterface[];
  /** @default {} */
  readonly capacity?: CapacityTemplate;
  /** @default - none */
  readonly userData?: string;
  /**
   * Name of the group of machines close to each other.
   * @default - none: wherever there is room, or where the reservation is
   */
  readonly placementGroup?: Input<string>;
}

/**
 * The launch template of a managed node group. It names no subnet and no image: EKS does.
 * Source: awsdocs/amazon-eks-user-guide launch-templates, 2026.
 */
export function nodeTemplate(name: string, props: NodeTemplateProps, options: ResourceOptions): LaunchTemplate {
  const { label, rootVolume, securityGroupIds, interfaces, capacity = {}, userData, placementGroup } = props;
  const tags = { Name: label };
  return new LaunchTemplate(
    name,
    {
      updateDefaultVersion: true,
      // Pods have roles of their own and no business with that of their node: answers of IMDS do not leave the host.
      metadataOptions: { httpEndpoint: 'enabled', httpTokens: 'required', httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [
        {
          deviceName: '/dev/xvda',
          ebs: {
            volumeSize: rootVolume.toGibibytes(),
            volumeType: 'gp3',
            encrypted: 'true',
            deleteOnTermination: 'true',
          },
        },
      ],
      networkInterfaces: interfaces.map((networkInterface) => ({
        ...networkInterface,
        securityGroups: [...securityGroupIds],
        deleteOnTermination: 'true',
      })),
      tagSpecifications: ['instance', 'volume', 'network-interface'].map((resourceType) => ({ resourceType, tags })),
      ...capacity,
      ...(placementGroup === undefined ? {} : { placement: { groupName: placementGroup } }),
      ...(userData === undefined ? {} : { userData: Buffer.from(userData).toString('base64') }),
    },
    options,
  );
}
