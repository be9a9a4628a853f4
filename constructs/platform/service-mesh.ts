import { InvalidValueError } from '../findings';
import type { JsonObject } from '../manifests';

export interface MutualTlsFiles {
  /** Path of the client certificate, in the file system of the istio-proxy. */
  readonly clientCertificate: string;
  /** Path of its private key. */
  readonly privateKey: string;
  /**
   * Path of the authorities that the endpoint picker's certificate is verified against.
   * @default - it is not verified
   */
  readonly caCertificates?: string;
}

/**
 * How the proxies of a service mesh reach the endpoint picker: the operator makes a DestinationRule for it.
 * Source: ai-dynamo/dynamo deploy/helm/charts/platform/values.yaml (dynamo.serviceMesh), 2026-11.
 */
export class ServiceMesh {
  /**
   * Istio with TLS to the picker's own certificate.
   *
   * @param verify whether the certificate is verified; the picker signs its own, so that this fails unless you give it another
   */
  public static istioSimple(verify = false): ServiceMesh {
    return ServiceMesh.istio({ tlsMode: 'SIMPLE', insecureSkipVerify: !verify });
  }

  /** Istio with the certificates of the mesh on both sides. */
  public static istioMutual(): ServiceMesh {
    return ServiceMesh.istio({ tlsMode: 'ISTIO_MUTUAL' });
  }

  /** Istio without TLS. */
  public static istioPlain(): ServiceMesh {
    return ServiceMesh.istio({ tlsMode: 'DISABLE' });
  }

  /**
   * Istio with a client certificate of your own, which lies in the proxies as files.
   *
   * @throws InvalidValueError for a path that is not absolute
   */
  public static istioFiles({ clientCertificate, privateKey, caCertificates }: MutualTlsFiles): ServiceMesh {
    const files = { clientCertificate, privateKey, ...(caCertificates === undefined ? {} : { caCertificates }) };
    for (const [prop, path] of Object.entries(files)) {
      if (!path.startsWith('/')) throw new InvalidValueError(prop, path, 'an absolute path');
    }
    return ServiceMesh.istio({ tlsMode: 'MUTUAL', insecureSkipVerify: caCertificates === undefined, ...files });
  }

  private static istio(settings: JsonObject): ServiceMesh {
    return new ServiceMesh({ enabled: true, provider: 'istio', istio: settings });
  }

  private constructor(
    /** Value of `dynamo-operator.dynamo.serviceMesh`. */
    public readonly values: JsonObject,
  ) {
    Object.freeze(this);
  }
}
