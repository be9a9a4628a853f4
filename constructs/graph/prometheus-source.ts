import type { Duration } from 'cdk8s';
import type { Volume, VolumeMount } from '../api';
import { InvalidValueError, requireDnsSubdomain } from '../findings';
import type { PlannerConfig } from '../planner';
import { type Env, EnvValue, type SecretKey } from './env-value';

export interface PrometheusSourceProps {
  /** Address of the server, for example `http://prometheus-operated.monitoring:9090`. */
  readonly url: string;
  /**
   * Secret with the bearer token.
   * @default - none is sent
   */
  readonly token?: SecretKey;
  /**
   * ConfigMap with the certificates of the authorities that the server is verified against.
   * @default - those of the image
   */
  readonly authorities?: { readonly configMap: string; readonly key: string };
  /**
   * Whether the server's certificate is verified. The planner itself does not, unless told.
   * @default true for https
   */
  readonly verify?: boolean;
  /**
   * Parameters of every query, for example the tenant.
   * @default {}
   */
  readonly queryParameters?: Readonly<Record<string, string>>;
  /**
   * How long the server may be silent. The planner does not ask again in the same interval. From release 1.5 on.
   * @default Duration.seconds(10)
   */
  readonly timeout?: Duration;
}

const AUTHORITIES = 'prometheus-authorities';
const AUTHORITIES_PATH = '/etc/prometheus-authorities';

/** The Prometheus server that the Planner asks for the load of the frontend. */
export class PrometheusSource {
  /**
   * The one of the platform: `dynamo.metrics.prometheusEndpoint` of the operator's chart, which the operator hands to the pod as
   * PROMETHEUS_ENDPOINT. Where it is not set the planner asks kube-prometheus-stack in the namespace `monitoring`.
   */
  public static platform(): PrometheusSource {
    return new PrometheusSource(undefined);
  }

  /** Throws `InvalidValueError` for anything but an http or https address without query, and for an address with a password. */
  public static at(props: PrometheusSourceProps): PrometheusSource {
    return new PrometheusSource(props);
  }

  private constructor(private readonly props: PrometheusSourceProps | undefined) {
    if (props === undefined) {
      return;
    }
    const { url, timeout, authorities } = props;
    const parsed = URL.canParse(url) ? new URL(url) : undefined;
    if (parsed === undefined || !/^https?:$/.test(parsed.protocol) || parsed.search !== '' || parsed.username !== '') {
      throw new InvalidValueError('url', url, 'an http:// or https:// address without user, password and query');
    }
    if (timeout !== undefined && !(timeout.toSeconds({ integral: false }) > 0)) {
      throw new InvalidValueError('timeout', timeout.toHumanString(), 'a duration above 0');
    }
    if (authorities !== undefined) {
      requireDnsSubdomain('authorities.configMap', authorities.configMap);
    }
  }

  /** Address; undefined where the platform knows it. */
  public get url(): string | undefined {
    return this.props?.url;
  }

  /** @internal */
  public get config(): PlannerConfig {
    if (this.props === undefined) {
      return {};
    }
    const { url, authorities, verify = url.startsWith('https:'), queryParameters, timeout } = this.props;
    return {
      metric_pulling_prometheus_endpoint: url,
      ...(verify ? { metric_pulling_prometheus_ssl_verify: true } : {}),
      ...(authorities === undefined
        ? {}
        : { metric_pulling_prometheus_ca_bundle: `${AUTHORITIES_PATH}/${authorities.key}` }),
      ...(queryParameters === undefined ? {} : { metric_pulling_prometheus_extra_query_params: queryParameters }),
      ...(timeout === undefined
        ? {}
        : { metric_pulling_prometheus_request_timeout_seconds: timeout.toSeconds({ integral: false }) }),
    };
  }

  /** @internal The token stands in no file. */
  public get env(): Env {
    const token = this.props?.token;
    return token === undefined ? {} : { PROMETHEUS_TOKEN: EnvValue.secret(token) };
  }

  /** @internal */
  public get volumes(): readonly Volume[] {
    const authorities = this.props?.authorities;
    return authorities === undefined ? [] : [{ name: AUTHORITIES, configMap: { name: authorities.configMap } }];
  }

  /** @internal */
  public get mounts(): readonly VolumeMount[] {
    return this.volumes.map(({ name }) => ({ name, mountPath: AUTHORITIES_PATH, readOnly: true }));
  }
}
