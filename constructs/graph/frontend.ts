import { Size } from 'cdk8s';
import { Construct } from 'constructs';
import type { EngineKind } from '../description';
import { InvalidValueError, requireComponentName, requireWhole } from '../findings';
import type { Env } from './env-value';
import type { FrontendFlags } from './frontend-flags';
import { requireNoPicker } from './graph-component';
import type { InferenceGraph } from './inference-graph';
import type { PodTemplatePatch } from './pod-template-patch';
import { Router } from './router';

export interface FrontendProps {
  /**
   * Number of frontend pods.
   * @default 1
   */
  readonly replicas?: number;
  /**
   * How a worker is chosen for a request.
   * @default Router.roundRobin()
   */
  readonly router?: Router;
  /**
   * How often a request may move to another worker when its own goes away: in a rolling update, on a lost node. 0 turns it off.
   * @default 3
   */
  readonly migrationLimit?: number;
  /**
   * CPU cores of each pod, requested and limited.
   * @default 4
   */
  readonly cpu?: number;
  /**
   * Memory of each pod, requested and limited.
   * @default Size.gibibytes(16)
   */
  readonly memory?: Size;
  /**
   * Flags of the command line; they win over computed ones.
   * @default {}
   */
  readonly flags?: FrontendFlags;
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
   * Image of the frontend alone, for example the release's `dynamo-frontend`, which holds no engine.
   * @default - that of the graph
   */
  readonly image?: string;
  /**
   * What the pods have otherwise than computed, in the words of Kubernetes: node selector, tolerations, affinity, sidecars. The
   * frontend is the container `main`.
   * @default - nothing
   */
  readonly podTemplate?: PodTemplatePatch;
}

/** The OpenAI-compatible entry of a graph, with its router. Runs on CPU nodes. */
export class Frontend<K extends EngineKind = EngineKind> extends Construct {
  public readonly replicas: number;
  public readonly router: Router;
  public readonly migrationLimit: number;
  public readonly cpu: number;
  public readonly memory: Size;
  public readonly flags: FrontendFlags;
  public readonly extraArgs: readonly string[];
  public readonly extraEnv: Env;
  public readonly image: string;
  public readonly podTemplate: PodTemplatePatch | undefined;

  /**
   * @param graph the graph that this is the entry of; the id is the component's name
   * @throws InvalidValueError for a graph with an endpoint picker, a name that no component can have, and numbers out of range
   */
  public constructor(graph: InferenceGraph<K>, id: string, props: FrontendProps = {}) {
    requireNoPicker(graph, 'keep one of the two');
    super(graph, id);
    requireComponentName('id', id);
    this.replicas = props.replicas ?? 1;
    this.router = props.router ?? Router.roundRobin();
    this.migrationLimit = props.migrationLimit ?? 3;
    this.cpu = props.cpu ?? 4;
    this.memory = props.memory ?? Size.gibibytes(16);
    this.flags = props.flags ?? {};
    this.extraArgs = props.extraArgs ?? [];
    this.extraEnv = props.extraEnv ?? {};
    this.image = props.image ?? graph.image();
    this.podTemplate = props.podTemplate;
    requireWhole('replicas', this.replicas, 0);
    if (!(this.cpu > 0)) {
      throw new InvalidValueError('cpu', this.cpu, 'a number of cores above 0');
    }
    requireWhole('migrationLimit', this.migrationLimit, 0);
    graph.addFrontend(this);
  }
}
