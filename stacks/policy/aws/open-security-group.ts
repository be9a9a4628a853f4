import { list, type Mapping, mappings } from '../../../constructs/observed';
import { isWorld } from './cidr';
import type { ResourcePolicy } from './resource-policy';

const EVERY_PROTOCOL: readonly unknown[] = ['-1', -1, 'all'];
const TCP: readonly unknown[] = ['tcp', '6', 6];
const LAST_PORT = 65535;
/**
 * What only a cluster and its administrators talk to.
 * Source: AWS Security Hub EC2.13 and EC2.14; kubernetes.io ports and protocols; docs.nats.io, 2026.
 */
const INTERNAL_PORTS: readonly (readonly [port: number, service: string])[] = [
  [22, 'SSH'],
  [2379, 'etcd'],
  [3389, 'RDP'],
  [4222, 'NATS'],
  [10250, 'kubelet'],
];

/** Groups that let in all traffic of their own members, as EFA needs it, pass. Source: AWS Security Hub EC2.18. */
export const openSecurityGroup: ResourcePolicy = {
  name: 'ec2-open-security-group',
  title: 'no security group lets the world in on every port, or to what only administrators use',
  rationale:
    'Kubelets, engines and NATS of the nodes then answer everyone on the internet, mostly without authentication. EFA takes all traffic between members of a group, not from the world.',
  fix: 'let in the group itself (self) or networks of your own, and the world on single ports that are meant for it',
  severity: 'critical',
  enforcementLevel: 'mandatory',
  assumptions: {},
  checks: {
    'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup': inlineRules,
    'aws:ec2/securityGroup:SecurityGroup': inlineRules,
    'aws:ec2/securityGroupRule:SecurityGroupRule': function* (rule) {
      if (rule['type'] === 'ingress') {
        yield* open(rule, rule['protocol']);
      }
    },
    'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule': (rule) => open(rule, rule['ipProtocol']),
  },
};

function* inlineRules({ ingress }: Mapping): Generator<string> {
  for (const rule of mappings(ingress)) {
    yield* open(rule, rule['protocol']);
  }
}

function* open(rule: Mapping, protocol: unknown): Generator<string> {
  const { cidrBlocks, ipv6CidrBlocks, cidrIpv4, cidrIpv6 } = rule;
  const world = [...list(cidrBlocks), ...list(ipv6CidrBlocks), cidrIpv4, cidrIpv6].filter(isWorld);
  const what = tooMuch(rule, protocol);
  if (world.length > 0 && what !== undefined) {
    yield `opens ${what} to ${world.join(', ')}`;
  }
}

function tooMuch({ fromPort, toPort }: Mapping, protocol: unknown): string | undefined {
  if (EVERY_PROTOCOL.includes(protocol)) {
    return 'every protocol';
  }
  if (typeof fromPort !== 'number' || typeof toPort !== 'number') {
    return undefined;
  }
  if (fromPort <= 1 && toPort === LAST_PORT) {
    return `every port of ${String(protocol)}`;
  }
  const internal = INTERNAL_PORTS.filter(([port]) => TCP.includes(protocol) && fromPort <= port && port <= toPort);
  return internal.length === 0 ? undefined : internal.map(([port, service]) => `${service} (${port})`).join(', ');
}
