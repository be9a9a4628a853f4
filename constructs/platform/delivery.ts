import { Duration } from 'cdk8s';
import { InvalidValueError, requireDnsLabel } from '../findings';

export interface FluxOptions {
  /**
   * Namespace of the HelmReleases and of their sources.
   * @default 'flux-system'
   */
  readonly namespace?: string;
  /**
   * How often Flux compares the cluster with what is asked for.
   * @default Duration.minutes(10)
   */
  readonly interval?: Duration;
  /**
   * How long an installation may take.
   * @default Duration.minutes(20)
   */
  readonly timeout?: Duration;
}

export interface ArgoCdOptions {
  /**
   * Namespace of the Applications.
   * @default 'argocd'
   */
  readonly namespace?: string;
  /**
   * Project of the Applications.
   * @default 'default'
   */
  readonly project?: string;
  /**
   * The cluster that they install into.
   * @default 'https://kubernetes.default.svc' the one that Argo CD runs in
   */
  readonly server?: string;
  /**
   * Whether Argo CD installs at once and takes back what others change.
   * @default true
   */
  readonly automated?: boolean;
}

/** How the platform gets into the cluster. */
export class Delivery {
  /**
   * Flux: a HelmRelease for each chart, with its HelmRepository or OCIRepository.
   *
   * @throws InvalidValueError for a namespace that is no name, and an interval below a minute
   */
  public static flux(options: FluxOptions = {}): Delivery {
    const { namespace = 'flux-system', interval = Duration.minutes(10), timeout = Duration.minutes(20) } = options;
    requireDnsLabel('namespace', namespace);
    if (interval.toSeconds() < 60) {
      throw new InvalidValueError('interval', interval.toHumanString(), 'at least a minute');
    }
    return new Delivery({ kind: 'flux', namespace, interval, timeout });
  }

  /**
   * Argo CD: an Application for each chart. Their order is that of sync waves, which Argo CD keeps when the Applications are part of
   * another one (app of apps).
   *
   * @throws InvalidValueError for a namespace that is no name
   */
  public static argoCd(options: ArgoCdOptions = {}): Delivery {
    const {
      namespace = 'argocd',
      project = 'default',
      server = 'https://kubernetes.default.svc',
      automated = true,
    } = options;
    requireDnsLabel('namespace', namespace);
    return new Delivery({ kind: 'argo-cd', namespace, project, server, automated });
  }

  /** Helm: no object in the app; `helmFiles` and `helmCommands` say what to run. */
  public static helm(): Delivery {
    return new Delivery({ kind: 'helm' });
  }

  /** The platform is there: it is only declared, so that rules can compare graphs with it. */
  public static existing(): Delivery {
    return new Delivery({ kind: 'existing' });
  }

  private constructor(public readonly settings: DeliverySettings) {
    Object.freeze(this);
  }
}

/** A way of delivery with everything that it was told. */
export type DeliverySettings =
  | ({ readonly kind: 'flux' } & Required<FluxOptions>)
  | ({ readonly kind: 'argo-cd' } & Required<ArgoCdOptions>)
  | { readonly kind: 'helm' }
  | { readonly kind: 'existing' };
