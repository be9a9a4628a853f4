import { requireDnsSubdomain } from '../findings';
import { SecretKey } from './env-value';

export interface TlsSecretKeys {
  /**
   * Key with the certificate, and those that lead to the authority.
   * @default 'tls.crt'
   */
  readonly certificate?: string;
  /**
   * Key with the private key.
   * @default 'tls.key'
   */
  readonly privateKey?: string;
  /**
   * Key with the certificates of the authorities that the other side is verified against.
   * @default 'ca.crt'
   */
  readonly authorities?: string;
}

/** A Secret with a certificate, its private key and the authority behind it, made by someone else: cert-manager, for example. */
export class TlsSecret {
  /**
   * @param name name of the Secret
   * @param keys what its keys are called, if not as cert-manager calls them
   * @throws InvalidValueError for a name that no Secret can have
   */
  public static named(name: string, keys: TlsSecretKeys = {}): TlsSecret {
    requireDnsSubdomain('name', name);
    const { certificate = 'tls.crt', privateKey = 'tls.key', authorities = 'ca.crt' } = keys;
    const key = (key: string) => SecretKey.of(name, key);
    return new TlsSecret(name, key(certificate), key(privateKey), key(authorities));
  }

  private constructor(
    /** Name of the Secret. */
    public readonly name: string,
    public readonly certificate: SecretKey,
    public readonly privateKey: SecretKey,
    public readonly authorities: SecretKey,
  ) {}
}
