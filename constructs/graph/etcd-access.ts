import { InvalidValueError } from '../findings';
import { type Env, EnvValue, type SecretKey } from './env-value';
import type { TlsSecret } from './tls-secret';

export interface EtcdMutualTlsProps {
  /** Certificate of the members. It also serves as a client's, since members connect to each other. */
  readonly server: TlsSecret;
  /** Certificate of the pods of graphs, with the authority that they verify the members with. */
  readonly client: TlsSecret;
  /**
   * Certificate of members among themselves.
   * @default - that of `server`
   */
  readonly peer?: TlsSecret;
}

export interface EtcdPasswordProps {
  /**
   * Name of the user that graphs are.
   * @default 'dynamo'
   */
  readonly user?: string;
  /** Password of that user. */
  readonly password: SecretKey;
  /** Password of etcd's `root`, who makes the user. */
  readonly root: SecretKey;
  /**
   * Certificate of members among themselves.
   * @default - members speak plain TCP, too
   */
  readonly peer?: TlsSecret;
}

/**
 * How clients of etcd say who they are. Certificates or a password: Dynamo's client leaves TLS out as soon as it is given a password.
 *
 * Secrets stand in the namespace of whoever reads them: those of the members in that of etcd, those of clients in that of each graph.
 * Source: ai-dynamo/dynamo lib/runtime/src/transports/etcd.rs; both ways seen at run time with 1.6.1, 2026-11.
 */
export class EtcdAccess {
  /** Both sides show a certificate; a client without one is refused. */
  public static mutualTls(props: EtcdMutualTlsProps): EtcdAccess {
    return new EtcdAccess('mutual-tls', props, undefined);
  }

  /**
   * A user with a password, which goes over the network in the clear. Tokens of etcd are lost when members restart.
   *
   * @throws InvalidValueError for a user that etcd or its clients cannot have, `root` among them
   */
  public static password(props: EtcdPasswordProps): EtcdAccess {
    const { user = 'dynamo' } = props;
    if (!/^[A-Za-z][\w.-]*$/.test(user) || user === 'root') {
      throw new InvalidValueError('user', user, 'a name other than root: a letter, then letters, digits, -, . and _');
    }
    return new EtcdAccess('password', undefined, { ...props, user });
  }

  /** Whoever reaches etcd may register workers and remove them. */
  public static none(): EtcdAccess {
    return new EtcdAccess('none', undefined, undefined);
  }

  private constructor(
    public readonly kind: 'mutual-tls' | 'password' | 'none',
    /** There with mutual TLS. */
    public readonly certificates: EtcdMutualTlsProps | undefined,
    /** There with a password. */
    public readonly login: (EtcdPasswordProps & { readonly user: string }) | undefined,
  ) {}

  /** Certificate of members among themselves, if they have one. */
  public get peerSecret(): TlsSecret | undefined {
    return this.certificates === undefined ? this.login?.peer : (this.certificates.peer ?? this.certificates.server);
  }

  /**
   * The certificates themselves: the client takes PEM texts, whatever its own comments say of paths.
   * @internal
   */
  public get env(): Env {
    const { certificates, login } = this;
    if (certificates !== undefined) {
      const { authorities, certificate, privateKey } = certificates.client;
      return {
        ETCD_AUTH_CA: EnvValue.secret(authorities),
        ETCD_AUTH_CLIENT_CERT: EnvValue.secret(certificate),
        ETCD_AUTH_CLIENT_KEY: EnvValue.secret(privateKey),
      };
    }
    return login === undefined
      ? {}
      : { ETCD_AUTH_USERNAME: login.user, ETCD_AUTH_PASSWORD: EnvValue.secret(login.password) };
  }
}
