import { type ApiObject, Chart, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { HttpRoute } from '../api';
import { InvalidValueError, requireDnsSubdomain } from '../findings';
import type { EndpointPicker } from './endpoint-picker';
import { type IInferenceGateway, InferenceGateway } from './inference-gateway';

/** Header by which several models share a host name. Source: ai-dynamo/dynamo docs gateway-api.mdx, read 2026-11. */
const MODEL_HEADER = 'X-Gateway-Model-Name';
/** Port of the frontends beside the workers, which the operator writes into the InferencePool. */
const POOL_PORT = 8000;
const REQUEST_TIMEOUT = Duration.seconds(300);

export interface InferenceRouteProps {
  /** The Gateway that takes the requests. */
  readonly gateway: IInferenceGateway;
  /**
   * Host names of the requests that belong to the graph.
   * @default - any host
   */
  readonly hostnames?: readonly string[];
  /**
   * Whether only requests with the header `X-Gateway-Model-Name: <served name>` belong to the graph: for several models behind one host.
   * @default false
   */
  readonly modelHeader?: boolean;
  /**
   * How long a request may take.
   * @default Duration.seconds(300)
   */
  readonly timeout?: Duration;
}

/** Leads requests from a Gateway to a graph with an `EndpointPicker`. */
export class InferenceRoute extends Construct {
  /** The HTTPRoute as an API object, for `addJsonPatch`. */
  public readonly route: ApiObject;

  /** @throws InvalidValueError for a Gateway of this app in another namespace, which takes no routes from there */
  public constructor(picker: EndpointPicker, id: string, props: InferenceRouteProps) {
    super(picker, id);
    const { gateway, hostnames = [], timeout = REQUEST_TIMEOUT } = props;
    const { graph } = picker;
    for (const hostname of hostnames) {
      requireDnsSubdomain('hostnames', hostname.replace(/^\*\./, ''));
    }
    if (gateway instanceof InferenceGateway && gateway.namespace !== Chart.of(this).namespace) {
      throw new InvalidValueError(
        'gateway',
        gateway.namespace,
        `a Gateway in the namespace of the graph (${graph.namespace ?? 'none'})`,
        'a Gateway takes routes of its own namespace only, unless its listeners say otherwise',
      );
    }
    const milliseconds = timeout.toMilliseconds({ integral: false });
    if (!(milliseconds >= 1)) {
      throw new InvalidValueError('timeout', timeout.toHumanString(), 'at least a millisecond');
    }
    const headers = [{ type: 'Exact', name: MODEL_HEADER, value: graph.servedName }] as const;
    const namespace = gateway.namespace === graph.namespace ? undefined : gateway.namespace;
    this.route = new HttpRoute(this, 'route', {
      metadata: { name: `${graph.name}-${id}` },
      spec: {
        parentRefs: [
          {
            group: 'gateway.networking.k8s.io',
            kind: 'Gateway',
            name: gateway.name,
            ...(namespace === undefined ? {} : { namespace }),
          },
        ],
        ...(hostnames.length === 0 ? {} : { hostnames }),
        rules: [
          {
            matches: [{ path: { type: 'PathPrefix', value: '/' }, ...(props.modelHeader === true ? { headers } : {}) }],
            backendRefs: [
              { group: 'inference.networking.k8s.io', kind: 'InferencePool', name: picker.poolName, port: POOL_PORT },
            ],
            timeouts: {
              request: milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${Math.round(milliseconds)}ms`,
            },
          },
        ],
      },
    });
    this.route.node.addDependency(graph.deployment, ...gateway.dependencies);
  }
}
