import { type ApiObject, Chart, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { InvalidValueError } from '../findings';
import { type EtcdAccess, type IEtcd, InferenceGraph, validateApp } from '../graph';
import { ETCD_PATHS, etcdArgs } from './etcd-command';
import { addEtcdUsers, etcdUserLabels } from './etcd-users';
import { SERVERS } from './server-images';
import { requireServerProps, type ServerProps } from './server-props';
import { addServers, certificateNames, type ServerSet, secretVolume } from './server-set';

export interface EtcdProps extends ServerProps {
  /** How clients say who they are. */
  readonly access: EtcdAccess;
  /**
   * Size that the database may have, at most half of the claim: the log and snapshots stand beside it.
   * @default - 2 GiB, at most half of the claim and half of the memory
   */
  readonly quota?: Size;
}

export interface ImportedEtcdProps {
  /** `https://host:port` with mutual TLS, else `http://host:port`. */
  readonly endpoints: readonly string[];
  /** How clients say who they are. */
  readonly access: EtcdAccess;
}

const PORTS = { client: 2379, peer: 2380, monitor: 2381 } as const;
const GIB = 2 ** 30;
const DEFAULT_STORAGE = Size.gibibytes(10);
const DEFAULT_MEMORY = Size.gibibytes(2);
/** Source: etcd-io/etcd server/storage (DefaultQuotaBytes), 3.7. */
const DEFAULT_QUOTA_BYTES = 2 * GIB;

/**
 * An etcd cluster in which components of graphs find each other.
 *
 * Kubernetes does the same without a server of its own, and is the default: take etcd where graphs span clusters, or where the Planner's
 * virtual connector needs it. Only pods of graphs may connect. Certificates and passwords are read from Secrets that someone else makes.
 * A member that lost its claim has to be removed from the cluster and added again by hand.
 *
 * ```ts
 * const etcd = new Etcd(chart, 'etcd', {
 *   access: EtcdAccess.mutualTls({ server: TlsSecret.named('etcd-tls'), client: TlsSecret.named('etcd-client-tls') }),
 * });
 * ```
 */
export class Etcd extends Construct implements IEtcd {
  /**
   * Members that are there already.
   *
   * @throws InvalidValueError without an address, and for one whose scheme does not fit the access
   */
  public static at({ endpoints, access }: ImportedEtcdProps): IEtcd {
    const scheme = access.kind === 'mutual-tls' ? 'https' : 'http';
    const fits = (endpoint: string) =>
      URL.canParse(endpoint) && new URL(endpoint).protocol === `${scheme}:` && new URL(endpoint).username === '';
    if (endpoints.length === 0 || !endpoints.every(fits)) {
      throw new InvalidValueError('endpoints', endpoints, `addresses of the form ${scheme}://host:port`);
    }
    return { endpoints, access, dependencies: [] };
  }

  public readonly name: string;
  public readonly access: EtcdAccess;
  public readonly dependencies: readonly Construct[];
  /** The members as an API object, for `addJsonPatch`. */
  public readonly statefulSet: ApiObject;

  /** @throws InvalidValueError for a name that no server can have, and sizes that do not go together */
  public constructor(
    scope: Construct,
    id: string,
    private readonly props: EtcdProps,
  ) {
    super(scope, id);
    this.name = props.name ?? id;
    requireServerProps(this.name, props);
    this.access = props.access;
    const { quota, storage = DEFAULT_STORAGE } = props;
    if (quota !== undefined && quota.toKibibytes() * 2 > storage.toKibibytes()) {
      throw new InvalidValueError('quota', quota.asString(), `at most half of the claim's ${storage.asString()}`);
    }
    validateApp(this.node.root);
    this.statefulSet = addServers(this, this.serverSet()).statefulSet;
    this.dependencies = [this.statefulSet, ...this.addUsers()];
  }

  public get endpoints(): readonly string[] {
    const { namespace } = Chart.of(this);
    const host = namespace === undefined ? this.name : `${this.name}.${namespace}.svc`;
    return [`${this.access.kind === 'mutual-tls' ? 'https' : 'http'}://${host}:${PORTS.client}`];
  }

  /** Names that the certificates of the members have to be valid for, as a server and as a client. */
  public get certificateNames(): readonly string[] {
    return certificateNames(this.name, Chart.of(this).namespace);
  }

  private addUsers(): readonly Construct[] {
    const { login } = this.access;
    const [url] = this.endpoints;
    if (login === undefined || url === undefined) {
      return [];
    }
    const job = addEtcdUsers(this, { name: this.name, url, login });
    job.addDependency(this.statefulSet);
    return [job];
  }

  private quotaBytes(): number {
    const { quota, storage = DEFAULT_STORAGE, memory = DEFAULT_MEMORY } = this.props;
    const least = Math.min(DEFAULT_QUOTA_BYTES, bytes(storage) / 2, bytes(memory) / 2);
    return quota === undefined ? Math.floor(least) : bytes(quota);
  }

  private serverSet(): ServerSet {
    const { props, access } = this;
    const { servers = 3, storage = DEFAULT_STORAGE, memory = DEFAULT_MEMORY, storageClassName } = props;
    const { namespace } = Chart.of(this);
    const server = access.certificates?.server;
    const peer = access.peerSecret;
    const health = (path: string) => ({ httpGet: { path, port: 'monitor' }, periodSeconds: 10, timeoutSeconds: 5 });
    return {
      kind: 'etcd',
      name: this.name,
      servers,
      ports: PORTS,
      image: props.image ?? SERVERS.etcd.image,
      command: ['/usr/local/bin/etcd'],
      args: etcdArgs({
        name: this.name,
        members: servers,
        ports: PORTS,
        access,
        quotaBytes: this.quotaBytes(),
        namespace,
      }),
      env: [],
      amounts: { cpu: props.cpu ?? 1, memoryBytes: bytes(memory) },
      storage: {
        bytes: bytes(storage),
        mountPath: ETCD_PATHS.data,
        ...(storageClassName === undefined ? {} : { className: storageClassName }),
      },
      volumes: [
        ...(server === undefined ? [] : [secretVolume('server-tls', server)]),
        ...(peer === undefined ? [] : [secretVolume('peer-tls', peer)]),
      ],
      mounts: [
        ...(server === undefined ? [] : [{ name: 'server-tls', mountPath: ETCD_PATHS.server, readOnly: true }]),
        ...(peer === undefined ? [] : [{ name: 'peer-tls', mountPath: ETCD_PATHS.peer, readOnly: true }]),
      ],
      probes: {
        // A member alone is alive, if not ready: it waits for a majority.
        startupProbe: { ...health('/livez'), failureThreshold: 60 },
        readinessProbe: health('/readyz'),
        livenessProbe: { ...health('/livez'), failureThreshold: 6 },
      },
      graceSeconds: 30,
      nodeSelector: props.nodeSelector ?? {},
      clientNamespaces: () => [...(props.clientNamespaces ?? []), ...this.namespacesOfGraphs()],
      monitoringNamespaces: props.monitoringNamespaces ?? [],
      ...(access.login === undefined ? {} : { clientLabels: etcdUserLabels(this.name) }),
    };
  }

  private namespacesOfGraphs(): readonly string[] {
    return this.node.root.node
      .findAll()
      .filter((construct) => construct instanceof InferenceGraph)
      .filter(({ planes, namespace }) => planes?.etcd === this && namespace !== Chart.of(this).namespace)
      .flatMap(({ namespace }) => namespace ?? []);
  }
}

function bytes(size: Size): number {
  return size.toKibibytes() * 1024;
}
