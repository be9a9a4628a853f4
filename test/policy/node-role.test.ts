import { Policy } from '@pulumi/aws/iam/policy';
import { PolicyAttachment } from '@pulumi/aws/iam/policyAttachment';
import { Role } from '@pulumi/aws/iam/role';
import { RolePolicy } from '@pulumi/aws/iam/rolePolicy';
import { RolePolicyAttachment } from '@pulumi/aws/iam/rolePolicyAttachment';
import { RolePolicyAttachmentsExclusive } from '@pulumi/aws/iam/rolePolicyAttachmentsExclusive';
import { resource, stackReport, UNKNOWN } from './support';

const ATTACHMENT = 'aws:iam/rolePolicyAttachment:RolePolicyAttachment';
const EXCLUSIVE = 'aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive';
const INLINE = 'aws:iam/rolePolicy:RolePolicy';
const MANY = 'aws:iam/policyAttachment:PolicyAttachment';
const POLICY = 'aws:iam/policy:Policy';
const ROLE = 'aws:iam/role:Role';

const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
const allow = (more: object) => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...more }] });
const trust = (service: string | readonly string[]) =>
  allow({ Principal: { Service: service }, Action: 'sts:AssumeRole' });
const EVERYTHING = allow({ Action: '*', Resource: '*' });

const nodes = (more: object = {}) =>
  resource(ROLE, 'nodes', { name: 'nodes', assumeRolePolicy: trust('ec2.amazonaws.com'), ...more });
const own = resource(POLICY, 'own', { arn: 'arn:aws:iam::1:policy/own', policy: EVERYTHING });
const report = (...resources: Parameters<typeof stackReport>[1]) => stackReport('iam-node-role', resources);

it('the type tokens are those of the SDK', () => {
  const isOf = (type: string) => ({ __pulumiType: type });
  expect([
    RolePolicyAttachment.isInstance(isOf(ATTACHMENT)),
    RolePolicyAttachmentsExclusive.isInstance(isOf(EXCLUSIVE)),
    RolePolicy.isInstance(isOf(INLINE)),
    PolicyAttachment.isInstance(isOf(MANY)),
    Policy.isInstance(isOf(POLICY)),
    Role.isInstance(isOf(ROLE)),
  ]).toEqual(Array.from({ length: 6 }, () => true));
});

describe('iam-node-role', () => {
  it.each([
    ['a managed policy', ATTACHMENT, { role: 'nodes', policyArn: ADMIN }],
    ['one in China', ATTACHMENT, { role: 'nodes', policyArn: 'arn:aws-cn:iam::aws:policy/AdministratorAccess' }],
    [
      'the right to take every right',
      ATTACHMENT,
      { role: 'nodes', policyArn: 'arn:aws:iam::aws:policy/IAMFullAccess' },
    ],
    ['one for several roles', MANY, { roles: ['other', 'nodes'], policyArn: ADMIN }],
    ['one of a list', EXCLUSIVE, { roleName: 'nodes', policyArns: [ADMIN] }],
    ['an inline policy', INLINE, { role: 'nodes', policy: EVERYTHING }],
    ['everything but', INLINE, { role: 'nodes', policy: allow({ NotAction: 'iam:*', Resource: ['*'] }) }],
    ['a policy of the stack', ATTACHMENT, { role: 'nodes', policyArn: 'arn:aws:iam::1:policy/own' }],
  ])('refuses %s', async (_what, type, props) => {
    const tie = resource(type, 'tie', props);
    expect(await report(own, nodes(), tie)).toEqual([
      { urn: tie.urn, message: expect.stringContaining("role 'nodes', which machines take, has ") },
    ]);
  });

  it.each([
    ['managedPolicyArns', { managedPolicyArns: [ADMIN] }],
    ['inlinePolicies', { inlinePolicies: [{ name: 'all', policy: EVERYTHING }] }],
    [
      'another service beside',
      { assumeRolePolicy: trust(['ssm.amazonaws.com', 'ec2.amazonaws.com']), managedPolicyArns: [ADMIN] },
    ],
  ])('refuses %s of the role itself', async (_what, props) => {
    const role = nodes(props);
    expect((await report(role)).map(({ urn }) => urn)).toEqual([role.urn]);
  });

  it('knows in a preview by dependencies what belongs to the role', async () => {
    const role = nodes({ name: UNKNOWN });
    const unknown = { role: UNKNOWN, policyArn: UNKNOWN };
    const tie = resource(ATTACHMENT, 'tie', unknown, { propertyDependencies: { role: [role], policyArn: [own] } });
    expect((await report(own, role, tie)).map(({ urn }) => urn)).toEqual([tie.urn]);
    expect(await report(own, role, resource(ATTACHMENT, 'tie', unknown))).toEqual([]);
  });

  it.each([
    [
      'what nodes need',
      [
        nodes(),
        resource(ATTACHMENT, 'tie', { role: 'nodes', policyArn: 'arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy' }),
      ],
    ],
    [
      'everything on one bucket',
      [
        nodes(),
        resource(INLINE, 'tie', { role: 'nodes', policy: allow({ Action: '*', Resource: 'arn:aws:s3:::b/*' }) }),
      ],
    ],
    [
      'a denial of everything',
      [nodes(), resource(INLINE, 'tie', { role: 'nodes', policy: EVERYTHING.replace('Allow', 'Deny') })],
    ],
    ['a policy that is no JSON', [nodes(), resource(INLINE, 'tie', { role: 'nodes', policy: 'everything' })]],
    [
      'an administrator who is no machine',
      [nodes({ assumeRolePolicy: trust('codebuild.amazonaws.com'), managedPolicyArns: [ADMIN] })],
    ],
    ['a role of which nothing is known', [nodes({ assumeRolePolicy: UNKNOWN, managedPolicyArns: UNKNOWN })]],
    ['another role', [nodes(), resource(ATTACHMENT, 'tie', { role: 'people', policyArn: ADMIN })]],
    ['a policy that nothing has', [nodes(), own]],
  ])('passes %s', async (_what, resources) => {
    expect(await report(...resources)).toEqual([]);
  });
});
