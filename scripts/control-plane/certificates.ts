import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** A key with its certificate, both PEM. */
export interface Certificate {
  readonly key: string;
  readonly certificate: string;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const YEAR = 365 * 24 * 3600 * 1000;
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';

/** A certificate authority of its own for one control plane. */
export class CertificateAuthority {
  public static async create(): Promise<CertificateAuthority> {
    const keys = await newKeys();
    const certificate = await X509CertificateGenerator.createSelfSigned({
      name: 'CN=stator-test-ca',
      serialNumber: serial(),
      ...validity(),
      keys,
      signingAlgorithm: ALGORITHM,
      extensions: [
        new BasicConstraintsExtension(true, undefined, true),
        new KeyUsagesExtension(
          KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign | KeyUsageFlags.digitalSignature,
          true,
        ),
      ],
    });
    return new CertificateAuthority(certificate.toString('pem'), keys);
  }

  private constructor(
    public readonly certificate: string,
    private readonly keys: webcrypto.CryptoKeyPair,
  ) {}

  /** For the API server and what answers on loopback. */
  public server(): Promise<Certificate> {
    return this.issue(
      'CN=kube-apiserver',
      [SERVER_AUTH],
      [
        { type: 'ip', value: '127.0.0.1' },
        { type: 'ip', value: '10.96.0.1' },
        { type: 'dns', value: 'localhost' },
        { type: 'dns', value: 'kubernetes.default.svc' },
      ],
    );
  }

  /** For a client: Kubernetes reads the user from the common name and groups from the organisation. */
  public client(user: string, group?: string): Promise<Certificate> {
    return this.issue(`${group === undefined ? '' : `O=${group},`}CN=${user}`, [CLIENT_AUTH], []);
  }

  /** For a server of a cluster, which is a client of the others, and answers on loopback besides. */
  public member(names: readonly string[]): Promise<Certificate> {
    const dns = names.map((value) => ({ type: 'dns', value }) as const);
    return this.issue('CN=member', [SERVER_AUTH, CLIENT_AUTH], [{ type: 'ip', value: '127.0.0.1' }, ...dns]);
  }

  private async issue(
    subject: string,
    usages: readonly string[],
    names: readonly { readonly type: 'ip' | 'dns'; readonly value: string }[],
  ): Promise<Certificate> {
    const keys = await newKeys();
    const certificate = await X509CertificateGenerator.create({
      subject,
      issuer: 'CN=stator-test-ca',
      serialNumber: serial(),
      ...validity(),
      publicKey: keys.publicKey,
      signingKey: this.keys.privateKey,
      signingAlgorithm: ALGORITHM,
      extensions: [
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment, true),
        new ExtendedKeyUsageExtension([...usages]),
        ...(names.length === 0 ? [] : [new SubjectAlternativeNameExtension([...names])]),
      ],
    });
    return { key: await privateKey(keys), certificate: certificate.toString('pem') };
  }
}

/** A key pair that signs service account tokens. */
export async function signingKey(): Promise<{ readonly privateKey: string; readonly publicKey: string }> {
  const keys = await newKeys();
  const publicKey = await webcrypto.subtle.exportKey('spki', keys.publicKey);
  return { privateKey: await privateKey(keys), publicKey: PemConverter.encode(publicKey, 'PUBLIC KEY') };
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

async function privateKey(keys: webcrypto.CryptoKeyPair): Promise<string> {
  return PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
}

function serial(): string {
  return `00${Buffer.from(webcrypto.getRandomValues(new Uint8Array(8))).toString('hex')}`;
}

function validity(): { readonly notBefore: Date; readonly notAfter: Date } {
  const now = Date.now();
  return { notBefore: new Date(now - 3600 * 1000), notAfter: new Date(now + YEAR) };
}
