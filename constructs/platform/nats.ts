import { type ApiObject, Chart, Lazy, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigMap } from '../api';
import { InvalidValueError } from '../findings';
import { type INats, InferenceGraph, type NatsAuth, type NatsTls, validateApp } from '../graph';
import { contentHash } from '../graph/content-hash';
import { longestMessageBytes } from '../graph/message-size';
import { LAME_DUCK_SECONDS, NATS_CONFIG_FILE, NATS_PATHS, NATS_PID_FILE, NATS_SECRET, natsConfig } from './nats-config';
import { SERVERS } from './server-images';
import { requireServerProps, type ServerProps } from './server-props';
import { addServers, certificateNames, type ServerSet, secretVolume } from './server-set';

export interface NatsProps extends ServerProps {
  /** Whether connections are encrypted, and who shows a certificate. */
  readonly tls: NatsTls;
  /** How clients say who they are. */
  readonly auth: NatsAuth;
  /**
   * Largest message, up to 64 MiB. Requests with pictures in them may need more than what is computed.
   * @default - what the longest sequence of the app's graphs needs, at least 15 MiB as in the platform chart
   */
  readonly maxPayload?: Size;
  /**
   * What all streams of a server may take.
   * @default - 85 % of its claim
   */
  readonly fileStore?: Size;
  /**
   * What all streams in memory of a server may take, at most half of its memory.
   * @default - a quarter of its memory
   */
  readonly memoryStore?: Size;
}

export interface ImportedNatsProps {
  /** `nats://host:port`, or `tls://host:port` with TLS. */
  readonly url: string;
  /** Whether connections are encrypted, and who shows a certificate. */
  readonly tls: NatsTls;
  /** How clients say who they are. */
  readonly auth: NatsAuth;
  /**
   * Largest message that the servers take.
   * @default Size.mebibytes(1) the server's own default
   */
  readonly maxPayload?: Size;
}

const PORTS = { client: 4222, peer: 6222, monitor: 8222 } as const;
const MIB = 2 ** 20;
/** Source: ai-dynamo/dynamo platform chart values.yaml (nats.config.merge.max_payload: 15728640), 2026-10. */
const CHART_PAYLOAD_BYTES = 15 * MIB;
/** A message may not be larger than what may wait for a client. Source: nats-io/nats-server 2.15.2 server/const.go. */
const MAX_PAYLOAD_BYTES = 64 * MIB;
/** Source: nats-io/nats-server 2.15.2 server/const.go. */
const SERVER_PAYLOAD = Size.mebibytes(1);
/** File systems keep some of a volume for themselves: ext4 about 7 %. */
const FILE_SHARE = 0.85;
const MEMORY_SHARE = 0.25;
const DEFAULT_STORAGE = Size.gibibytes(10);
const DEFAULT_MEMORY = Size.gibibytes(2);

/**
 * A cluster of NATS servers with JetStream, for requests and events of graphs.
 *
 * Only pods of graphs may connect. Certificates, password and token are read from Secrets that someone else makes; whoever changes
 * them has to restart the servers and the graphs.
 *
 * ```ts
 * const nats = new Nats(chart, 'nats', {
 *   tls: NatsTls.server(TlsSecret.named('nats-tls')),
 *   auth: NatsAuth.password('dynamo', SecretKey.of('nats-auth', 'password')),
 * });
 * ```
 */
export class Nats extends Construct implements INats {
  /**
   * Servers that are there already.
   *
   * @throws InvalidValueError for an address whose scheme does not fit the TLS: Dynamo refuses it at start
   */
  public static at(props: ImportedNatsProps): INats {
    const { url, tls, auth, maxPayload = SERVER_PAYLOAD } = props;
    const scheme = tls.kind === 'none' ? 'nats' : 'tls';
    const parsed = URL.canParse(url) ? new URL(url) : undefined;
    if (parsed?.protocol !== `${scheme}:` || parsed.username !== '' || parsed.hostname === '') {
      const fix = 'user and password belong into auth, TLS into tls';
      throw new InvalidValueError('url', url, `${scheme}://host:port, without user and password`, fix);
    }
    return { url, tls, auth, maxPayloadBytes: requirePayload(maxPayload), dependencies: [] };
  }

  public readonly name: string;
  public readonly tls: NatsTls;
  public readonly auth: NatsAuth;
  public readonly dependencies: readonly Construct[];
  /** The servers as an API object, for `addJsonPatch`. */
  public readonly statefulSet: ApiObject;
  /** The configuration as an API object. Its name changes with the content, so that a change rolls the servers. */
  public readonly configMap: ApiObject;
  private readonly ownPayload: number | undefined;

  /** @throws InvalidValueError for a name that no server can have, and sizes that do not go together */
  public constructor(
    scope: Construct,
    id: string,
    private readonly props: NatsProps,
  ) {
    super(scope, id);
    this.name = props.name ?? id;
    requireServerProps(this.name, props);
    this.tls = props.tls;
    this.auth = props.auth;
    this.ownPayload = props.maxPayload === undefined ? undefined : requirePayload(props.maxPayload);
    this.requireStores();
    validateApp(this.node.root);
    this.configMap = new ConfigMap(this, 'config', {
      metadata: { name: Lazy.any({ produce: () => this.configMapName }) },
      data: Lazy.any({ produce: () => ({ [NATS_CONFIG_FILE]: this.config }) }),
    });
    this.statefulSet = addServers(this, this.serverSet()).statefulSet;
    this.statefulSet.addDependency(this.configMap);
    this.dependencies = [this.statefulSet];
  }

  public get url(): string {
    const { namespace } = Chart.of(this);
    const host = namespace === undefined ? this.name : `${this.name}.${namespace}.svc`;
    return `${this.tls.kind === 'none' ? 'nats' : 'tls'}://${host}:${PORTS.client}`;
  }

  /** Names that the certificate of the servers has to be valid for, as a server and as a client. */
  public get certificateNames(): readonly string[] {
    return certificateNames(this.name, Chart.of(this).namespace);
  }

  /** Largest message; it follows from graphs that may be added later. */
  public get maxPayloadBytes(): number {
    const needed = Math.max(CHART_PAYLOAD_BYTES, ...this.graphs().map(longestMessageBytes));
    return this.ownPayload ?? Math.min(MAX_PAYLOAD_BYTES, Math.ceil(needed / MIB) * MIB);
  }

  /** Content of the configuration file. */
  public get config(): string {
    const { name, tls, auth, maxPayloadBytes } = this;
    const { servers = 3 } = this.props;
    return natsConfig({ name, servers, ports: PORTS, maxPayloadBytes, jetStream: this.stores(), tls, auth });
  }

  private get configMapName(): string {
    return `${this.name}-config-${contentHash(this.config)}`;
  }

  private graphs(): readonly InferenceGraph[] {
    return this.node.root.node
      .findAll()
      .filter((construct) => construct instanceof InferenceGraph)
      .filter(({ planes }) => planes?.nats === this);
  }

  private stores(): { readonly fileBytes: number; readonly memoryBytes: number } {
    const { storage = DEFAULT_STORAGE, memory = DEFAULT_MEMORY, fileStore, memoryStore } = this.props;
    return {
      fileBytes: bytes(fileStore) ?? Math.floor(bytes(storage) * FILE_SHARE),
      memoryBytes: bytes(memoryStore) ?? Math.floor(bytes(memory) * MEMORY_SHARE),
    };
  }

  private requireStores(): void {
    const { storage = DEFAULT_STORAGE, memory = DEFAULT_MEMORY, fileStore, memoryStore } = this.props;
    if (fileStore !== undefined && fileStore.toKibibytes() > storage.toKibibytes()) {
      throw new InvalidValueError('fileStore', fileStore.asString(), `at most the claim's ${storage.asString()}`);
    }
    if (memoryStore !== undefined && memoryStore.toKibibytes() * 2 > memory.toKibibytes()) {
      throw new InvalidValueError('memoryStore', memoryStore.asString(), `at most half of ${memory.asString()}`);
    }
  }

  private serverSet(): ServerSet {
    const { props, tls, auth } = this;
    const { storage = DEFAULT_STORAGE, memory = DEFAULT_MEMORY, storageClassName } = props;
    const { serverSecret } = tls;
    const health = (query: string) => ({ path: `/healthz${query}`, port: 'monitor' });
    return {
      kind: 'nats',
      name: this.name,
      servers: props.servers ?? 3,
      ports: PORTS,
      image: props.image ?? SERVERS.nats.image,
      args: ['--config', `${NATS_PATHS.config}/${NATS_CONFIG_FILE}`],
      env:
        auth.secret === undefined
          ? []
          : [
              {
                name: NATS_SECRET.bare,
                valueFrom: { secretKeyRef: { name: auth.secret.name, key: auth.secret.key } },
              },
              { name: NATS_SECRET.quoted, value: `'$(${NATS_SECRET.bare})'` },
            ],
      amounts: { cpu: props.cpu ?? 1, memoryBytes: bytes(memory) },
      storage: {
        bytes: bytes(storage),
        mountPath: NATS_PATHS.data,
        ...(storageClassName === undefined ? {} : { className: storageClassName }),
      },
      volumes: [
        { name: 'config', configMap: { name: Lazy.any({ produce: () => this.configMapName }) } },
        { name: 'run', emptyDir: {} },
        ...(serverSecret === undefined ? [] : [secretVolume('tls', serverSecret)]),
      ],
      mounts: [
        { name: 'config', mountPath: NATS_PATHS.config, readOnly: true },
        { name: 'run', mountPath: NATS_PATHS.run },
        ...(serverSecret === undefined ? [] : [{ name: 'tls', mountPath: NATS_PATHS.tls, readOnly: true }]),
      ],
      // As in the official chart: ready once the streams are, alive as long as JetStream is.
      probes: {
        startupProbe: { httpGet: health(''), periodSeconds: 10, failureThreshold: 90, timeoutSeconds: 5 },
        readinessProbe: { httpGet: health('?js-server-only=true'), periodSeconds: 10, timeoutSeconds: 5 },
        livenessProbe: { httpGet: health('?js-enabled-only=true'), periodSeconds: 30, timeoutSeconds: 5 },
      },
      // Clients are handed to the other servers before the process ends.
      lifecycle: { preStop: { exec: { command: ['nats-server', `-sl=ldm=${NATS_PID_FILE}`] } } },
      graceSeconds: LAME_DUCK_SECONDS * 2,
      nodeSelector: props.nodeSelector ?? {},
      clientNamespaces: () => [
        ...(props.clientNamespaces ?? []),
        ...this.graphs().flatMap(({ namespace }) => (namespace === Chart.of(this).namespace ? [] : (namespace ?? []))),
      ],
      monitoringNamespaces: props.monitoringNamespaces ?? [],
    };
  }
}

function requirePayload(maxPayload: Size): number {
  const found = maxPayload.toKibibytes() * 1024;
  if (found < MIB || found > MAX_PAYLOAD_BYTES) {
    const fix = 'what is larger goes over TCP: Planes.natsEvents';
    throw new InvalidValueError('maxPayload', maxPayload.asString(), 'from 1 MiB to 64 MiB', fix);
  }
  return found;
}

function bytes(size: Size): number;
function bytes(size: Size | undefined): number | undefined;
function bytes(size: Size | undefined): number | undefined {
  return size === undefined ? undefined : size.toKibibytes() * 1024;
}
