import { SecurityGroup } from '@pulumi/aws/ec2/securityGroup';
import type * as pulumi from '@pulumi/pulumi';

/**
 * A group whose members may send each other anything, in either direction: what EFA asks for, since its protocol is neither TCP nor UDP.
 * Source: awsdocs/amazon-ec2-user-guide efa-start (security group), 2026.
 */
export function efaSecurityGroup(
  name: string,
  vpcId: pulumi.Input<string>,
  options: pulumi.CustomResourceOptions,
): SecurityGroup {
  const toItself = { protocol: '-1', fromPort: 0, toPort: 0, self: true };
  return new SecurityGroup(
    name,
    { vpcId, description: 'EFA between nodes', ingress: [toItself], egress: [toItself], tags: { Name: name } },
    options,
  );
}
