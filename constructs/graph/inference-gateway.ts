import { type ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Gateway } from '../api';
import { requireDnsLabel, requireDnsSubdomain, requireWhole } from '../findings';
import { validateApp } from './validation';

/** A Gateway that routes lead to. */
export interface IInferenceGateway {
  readonly name: string;
  /** Absent for one in the namespace of the route. */
  readonly namespace?: string;
  /** What routes have to come after. */
  readonly dependencies: readonly Construct[];
}

export interface ExistingGatewayProps {
  /** Its name. */
  readonly name: string;
  /**
   * Its namespace; its listeners must admit routes of the graph's namespace.
   * @default - the namespace of the route
   */
  readonly namespace?: string;
}

export interface InferenceGatewayProps {
  /** GatewayClass of an implementation that knows InferencePools, for example `kgateway` or `agentgateway`. */
  readonly className: string;
  /**
   * Name of the Gateway.
   * @default - the construct id
   */
  readonly name?: string;
  /**
   * Port that it listens on.
   * @default - 443 with a certificate, else 80
   */
  readonly port?: number;
  /**
   * Secret of type `kubernetes.io/tls` with the certificate of an HTTPS listener.
   * @default - plain HTTP
   */
  readonly certificate?: string;
}

/**
 * A Gateway for graphs with an `EndpointPicker`, in their namespace. Gateway API, its inference extension and an implementation have to be
 * installed.
 *
 * ```ts
 * const gateway = new InferenceGateway(chart, 'inference-gateway', { className: 'kgateway' });
 * ```
 */
export class InferenceGateway extends Construct implements IInferenceGateway {
  /**
   * A Gateway that someone else made.
   *
   * @throws InvalidValueError for a name that no Gateway can have
   */
  public static existing(props: ExistingGatewayProps): IInferenceGateway {
    requireDnsSubdomain('name', props.name);
    if (props.namespace !== undefined) {
      requireDnsLabel('namespace', props.namespace);
    }
    return { ...props, dependencies: [] };
  }

  public readonly name: string;
  public readonly namespace?: string;
  /** The Gateway as an API object, for `addJsonPatch`. */
  public readonly gateway: ApiObject;
  public readonly dependencies: readonly Construct[];

  /** @throws InvalidValueError for names that no object can have, and a port that is none */
  public constructor(scope: Construct, id: string, props: InferenceGatewayProps) {
    super(scope, id);
    this.name = props.name ?? id;
    requireDnsLabel('name', this.name);
    requireDnsSubdomain('className', props.className);
    const { namespace } = Chart.of(this);
    if (namespace !== undefined) {
      this.namespace = namespace;
    }
    const { certificate } = props;
    if (certificate !== undefined) {
      requireDnsSubdomain('certificate', certificate);
    }
    const port = props.port ?? (certificate === undefined ? 80 : 443);
    requireWhole('port', port, 1, 65535);
    this.gateway = new Gateway(this, 'gateway', {
      metadata: { name: this.name },
      spec: {
        gatewayClassName: props.className,
        listeners: [
          certificate === undefined
            ? { name: 'http', port, protocol: 'HTTP' }
            : {
                name: 'https',
                port,
                protocol: 'HTTPS',
                tls: { mode: 'Terminate', certificateRefs: [{ name: certificate }] },
              },
        ],
      },
    });
    this.dependencies = [this.gateway];
    validateApp(this.node.root);
  }
}
