import type { EtcdAccess } from '../graph';
import { peerService, type ServerPorts } from './server-set';

export interface EtcdConfig {
  readonly name: string;
  readonly members: number;
  readonly ports: ServerPorts;
  readonly access: EtcdAccess;
  readonly quotaBytes: number;
  /** Namespace of the members; unknown where kubectl decides. */
  readonly namespace: string | undefined;
}

/** Where members find what they are given. */
export const ETCD_PATHS = {
  data: '/var/lib/etcd',
  server: '/etc/etcd-tls/server',
  peer: '/etc/etcd-tls/peer',
} as const;

/** Keys are few and change all the time (leases): old revisions are of no use after an hour. */
const RETENTION = '1h';
/** Tokens of users end after so many seconds without use; Dynamo's client takes one at start and no other. */
const TOKEN_SECONDS = 30 * 24 * 3600;

/** The command line of each member; POD_NAME makes the difference. */
export function etcdArgs({ name, members, ports, access, quotaBytes, namespace }: EtcdConfig): readonly string[] {
  const clientScheme = access.kind === 'mutual-tls' ? 'https' : 'http';
  const peerScheme = access.peerSecret === undefined ? 'http' : 'https';
  const domain = `${peerService(name)}${namespace === undefined ? '' : `.${namespace}.svc`}`;
  const peerUrl = (member: string) => `${peerScheme}://${member}.${domain}:${ports.peer}`;
  const cluster = Array.from({ length: members }, (_, index) => `${name}-${index}`);
  const pod = '$(POD_NAME)';
  return [
    `--name=${pod}`,
    // A folder of its own, which etcd makes readable for itself alone.
    `--data-dir=${ETCD_PATHS.data}/member-data`,
    `--listen-client-urls=${clientScheme}://0.0.0.0:${ports.client}`,
    `--advertise-client-urls=${clientScheme}://${pod}.${domain}:${ports.client}`,
    `--listen-peer-urls=${peerScheme}://0.0.0.0:${ports.peer}`,
    `--initial-advertise-peer-urls=${peerUrl(pod)}`,
    `--initial-cluster=${cluster.map((member) => `${member}=${peerUrl(member)}`).join(',')}`,
    `--initial-cluster-token=${name}${namespace === undefined ? '' : `.${namespace}`}`,
    '--initial-cluster-state=new',
    `--listen-metrics-urls=http://0.0.0.0:${ports.monitor}`,
    '--auto-compaction-mode=periodic',
    `--auto-compaction-retention=${RETENTION}`,
    `--quota-backend-bytes=${quotaBytes}`,
    ...(access.kind === 'mutual-tls' ? certificates('', ETCD_PATHS.server, '--client-cert-auth') : []),
    ...(access.kind === 'password' ? [`--auth-token-ttl=${TOKEN_SECONDS}`] : []),
    ...(access.peerSecret === undefined ? [] : certificates('peer-', ETCD_PATHS.peer, '--peer-client-cert-auth')),
  ];
}

function certificates(prefix: '' | 'peer-', folder: string, verify: string): readonly string[] {
  return [
    `--${prefix}cert-file=${folder}/tls.crt`,
    `--${prefix}key-file=${folder}/tls.key`,
    `--${prefix}trusted-ca-file=${folder}/ca.crt`,
    verify,
  ];
}
