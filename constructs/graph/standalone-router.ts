import { Size } from 'cdk8s';
import type { Construct } from 'constructs';
import type { EngineKind } from '../description';
import { InvalidValueError, requireWhole } from '../findings';
import { dynamoNamespace } from './dynamo-namespace';
import type { Env } from './env-value';
import { type ComponentParts, GraphComponent, requireCores } from './graph-component';
import type { InferenceGraph } from './inference-graph';
import type { PodTemplatePatch } from './pod-template-patch';
import { type KvRouterProps, Router } from './router';

/** Names under which workers register. Source: ai-dynamo 1.6.1 on PyPI, dynamo/planner/config/backend_components.py, read 2026-11. */
const REGISTERED_AS = { prefill: 'prefill', backend: 'backend', trtllm: 'tensorrt_llm' } as const;
/** Port of the system server, whose probes and metrics the operator switches on for workers only. */
const SYSTEM_PORT = '9090';

export interface StandaloneRouterProps {
  /**
   * Workers that it chooses among: those of the prefill pool, or those that generate tokens.
   * @default - prefill where the graph has a prefill pool and nothing else, else generate
   */
  readonly target?: 'prefill' | 'generate';
  /**
   * Number of pods; several tell each other what they route.
   * @default 1
   */
  readonly replicas?: number;
  /**
   * How it weighs workers. It always routes by KV cache.
   * @default - the release's own weights, following KV events
   */
  readonly routing?: KvRouterProps;
  /**
   * Image of the pods.
   * @default - the image of the graph
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
   * Further tokens at the end of the command line.
   * @default []
   */
  readonly extraArgs?: readonly string[];
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
 * A router in a process of its own (`dynamo.router`), for workers that no frontend reaches directly: the pools behind a `GlobalRouter`. A
 * graph with one needs no `Frontend`.
 *
 * ```ts
 * new StandaloneRouter(graph, 'router');
 * ```
 *
 * Source: ai-dynamo/dynamo components/src/dynamo/router/README.md, examples/global_planner/v1beta1, read 2026-11.
 */
export class StandaloneRouter<K extends EngineKind = EngineKind> extends GraphComponent<K> {
  public readonly replicas: number;
  public readonly router: Router;

  /**
   * @param graph the graph whose workers it chooses among; the id is the component's name
   * @throws InvalidValueError in a chart without a namespace, which its address is made from, and for a second router
   */
  public constructor(
    graph: InferenceGraph<K>,
    id: string,
    private readonly props: StandaloneRouterProps = {},
  ) {
    const other = standaloneRouterOf(graph);
    super(graph, id);
    if (other !== undefined) {
      throw new InvalidValueError('id', id, 'the only router of its graph', `'${other.node.id}' is there`);
    }
    this.replicas = props.replicas ?? 1;
    this.router = Router.kv(props.routing);
    requireWhole('replicas', this.replicas, 1);
    requireCores(props.cpu ?? 1);
    if (graph.namespace === undefined) {
      throw new InvalidValueError(
        'namespace',
        undefined,
        'given on the chart of a graph with a StandaloneRouter',
        'the address of its workers is made from it',
      );
    }
  }

  /** @internal */
  public parts(): ComponentParts {
    const { graph, props, router, replicas } = this;
    const { release, kvBlockTokens } = graph;
    const blocks = kvBlockTokens === undefined ? [] : ['--router-block-size', String(kvBlockTokens)];
    return {
      image: props.image ?? graph.image(),
      command: ['python3', '-m', 'dynamo.router'],
      args: [
        ...['--endpoint', `${dynamoNamespace(graph.namespace, graph.name)}.${this.registeredAs()}.generate`],
        ...blocks,
        ...router.knobArgs({ release, replicas }),
        ...(props.extraArgs ?? []),
      ],
      env: { DYN_SYSTEM_PORT: SYSTEM_PORT, ...props.extraEnv },
      cpu: props.cpu ?? 4,
      memory: props.memory ?? Size.gibibytes(8),
      ...(props.podTemplate === undefined ? {} : { podTemplate: props.podTemplate }),
    };
  }

  private registeredAs(): string {
    const { graph, props } = this;
    const prefillOnly = graph.pools.length > 0 && graph.pools.every(({ role }) => role === 'prefill');
    if ((props.target ?? (prefillOnly ? 'prefill' : 'generate')) === 'prefill') {
      return REGISTERED_AS.prefill;
    }
    return graph.engine.kind === 'trtllm' ? REGISTERED_AS.trtllm : REGISTERED_AS.backend;
  }
}

/** The standalone router of a graph. */
export function standaloneRouterOf(graph: Construct): StandaloneRouter | undefined {
  return graph.node.children.find((child) => child instanceof StandaloneRouter);
}
