import type { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Volume, VolumeMount } from '../api';
import type { EngineKind, PlanesDescription } from '../description';
import { InvalidValueError } from '../findings';
import type { Release } from '../releases';
import type { Env } from './env-value';
import type { EtcdAccess } from './etcd-access';
import type { InferenceGraph } from './inference-graph';
import { longestMessageBytes } from './message-size';
import type { NatsAuth, NatsTls } from './nats-access';

/** Servers of NATS that graphs can speak over. */
export interface INats {
  /** `nats://host:port`, or `tls://` where connections are encrypted. */
  readonly url: string;
  readonly tls: NatsTls;
  readonly auth: NatsAuth;
  /** Largest message that the servers take. */
  readonly maxPayloadBytes: number;
  /** What a graph that speaks over them depends on. */
  readonly dependencies: readonly Construct[];
}

/** Members of etcd that components of graphs find each other in. */
export interface IEtcd {
  /** `http://host:port` or `https://host:port`. */
  readonly endpoints: readonly string[];
  readonly access: EtcdAccess;
  /** What a graph that is registered in it depends on. */
  readonly dependencies: readonly Construct[];
}

export interface EtcdDiscoveryProps {
  /**
   * How long a worker that is gone stays listed. From release 1.3 on.
   * @default Duration.seconds(10)
   */
  readonly leaseTtl?: Duration;
}

interface PlanesProps {
  readonly nats?: INats;
  readonly requests: 'tcp' | 'nats';
  readonly events: 'zmq' | 'nats';
  readonly etcd?: IEtcd;
  readonly leaseTtl?: Duration;
}

/** Merged on 2026-08-12 and 2026-08-19; in the wheels of ai-dynamo-runtime 1.5.1 and 1.6.1, not in 1.4.2, read 2026-11. */
const NATS_TLS_SINCE = '1.5';
/** In the wheel of ai-dynamo-runtime 1.3.1, not in 1.2.1, read 2026-11. */
const LEASE_TTL_SINCE = '1.3';
/** Source: ai-dynamo/dynamo docs/kubernetes, annotation of a DynamoGraphDeployment. */
const DISCOVERY_ANNOTATION = 'nvidia.com/dynamo-discovery-backend';

/**
 * What carries requests and events between the components of a graph, and where they find each other. One NATS for both, since a
 * component knows only one.
 *
 * ```ts
 * const nats = new Nats(chart, 'nats', { tls: NatsTls.server(TlsSecret.named('nats-tls')), auth: NatsAuth.token(token) });
 * new InferenceGraph(chart, 'r1', { model, engine, planes: Planes.nats(nats) });
 * ```
 */
export class Planes {
  /** Components connect to each other: requests over TCP, events over ZMQ. */
  public static direct(): Planes {
    return new Planes({ requests: 'tcp', events: 'zmq' });
  }

  /** Requests and events over NATS. */
  public static nats(nats: INats): Planes {
    return new Planes({ nats, requests: 'nats', events: 'nats' });
  }

  /** Requests over TCP, events over NATS. */
  public static natsEvents(nats: INats): Planes {
    return new Planes({ nats, requests: 'tcp', events: 'nats' });
  }

  /** Requests over NATS, events over ZMQ. */
  public static natsRequests(nats: INats): Planes {
    return new Planes({ nats, requests: 'nats', events: 'zmq' });
  }

  private constructor(private readonly props: PlanesProps) {
    Object.freeze(this);
  }

  /** The same with discovery through etcd, and not through Kubernetes. */
  public withEtcd(etcd: IEtcd, { leaseTtl }: EtcdDiscoveryProps = {}): Planes {
    if (
      leaseTtl !== undefined &&
      !(Number.isInteger(leaseTtl.toSeconds({ integral: false })) && leaseTtl.toSeconds() >= 1)
    ) {
      throw new InvalidValueError('leaseTtl', leaseTtl.toHumanString(), 'whole seconds, at least one');
    }
    return new Planes({ ...this.props, etcd, ...(leaseTtl === undefined ? {} : { leaseTtl }) });
  }

  public get nats(): INats | undefined {
    return this.props.nats;
  }

  public get etcd(): IEtcd | undefined {
    return this.props.etcd;
  }

  /** @internal What a graph depends on. */
  public get dependencies(): readonly Construct[] {
    return [...(this.nats?.dependencies ?? []), ...(this.etcd?.dependencies ?? [])];
  }

  /** @internal Throws `InvalidValueError` for what the release cannot do. */
  public requireSupport(release: Release): void {
    const { nats, leaseTtl } = this.props;
    if (nats !== undefined && nats.tls.kind !== 'none' && !release.atLeast(NATS_TLS_SINCE)) {
      const fix = `take release ${NATS_TLS_SINCE} or newer`;
      throw new InvalidValueError('planes', `NATS with TLS in release ${release.version}`, 'NATS without TLS', fix);
    }
    if (leaseTtl !== undefined && !release.atLeast(LEASE_TTL_SINCE)) {
      const fix = `take release ${LEASE_TTL_SINCE} or newer`;
      throw new InvalidValueError('leaseTtl', leaseTtl.toHumanString(), `left out in release ${release.version}`, fix);
    }
  }

  /** @internal Every plane is named: what is used otherwise differs between releases, and with the platform. */
  public get env(): Env {
    const { requests, events, nats, etcd, leaseTtl } = this.props;
    return {
      DYN_REQUEST_PLANE: requests,
      DYN_EVENT_PLANE: events,
      ...(nats === undefined ? {} : { NATS_SERVER: nats.url, ...nats.tls.env, ...nats.auth.env }),
      ...(etcd === undefined
        ? {}
        : { DYN_DISCOVERY_BACKEND: 'etcd', ETCD_ENDPOINTS: etcd.endpoints.join(','), ...etcd.access.env }),
      ...(leaseTtl === undefined ? {} : { ETCD_LEASE_TTL: String(leaseTtl.toSeconds()) }),
    };
  }

  /** @internal Of the DynamoGraphDeployment. */
  public get annotations(): Readonly<Record<string, string>> {
    return this.etcd === undefined ? {} : { [DISCOVERY_ANNOTATION]: 'etcd' };
  }

  /** @internal */
  public get volumes(): readonly Volume[] {
    return this.nats?.tls.volumes ?? [];
  }

  /** @internal */
  public get mounts(): readonly VolumeMount[] {
    const { nats } = this;
    return this.volumes.map(({ name }) => ({ name, mountPath: nats?.tls.mountPath ?? '', readOnly: true }));
  }

  /** @internal */
  public describe<K extends EngineKind>(graph: InferenceGraph<K>): PlanesDescription {
    const { requests, events, nats, etcd } = this.props;
    return {
      requests,
      events,
      discovery: etcd === undefined ? 'kubernetes' : 'etcd',
      ...(nats === undefined
        ? {}
        : {
            nats: {
              url: nats.url,
              tls: nats.tls.kind,
              auth: nats.auth.kind,
              maxPayloadBytes: nats.maxPayloadBytes,
              longestMessageBytes: longestMessageBytes(graph),
            },
          }),
      ...(etcd === undefined ? {} : { etcd: { endpoints: etcd.endpoints, access: etcd.access.kind } }),
    };
  }
}

/** How a graph that says nothing of its planes works. */
export function defaultPlanes(release: Release): PlanesDescription {
  return { requests: 'tcp', events: release.eventPlane, discovery: 'kubernetes' };
}
