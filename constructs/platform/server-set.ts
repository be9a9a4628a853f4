import { type ApiObject, Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  NetworkPolicy,
  type NetworkPolicyProps,
  PodDisruptionBudget,
  Service,
  StatefulSet,
  type StatefulSetProps,
} from '../api';
import type { TlsSecret } from '../graph';
import { quantity } from '../graph/component-parts';
import { GRAPH_LABEL } from '../graph/network-policy';

type PodSpec = NonNullable<StatefulSetProps['spec']['template']['spec']>;
type Container = PodSpec['containers'][number];
type Volume = NonNullable<PodSpec['volumes']>[number];
type Peer = NonNullable<NonNullable<NonNullable<NetworkPolicyProps['spec']['ingress']>[number]['from']>[number]>;

/** Ports of a server, by what they are for. */
export interface ServerPorts {
  readonly client: number;
  readonly peer: number;
  /** Health and metrics, plain HTTP. */
  readonly monitor: number;
}

/** A cluster of equal servers with a claim each, as its construct settled it. */
export interface ServerSet {
  readonly kind: 'nats' | 'etcd';
  readonly name: string;
  readonly servers: number;
  readonly ports: ServerPorts;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args: readonly string[];
  /** The name of the pod is there as POD_NAME. */
  readonly env: NonNullable<Container['env']>;
  readonly amounts: { readonly cpu: number; readonly memoryBytes: number };
  readonly storage: { readonly bytes: number; readonly className?: string; readonly mountPath: string };
  readonly volumes: readonly Volume[];
  readonly mounts: NonNullable<Container['volumeMounts']>;
  readonly probes: Pick<Container, 'startupProbe' | 'readinessProbe' | 'livenessProbe'>;
  readonly lifecycle?: NonNullable<Container['lifecycle']>;
  readonly graceSeconds: number;
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** Namespaces besides the server's own whose graphs may connect; they follow from graphs that may come later. */
  readonly clientNamespaces: () => readonly string[];
  readonly monitoringNamespaces: readonly string[];
  /** Pods besides those of graphs that may connect. */
  readonly clientLabels?: Readonly<Record<string, string>>;
}

const DATA_VOLUME = 'data';
/** No user of the images; the claim is theirs through fsGroup. */
const SERVER_USER = 1000;
/** Share of its memory that the Go runtime may use before it collects at any price. */
const HEAP_SHARE = 0.8;
const NAMESPACE_LABEL = 'kubernetes.io/metadata.name';
/** Read by the owner and the group of the volume, which is the pod's. */
const SECRET_MODE = 0o440;

/** What a pod of Stator's own servers and Jobs is allowed: nothing. Passes the level restricted. */
export const RESTRICTED = {
  pod: {
    runAsUser: SERVER_USER,
    runAsGroup: SERVER_USER,
    fsGroup: SERVER_USER,
    fsGroupChangePolicy: 'OnRootMismatch',
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
  },
  container: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  },
} as const;

export function serverLabels({ kind, name }: Pick<ServerSet, 'kind' | 'name'>): Record<string, string> {
  return { 'app.kubernetes.io/name': kind, 'app.kubernetes.io/instance': name };
}

/** Name of the Service that gives each server a name of its own: `<name>-0.<name>-peers`. */
export function peerService(name: string): string {
  return `${name}-peers`;
}

/** A certificate with its key under the names that configurations expect, whatever the keys of the Secret are called. */
export function secretVolume(name: string, secret: TlsSecret): Volume {
  const items = [
    { key: secret.certificate.key, path: 'tls.crt' },
    { key: secret.privateKey.key, path: 'tls.key' },
    { key: secret.authorities.key, path: 'ca.crt' },
  ];
  return { name, secret: { secretName: secret.name, items, defaultMode: SECRET_MODE } };
}

/**
 * Names that the certificate of the servers has to be valid for. With the namespace unknown those that hold in any.
 *
 * @param namespace of the servers
 */
export function certificateNames(name: string, namespace: string | undefined): readonly string[] {
  const peers = `*.${peerService(name)}`;
  const suffixes = namespace === undefined ? [''] : ['', `.${namespace}`, `.${namespace}.svc`];
  // A member of etcd looks up the name of whoever connects, and finds the long one.
  const long = namespace === undefined ? [] : [`${peers}.${namespace}.svc.cluster.local`];
  return ['localhost', ...suffixes.flatMap((suffix) => [`${name}${suffix}`, `${peers}${suffix}`]), ...long];
}

/** Makes the objects of a cluster of servers. */
export function addServers(scope: Construct, set: ServerSet): { readonly statefulSet: ApiObject } {
  const labels = serverLabels(set);
  const named = (name: string) => ({ name, labels });
  const ports = servicePorts(set);
  const client = ports.filter(({ name }) => name === 'client');
  new Service(scope, 'service', { metadata: named(set.name), spec: { selector: labels, ports: client } });
  new Service(scope, 'peers', {
    metadata: named(peerService(set.name)),
    // A server that waits for the others has to be found by them.
    spec: { clusterIP: 'None', publishNotReadyAddresses: true, selector: labels, ports },
  });
  if (set.servers > 1) {
    new PodDisruptionBudget(scope, 'disruption-budget', {
      metadata: named(set.name),
      spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
    });
  }
  new NetworkPolicy(scope, 'network-policy', {
    metadata: named(set.name),
    spec: Lazy.any({ produce: () => networkPolicy(set, labels) }),
  });
  return { statefulSet: new StatefulSet(scope, 'servers', { metadata: named(set.name), spec: statefulSpec(set) }) };
}

function servicePorts({ ports }: ServerSet) {
  return Object.entries(ports).map(([name, port]) => ({ name, port, targetPort: name }));
}

function networkPolicy(set: ServerSet, labels: Record<string, string>): NetworkPolicyProps['spec'] {
  const { ports, monitoringNamespaces, clientLabels } = set;
  const graphs = { matchExpressions: [{ key: GRAPH_LABEL, operator: 'Exists' }] };
  const namespaces = [...new Set(set.clientNamespaces())].sort();
  const clients: readonly Peer[] = [
    { podSelector: graphs },
    ...(namespaces.length === 0 ? [] : [{ ...inNamespaces(namespaces), podSelector: graphs }]),
    ...(clientLabels === undefined ? [] : [{ podSelector: { matchLabels: clientLabels } }]),
    { podSelector: { matchLabels: labels } },
  ];
  const tcp = (port: number) => [{ port, protocol: 'TCP' }];
  return {
    podSelector: { matchLabels: labels },
    policyTypes: ['Ingress'],
    ingress: [
      { from: clients, ports: tcp(ports.client) },
      { from: [{ podSelector: { matchLabels: labels } }], ports: tcp(ports.peer) },
      ...(monitoringNamespaces.length === 0
        ? []
        : [{ from: [inNamespaces(monitoringNamespaces)], ports: tcp(ports.monitor) }]),
    ],
  };
}

function inNamespaces(values: readonly string[]): Peer {
  return { namespaceSelector: { matchExpressions: [{ key: NAMESPACE_LABEL, operator: 'In', values: [...values] }] } };
}

function statefulSpec(set: ServerSet): StatefulSetProps['spec'] {
  const labels = serverLabels(set);
  const { bytes, className } = set.storage;
  return {
    serviceName: peerService(set.name),
    replicas: set.servers,
    // One after the other they would wait for a majority that never comes.
    podManagementPolicy: 'Parallel',
    updateStrategy: { type: 'RollingUpdate' },
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: podSpec(set, labels) },
    volumeClaimTemplates: [
      {
        metadata: { name: DATA_VOLUME },
        spec: {
          accessModes: ['ReadWriteOnce'],
          resources: { requests: { storage: quantity(bytes) } },
          ...(className === undefined ? {} : { storageClassName: className }),
        },
      },
    ],
  };
}

function podSpec(set: ServerSet, labels: Record<string, string>): PodSpec {
  const { nodeSelector, servers, graceSeconds, volumes } = set;
  const labelSelector = { matchLabels: labels };
  return {
    automountServiceAccountToken: false,
    // A Service named etcd would set variables that etcd reads as its own.
    enableServiceLinks: false,
    securityContext: RESTRICTED.pod,
    terminationGracePeriodSeconds: graceSeconds,
    ...(Object.keys(nodeSelector).length === 0 ? {} : { nodeSelector }),
    ...(servers === 1
      ? {}
      : {
          affinity: {
            podAntiAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: [
                { topologyKey: 'kubernetes.io/hostname', labelSelector },
              ],
            },
          },
          topologySpreadConstraints: [
            {
              maxSkew: 1,
              topologyKey: 'topology.kubernetes.io/zone',
              whenUnsatisfiable: 'ScheduleAnyway',
              labelSelector,
            },
          ],
        }),
    containers: [container(set)],
    ...(volumes.length === 0 ? {} : { volumes: [...volumes] }),
  };
}

function container(set: ServerSet): Container {
  const { kind, image, command, args, env, amounts, ports, mounts, storage, probes, lifecycle } = set;
  const quantities = { cpu: String(amounts.cpu), memory: quantity(amounts.memoryBytes) };
  const heap = Math.floor((amounts.memoryBytes * HEAP_SHARE) / 2 ** 20);
  return {
    name: kind,
    image,
    ...(command === undefined ? {} : { command: [...command] }),
    args: [...args],
    env: [
      { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      { name: 'GOMEMLIMIT', value: `${heap}MiB` },
      ...env,
    ],
    ports: Object.entries(ports).map(([name, containerPort]) => ({ name, containerPort })),
    resources: { limits: quantities, requests: quantities },
    securityContext: RESTRICTED.container,
    ...probes,
    ...(lifecycle === undefined ? {} : { lifecycle }),
    volumeMounts: [{ name: DATA_VOLUME, mountPath: storage.mountPath }, ...mounts],
  };
}
