import { type ApiObject, Chart, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { HttpRoute } from '../api';
import { InvalidValueError, requireDnsLabel, requireDnsSubdomain } from '../findings';
import type { EndpointPicker } from './endpoint-picker';
import { type IInferenceGateway, InferenceGateway } from './inference-gateway';

/** Header by which several models share a host name. Source: ai-dynamo/dynamo docs gateway-api.mdx, read 2026-11. */
const MODEL_HEADER = 'X-Gateway-Model-Name';
/** Port of the frontends beside the workers, which the operator writes into the InferencePool. */
const POOL_PORT = 8000;
/** Hours have five digits. */
const LONGEST = 100_000 * 3_600_000;
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
    requireDnsLabel('id', id);
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
    if (!(milliseconds >= 1 && milliseconds < LONGEST)) {
      throw new InvalidValueError('timeout', timeout.toHumanString(), 'at least a millisecond, below 100000 hours');
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
            timeouts: { request: gatewayDuration(milliseconds) },
          },
        ],
      },
    });
    this.route.node.addDependency(graph.deployment, ...gateway.dependencies);
  }
}

/** A duration in units of at most five digits each. Source: kubernetes-sigs/gateway-api apis/v1/shared_types.go, Duration, v1.3. */
function gatewayDuration(milliseconds: number): string {
  const whole = Math.round(milliseconds);
  const seconds = Math.floor(whole / 1000);
  // Short ones stay in one unit, which people read best.
  const [hours, rest] = seconds < 100_000 ? [0, seconds] : [Math.floor(seconds / 3600), seconds % 3600];
  const parts = [`${hours}h`, `${rest}s`, `${whole % 1000}ms`];
  return parts.filter((part) => !/^0[a-z]/.test(part)).join('');
}
