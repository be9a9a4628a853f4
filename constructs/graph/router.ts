import type { RouterMode } from '../description';
import { InvalidValueError } from '../findings';
import { approximateRoutingFlag, type Release, routerOverlapFlag } from '../releases';

/** Knobs of the KV router. Source: ai-dynamo/dynamo 1.6.1 dynamo.frontend router arguments. */
export interface KvRouterProps {
  /**
   * Whether the router follows the KV events of the workers. Without them it guesses from its own routing decisions.
   * @default true
   */
  readonly events?: boolean;
  /**
   * How much a cached prefix counts against load, from 0 (load only) upwards.
   * @default - the release's default, 1
   */
  readonly overlapWeight?: number;
  /**
   * Randomness of the choice among workers; 0 always takes the best.
   * @default 0
   */
  readonly temperature?: number;
  /**
   * Refuse requests when all workers use more than this share (0 to 1) of their decode blocks.
   * @default - requests are never refused
   */
  readonly decodeBlocksThreshold?: number;
}

/**
 * How the frontend chooses a worker for a request.
 *
 * ```ts
 * new Frontend(graph, 'frontend', { router: Router.kv({ overlapWeight: 1.5 }) });
 * ```
 */
export class Router {
  /** One worker after the other. */
  public static roundRobin(): Router {
    return new Router('round-robin', {});
  }

  /** Any worker. */
  public static random(): Router {
    return new Router('random', {});
  }

  /** The less loaded of two random workers. */
  public static powerOfTwo(): Router {
    return new Router('power-of-two', {});
  }

  /** The worker with the fewest requests. */
  public static leastLoaded(): Router {
    return new Router('least-loaded', {});
  }

  /** The worker that holds most of the prompt's prefix in its KV cache, weighed against load. */
  public static kv(props: KvRouterProps = {}): Router {
    return new Router('kv', props);
  }

  private constructor(
    public readonly mode: RouterMode,
    private readonly props: KvRouterProps,
  ) {
    requireAtLeastZero('overlapWeight', props.overlapWeight);
    requireAtLeastZero('temperature', props.temperature);
    const threshold = props.decodeBlocksThreshold;
    if (threshold !== undefined && !(threshold > 0 && threshold <= 1)) {
      throw new InvalidValueError('decodeBlocksThreshold', threshold, 'a share above 0 and at most 1');
    }
  }

  /** Whether workers have to publish KV events. */
  public get followsEvents(): boolean {
    return this.mode === 'kv' && (this.props.events ?? true);
  }

  /** What weighs workers, where that is not the release's default. */
  public get knobs(): KvRouterProps {
    return this.props;
  }

  public get decodeBlocksThreshold(): number | undefined {
    return this.props.decodeBlocksThreshold;
  }

  /** The frontend's flags. */
  public args(options: {
    readonly release: Release;
    readonly replicas: number;
    readonly kvBlockTokens: number | undefined;
  }): readonly string[] {
    const { release, replicas, kvBlockTokens } = options;
    const flag = (name: string, value: number | undefined) => (value === undefined ? [] : [name, String(value)]);
    const mode = ['--router-mode', this.mode];
    if (this.mode !== 'kv') {
      return mode;
    }
    return [...mode, ...flag('--kv-cache-block-size', kvBlockTokens), ...this.knobArgs({ release, replicas })];
  }

  /** What weighs workers, as flags that frontend and standalone router have in common. */
  public knobArgs({ release, replicas }: { readonly release: Release; readonly replicas: number }): readonly string[] {
    const flag = (name: string, value: number | undefined) => (value === undefined ? [] : [name, String(value)]);
    return [
      ...flag(routerOverlapFlag(release), this.props.overlapWeight),
      ...flag('--router-temperature', this.props.temperature),
      ...flag('--active-decode-blocks-threshold', this.props.decodeBlocksThreshold),
      ...(this.followsEvents ? [] : [approximateRoutingFlag(release)]),
      // Each frontend sees only its own requests unless they tell each other.
      ...(replicas > 1 ? ['--router-replica-sync'] : []),
    ];
  }
}

function requireAtLeastZero(prop: string, value: number | undefined): void {
  if (value !== undefined && !(value >= 0 && Number.isFinite(value))) {
    throw new InvalidValueError(prop, value, 'a number of at least 0');
  }
}
