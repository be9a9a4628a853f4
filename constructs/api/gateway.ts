import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

export interface GatewayListener {
  readonly name: string;
  readonly port: number;
  readonly protocol: 'HTTP' | 'HTTPS';
  /** Certificates of an HTTPS listener. */
  readonly tls?: {
    readonly mode: 'Terminate';
    readonly certificateRefs: readonly { readonly name: string }[];
  };
}

export interface GatewayProps {
  readonly metadata: ApiObjectMetadata;
  readonly spec: { readonly gatewayClassName: string; readonly listeners: readonly GatewayListener[] };
}

/** A `gateway.networking.k8s.io/v1` Gateway. Source: kubernetes-sigs/gateway-api config/crd/standard. */
export class Gateway extends ApiObject {
  public constructor(scope: Construct, id: string, props: GatewayProps) {
    super(scope, id, { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', ...props });
  }
}

export interface HttpRouteMatch {
  readonly path: { readonly type: 'PathPrefix'; readonly value: string };
  readonly headers?: readonly { readonly type: 'Exact'; readonly name: string; readonly value: string }[];
}

export interface HttpRouteSpec {
  readonly parentRefs: readonly {
    readonly group: string;
    readonly kind: string;
    readonly name: string;
    readonly namespace?: string;
  }[];
  readonly hostnames?: readonly string[];
  readonly rules: readonly {
    readonly matches: readonly HttpRouteMatch[];
    readonly backendRefs: readonly {
      readonly group: string;
      readonly kind: string;
      readonly name: string;
      readonly port: number;
    }[];
    readonly timeouts?: { readonly request: string };
  }[];
}

export interface HttpRouteProps {
  readonly metadata: ApiObjectMetadata;
  readonly spec: HttpRouteSpec;
}

/** A `gateway.networking.k8s.io/v1` HTTPRoute. Source: kubernetes-sigs/gateway-api config/crd/standard. */
export class HttpRoute extends ApiObject {
  public constructor(scope: Construct, id: string, props: HttpRouteProps) {
    super(scope, id, { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', ...props });
  }
}
