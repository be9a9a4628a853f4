import type { Volume } from '../api';
import { InvalidValueError } from '../findings';
import { type Env, EnvValue, type SecretKey } from './env-value';
import type { TlsSecret } from './tls-secret';

/** Where pods of a graph find what they verify NATS with, and what they show it. */
const TLS_VOLUME = 'nats-tls';
const TLS_PATH = '/etc/nats-tls';
/** Read by the owner and the group of the volume, which is the pod's. */
const SECRET_MODE = 0o440;

/**
 * Whether connections to NATS are encrypted, and who shows a certificate. Dynamo can since release 1.5.
 *
 * Secrets stand in the namespace of whoever mounts them: those of the servers in that of NATS, those of clients in that of each graph.
 */
export class NatsTls {
  /**
   * Servers show a certificate; clients verify it.
   *
   * @param server of the servers; its certificate also serves as a client's, since servers of a cluster connect to each other
   * @param authorities what graphs verify the servers with, where their namespace is not to have the servers' own Secret
   */
  public static server(server: TlsSecret, authorities: SecretKey = server.authorities): NatsTls {
    return new NatsTls('server', server, authorities, undefined);
  }

  /**
   * Both sides show a certificate, and a client without one is refused.
   *
   * @param server of the servers, as above
   * @param client of the pods of graphs, with the authority that they verify the servers with
   */
  public static mutual(server: TlsSecret, client: TlsSecret): NatsTls {
    return new NatsTls('mutual', server, client.authorities, client);
  }

  /** Plain TCP: whoever reaches the network between the pods reads prompts and answers. */
  public static none(): NatsTls {
    return new NatsTls('none', undefined, undefined, undefined);
  }

  private constructor(
    public readonly kind: 'server' | 'mutual' | 'none',
    /** Certificate of the servers. */
    public readonly serverSecret: TlsSecret | undefined,
    private readonly authorities: SecretKey | undefined,
    private readonly client: TlsSecret | undefined,
  ) {}

  /**
   * Paths, unlike those of etcd. Source: ai-dynamo/dynamo lib/runtime transports/nats.rs, pull requests 13096 and 13528, 2026-08.
   * @internal
   */
  public get env(): Env {
    return {
      ...(this.authorities === undefined ? {} : { NATS_TLS_CA_CERT_PATH: `${TLS_PATH}/ca.crt` }),
      ...(this.client === undefined
        ? {}
        : {
            NATS_TLS_CLIENT_CERT_PATH: `${TLS_PATH}/tls.crt`,
            NATS_TLS_CLIENT_KEY_PATH: `${TLS_PATH}/tls.key`,
          }),
    };
  }

  /** @internal The servers' private key stays with them. */
  public get volumes(): readonly Volume[] {
    if (this.authorities === undefined) {
      return [];
    }
    const items = [
      { key: this.authorities.key, path: 'ca.crt' },
      ...(this.client === undefined
        ? []
        : [
            { key: this.client.certificate.key, path: 'tls.crt' },
            { key: this.client.privateKey.key, path: 'tls.key' },
          ]),
    ];
    const { name: secretName } = this.authorities;
    return [{ name: TLS_VOLUME, secret: { secretName, items, defaultMode: SECRET_MODE } }];
  }

  /** @internal */
  public get mountPath(): string {
    return TLS_PATH;
  }
}

/** How a client of NATS says who it is. Values stand in Secrets of the namespace of NATS and of each graph. */
export class NatsAuth {
  /**
   * One user for all graphs.
   *
   * @param user name of the user; no secret
   * @param password may hold anything but a single quote, with which the servers' configuration quotes it
   * @throws InvalidValueError for a name that does not begin with a letter, or has other characters than letters, digits, hyphens, dots and underscores
   */
  public static password(user: string, password: SecretKey): NatsAuth {
    if (!/^[A-Za-z][\w.-]*$/.test(user)) {
      throw new InvalidValueError('user', user, 'a letter, then letters, digits, hyphens, dots and underscores');
    }
    return new NatsAuth('password', user, password);
  }

  /**
   * A secret that all graphs share.
   *
   * @param token may hold anything but a single quote, with which the servers' configuration quotes it
   */
  public static token(token: SecretKey): NatsAuth {
    return new NatsAuth('token', undefined, token);
  }

  /** Whoever reaches the servers may read and answer every request. */
  public static none(): NatsAuth {
    return new NatsAuth('none', undefined, undefined);
  }

  private constructor(
    public readonly kind: 'password' | 'token' | 'none',
    public readonly user: string | undefined,
    public readonly secret: SecretKey | undefined,
  ) {}

  /** @internal Source: ai-dynamo/dynamo lib/runtime/src/config/environment_names.rs. */
  public get env(): Env {
    if (this.secret === undefined) {
      return {};
    }
    const secret = EnvValue.secret(this.secret);
    return this.user === undefined
      ? { NATS_AUTH_TOKEN: secret }
      : { NATS_AUTH_USERNAME: this.user, NATS_AUTH_PASSWORD: secret };
  }
}
