import type { Duration } from 'cdk8s';
import { InvalidValueError, requireDnsSubdomain } from '../findings';
import type { JsonObject } from '../manifests';
import { goDuration } from './go-duration';

export interface CertManagerProps {
  /** @default Duration.hours(8760) */
  readonly duration?: Duration;
  /** @default Duration.hours(360) */
  readonly renewBefore?: Duration;
  /** @default Duration.hours(87600) */
  readonly rootDuration?: Duration;
  /** @default Duration.hours(720) */
  readonly rootRenewBefore?: Duration;
}

export interface ExternalCertificateProps {
  /** Secret with `tls.crt`, `tls.key` and `ca.crt`, in the namespace of the operator. It has to be there before the chart. */
  readonly secretName: string;
  /** The authority that signed the certificate, as PEM in base64: the API server verifies the webhook with it. */
  readonly caBundle: string;
}

/**
 * Who makes the certificate of the operator's webhooks.
 * Source: ai-dynamo/dynamo docs/kubernetes/webhooks.md, 2026-10.
 */
export class WebhookCertificate {
  /** The operator itself, which also renews it. */
  public static builtIn(): WebhookCertificate {
    return new WebhookCertificate('built-in', {});
  }

  /**
   * cert-manager, which has to be a part of the platform.
   *
   * @throws InvalidValueError for a certificate that is renewed later than it ends
   */
  public static certManager(props: CertManagerProps = {}): WebhookCertificate {
    const { duration, renewBefore, rootDuration, rootRenewBefore } = props;
    requireEarlier('renewBefore', renewBefore, duration);
    requireEarlier('rootRenewBefore', rootRenewBefore, rootDuration);
    const rootCA = { ...lasting('duration', rootDuration), ...lasting('renewBefore', rootRenewBefore) };
    const certificate = {
      ...lasting('duration', duration),
      ...lasting('renewBefore', renewBefore),
      ...(Object.keys(rootCA).length === 0 ? {} : { rootCA }),
    };
    return new WebhookCertificate('cert-manager', {
      certManager: { enabled: true, ...(Object.keys(certificate).length === 0 ? {} : { certificate }) },
    });
  }

  /**
   * Somebody else.
   *
   * @throws InvalidValueError for a name that no Secret can have, and for a bundle that is no base64 of a PEM file
   */
  public static external({ secretName, caBundle }: ExternalCertificateProps): WebhookCertificate {
    requireDnsSubdomain('secretName', secretName);
    // 'LS0tLS1CRUdJTi' is '-----BEGIN' in base64.
    if (!/^LS0tLS1CRUdJTi[A-Za-z0-9+/]+=*$/.test(caBundle)) {
      throw new InvalidValueError('caBundle', caBundle, 'a PEM file in base64', 'base64 -w0 ca.crt');
    }
    return new WebhookCertificate('external', { certificateSecret: { name: secretName, external: true }, caBundle });
  }

  private constructor(
    public readonly kind: 'built-in' | 'cert-manager' | 'external',
    /** Fields of `dynamo-operator.webhook`. */
    public readonly values: JsonObject,
  ) {
    Object.freeze(this);
  }
}

function lasting(key: string, duration: Duration | undefined): Record<string, string> {
  return duration === undefined ? {} : { [key]: goDuration(duration) };
}

function requireEarlier(prop: string, renewal: Duration | undefined, whole: Duration | undefined): void {
  if (renewal !== undefined && whole !== undefined && renewal.toSeconds() >= whole.toSeconds()) {
    throw new InvalidValueError(prop, goDuration(renewal), `shorter than the certificate's ${goDuration(whole)}`);
  }
}
