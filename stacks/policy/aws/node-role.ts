import type { PolicyResource, StackValidationPolicy } from '@pulumi/policy';
import { at, type Mapping, mappings } from '../../../constructs/observed';
import { knownValues } from '../known-values';
import { type PolicyText, policyHead } from '../policy-text';
import { grantsEverything, isAdministrative, oneOrMore, trustsMachines } from './iam-document';

/** Source: AWS Security Hub IAM.1; EKS user guide, node IAM role. */
const TEXT: PolicyText = {
  name: 'iam-node-role',
  title: 'roles of machines have no administrative rights',
  rationale:
    'A pod that reaches the metadata service of its node can take the rights of the node. With administrative ones that is the whole account.',
  fix: 'attach what nodes need (AmazonEKSWorkerNodePolicy, AmazonEC2ContainerRegistryPullOnly, AmazonEKS_CNI_Policy), and give pods roles of their own by Pod Identity',
  severity: 'critical',
  enforcementLevel: 'mandatory',
};

/** Runs at the end, when it is known which policies belong to which role. */
export const nodeRole: StackValidationPolicy = {
  ...policyHead(TEXT),
  validateStack: ({ resources }, report) => {
    const read = resources.map(readResource);
    const policies = read.filter(({ type, props }) => type === POLICY && grantsEverything(props['policy']));
    for (const role of read.filter(({ type, props }) => type === ROLE && trustsMachines(props['assumeRolePolicy']))) {
      for (const holder of [role, ...read.filter((resource) => isTied(resource, role))]) {
        for (const granted of administrativeGrants(holder, policies)) {
          report(`role '${role.name}', which machines take, has ${granted}. Fix: ${TEXT.fix}`, holder.urn);
        }
      }
    }
  },
};

const ROLE = 'aws:iam/role:Role';
const POLICY = 'aws:iam/policy:Policy';
/** What ties policies to roles, and its field with the role. */
const TIES: Readonly<Record<string, string>> = {
  'aws:iam/policyAttachment:PolicyAttachment': 'roles',
  'aws:iam/rolePolicy:RolePolicy': 'role',
  'aws:iam/rolePolicyAttachment:RolePolicyAttachment': 'role',
  'aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive': 'roleName',
};
const ARN_FIELDS = ['managedPolicyArns', 'policyArn', 'policyArns'] as const;

interface IamResource {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly props: Mapping;
  /** URNs of the resources that a field was made of. */
  readonly madeOf: (field: string) => readonly string[];
}

function readResource({ type, name, urn, props, propertyDependencies }: PolicyResource): IamResource {
  const madeOf = (field: string) => (propertyDependencies[field] ?? []).map((each) => each.urn);
  return { type, name, urn, props: knownValues(props), madeOf };
}

/** In a preview only dependencies tell, as names are not known yet. */
function isTied(resource: IamResource, role: IamResource): boolean {
  const field = Object.hasOwn(TIES, resource.type) ? TIES[resource.type] : undefined;
  if (field === undefined) {
    return false;
  }
  const named = oneOrMore(resource.props[field]);
  return (
    resource.madeOf(field).includes(role.urn) ||
    ['name', 'id', 'arn'].some((key) => role.props[key] !== undefined && named.includes(role.props[key]))
  );
}

function* administrativeGrants(
  { type, props, madeOf }: IamResource,
  policies: readonly IamResource[],
): Generator<string> {
  for (const field of ARN_FIELDS) {
    for (const arn of oneOrMore(props[field]).map(String).filter(isAdministrative)) {
      yield arn;
    }
    const arns = oneOrMore(props[field]);
    for (const policy of policies.filter(
      (each) => arns.includes(each.props['arn']) || madeOf(field).includes(each.urn),
    )) {
      yield `policy '${policy.name}', which allows everything`;
    }
  }
  const documents = [props['policy'], ...mappings(props['inlinePolicies']).map((each) => at(each, 'policy'))];
  if (type !== POLICY && documents.some(grantsEverything)) {
    yield 'a policy of its own that allows everything';
  }
}
