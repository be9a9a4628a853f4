import { Role as IamRole } from '@pulumi/aws/iam/role';
import { RolePolicy } from '@pulumi/aws/iam/rolePolicy';
import { RolePolicyAttachment } from '@pulumi/aws/iam/rolePolicyAttachment';
import * as pulumi from '@pulumi/pulumi';
import { partitionOf } from './zone';

export interface ServiceRoleProps {
  /** Who takes the role. */
  readonly service: 'eks.amazonaws.com' | 'ec2.amazonaws.com' | 'pods.eks.amazonaws.com';
  readonly region: string;
  /**
   * Policies that AWS maintains, by path and name, for example `AmazonEKSClusterPolicy`.
   * @default []
   */
  readonly policies?: readonly string[];
  /**
   * Actions that are allowed on everything, where no maintained policy is narrow enough.
   * @default []
   */
  readonly actions?: readonly string[];
}

/** A role for a service of AWS, with no more than what it is given here. */
export class ServiceRole extends pulumi.ComponentResource {
  /** ARN of the role. Whatever uses it waits for the policies, too. */
  public readonly arn: pulumi.Output<string>;

  public constructor(name: string, props: ServiceRoleProps, options?: pulumi.ComponentResourceOptions) {
    super('stator:eks:ServiceRole', name, {}, options);
    const { service, region, actions = [] } = props;
    const role = new IamRole(name, { assumeRolePolicy: JSON.stringify(trust(service)) }, { parent: this });
    const attached = (props.policies ?? []).map(
      (policy) =>
        new RolePolicyAttachment(
          `${name}-${policy.slice(policy.lastIndexOf('/') + 1)}`,
          { role: role.name, policyArn: `arn:${partitionOf(region)}:iam::aws:policy/${policy}` },
          { parent: this },
        ),
    );
    const own =
      actions.length === 0
        ? []
        : [new RolePolicy(name, { role: role.name, policy: JSON.stringify(allow(actions)) }, { parent: this })];
    const policies = pulumi.output([...attached, ...own].map(({ id }) => id));
    this.arn = policies.apply(() => role.arn);
    this.registerOutputs({ arn: this.arn });
  }
}

/** EKS Pod Identity tags the session. Source: awsdocs/amazon-eks-user-guide pod-id-role, 2026. */
function trust(service: ServiceRoleProps['service']): unknown {
  const actions = service === 'pods.eks.amazonaws.com' ? ['sts:AssumeRole', 'sts:TagSession'] : ['sts:AssumeRole'];
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: actions }],
  };
}

function allow(actions: readonly string[]): unknown {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] };
}
