import { Size } from 'cdk8s';
import type { Construct } from 'constructs';
import type { EngineKind } from '../description';
import { InvalidValueError, requireWhole } from '../findings';
import { endpointPickerEnv, goPickerConfig } from './endpoint-picker-settings';
import type { Env } from './env-value';
import { type ComponentParts, GraphComponent, requireCores } from './graph-component';
import type { InferenceGraph } from './inference-graph';
import { lorasOf } from './lora-adapter';
import type { PodTemplatePatch } from './pod-template-patch';
import { type KvRouterProps, Router } from './router';

export interface EndpointPickerProps {
  /**
   * Number of pods. Several share what they know of the load, but only roughly. Before release 1.5 there is exactly one.
   * @default 1
   */
  readonly replicas?: number;
  /**
   * How it weighs workers. It always routes by KV cache.
   * @default - the release's own weights, following KV events
   */
  readonly routing?: KvRouterProps;
  /**
   * What each frontend beside a worker gets, taken from the pod's share of its node.
   * @default { cpu: 2, memory: Size.gibibytes(4) }
   */
  readonly sidecar?: { readonly cpu: number; readonly memory: Size };
  /**
   * Image of the pods.
   * @default - the release's frontend image, which holds the picker
   */
  readonly image?: string;
  /**
   * CPU cores of each pod, requested and limited.
   * @default 4
   */
  readonly cpu?: number;
  /**
   * Memory of each pod, requested and limited.
   * @default Size.gibibytes(8)
   */
  readonly memory?: Size;
  /**
   * Further environment variables; they win over computed ones.
   * @default {}
   */
  readonly extraEnv?: Env;
  /**
   * What the pods have otherwise than computed, in the words of Kubernetes. The process is the container `main`.
   * @default - nothing
   */
  readonly podTemplate?: PodTemplatePatch;
}

/**
 * Puts a graph behind a Gateway instead of a `Frontend`: the Gateway API inference extension asks it for the worker of each request, and a
 * frontend beside each worker takes the request in. The operator makes the InferencePool that a Gateway routes to, `<graph>-pool`;
 * `InferenceRoute` leads requests there.
 *
 * ```ts
 * const picker = new EndpointPicker(graph, 'epp');
 * new InferenceRoute(picker, 'route', { gateway: InferenceGateway.existing({ name: 'inference-gateway' }) });
 * ```
 *
 * Source: ai-dynamo/dynamo docs/fern/pages/kubernetes/kv-aware-routing/gateway-api.mdx, read 2026-11.
 */
export class EndpointPicker<K extends EngineKind = EngineKind> extends GraphComponent<K> {
  public override readonly type = 'epp';
  public readonly replicas: number;
  public readonly router: Router;
  public readonly sidecar: { readonly cpu: number; readonly memory: Size };

  /**
   * @param graph the graph that it is the entry of; the id is the component's name
   * @throws InvalidValueError for a graph that has a Frontend, another picker or LoRA adapters
   */
  public constructor(
    graph: InferenceGraph<K>,
    id: string,
    private readonly props: EndpointPickerProps = {},
  ) {
    const other = endpointPickerOf(graph);
    super(graph, id);
    if (other !== undefined) {
      throw new InvalidValueError('id', id, 'the only endpoint picker of its graph', `'${other.node.id}' is there`);
    }
    this.replicas = props.replicas ?? 1;
    this.router = Router.kv(props.routing);
    this.sidecar = props.sidecar ?? { cpu: 2, memory: Size.gibibytes(4) };
    requireWhole('replicas', this.replicas, 1, graph.release.atLeast('1.5') ? undefined : 1);
    requireCores(props.cpu ?? 1);
    requireCores(this.sidecar.cpu);
    if (graph.frontends.length > 0) {
      throw new InvalidValueError(
        'graph',
        graph.name,
        'a graph without a Frontend',
        `'${graph.frontends[0]?.node.id ?? ''}' takes its requests: keep one of the two`,
      );
    }
    if (lorasOf(graph).length > 0) {
      throw new InvalidValueError('graph', graph.name, 'a graph without LoRA adapters', 'put it behind a Frontend');
    }
  }

  /** Name of the InferencePool that the operator makes. */
  public get poolName(): string {
    return `${this.graph.name}-pool`;
  }

  /** @internal */
  public parts(): ComponentParts {
    const { graph, props } = this;
    const eppConfig = graph.release.atLeast('1.5') ? undefined : goPickerConfig(graph);
    return {
      image: props.image ?? graph.release.image('dynamo-frontend'),
      env: { ...endpointPickerEnv(graph, this), ...props.extraEnv },
      cpu: props.cpu ?? 4,
      memory: props.memory ?? Size.gibibytes(8),
      ...(props.podTemplate === undefined ? {} : { podTemplate: props.podTemplate }),
      ...(eppConfig === undefined ? {} : { eppConfig }),
    };
  }
}

/** The endpoint picker of a graph. */
export function endpointPickerOf(graph: Construct): EndpointPicker | undefined {
  return graph.node.children.find((child) => child instanceof EndpointPicker);
}
