import { list, type Mapping, mappings } from '../../../constructs/observed';
import { isWorld } from './cidr';
import type { ResourcePolicy } from './resource-policy';

const EVERY_PROTOCOL: readonly unknown[] = ['-1', -1, 'all'];
const LAST_PORT = 65535;

/** Groups that let in all traffic of their own members, as EFA needs it, pass. Source: AWS Security Hub EC2.18. */
export const openSecurityGroup: ResourcePolicy = {
  name: 'ec2-open-security-group',
  title: 'no security group lets the world in on every port',
  rationale:
    'Kubelets, engines and NATS of the nodes then answer everyone on the internet, mostly without authentication. EFA takes all traffic between members of a group, not from the world.',
  fix: 'let in the group itself (self) or single ports from networks of your own',
  severity: 'critical',
  enforcementLevel: 'mandatory',
  assumptions: {},
  checks: {
    'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup': inlineRules,
    'aws:ec2/securityGroup:SecurityGroup': inlineRules,
    'aws:ec2/securityGroupRule:SecurityGroupRule': function* (rule) {
      if (rule['type'] === 'ingress') {
        yield* open(rule, 'protocol');
      }
    },
    'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule': (rule) => open(rule, 'ipProtocol'),
  },
};

function* inlineRules({ ingress }: Mapping): Generator<string> {
  for (const rule of mappings(ingress)) {
    yield* open(rule, 'protocol');
  }
}

function* open(rule: Mapping, protocolField: string): Generator<string> {
  const { cidrBlocks, ipv6CidrBlocks, cidrIpv4, cidrIpv6, fromPort, toPort } = rule;
  const world = [...list(cidrBlocks), ...list(ipv6CidrBlocks), cidrIpv4, cidrIpv6].filter(isWorld);
  const protocol = rule[protocolField];
  const everyProtocol = EVERY_PROTOCOL.includes(protocol);
  const everyPort = typeof fromPort === 'number' && fromPort <= 1 && toPort === LAST_PORT;
  if (world.length > 0 && (everyProtocol || everyPort)) {
    const what = everyProtocol ? 'every protocol' : `every port of ${String(protocol)}`;
    yield `${what} is open to ${world.join(', ')}`;
  }
}
