import type { Duration } from 'cdk8s';
import type { DynamoGraphDeploymentSpec, TolerationSpec } from '../api';
import { InvalidValueError, requireWhole } from '../findings';
import type { NodeGroup } from '../hardware';
import type { PlannerConfig, Slo } from '../planner';
import type { Release } from '../releases';
import type { IModelCache } from './model-cache';

/** How the operator looks for a graph. */
export class RequestSearch {
  /** By simulation, in seconds. The engine is chosen too unless it is given. */
  public static rapid(options: { readonly engine?: RequestEngine } = {}): RequestSearch {
    return new RequestSearch('rapid', options.engine ?? 'auto');
  }

  /** By measuring on real GPUs, in hours, with one engine. */
  public static thorough(options: { readonly engine: RequestEngine }): RequestSearch {
    return new RequestSearch('thorough', options.engine);
  }

  private constructor(
    public readonly strategy: 'rapid' | 'thorough',
    public readonly backend: RequestEngine | 'auto',
  ) {}
}

/** Engines that the profiler knows. */
export type RequestEngine = 'vllm' | 'sglang' | 'trtllm';

/** What the graph is to be good at. */
export class RequestTarget {
  /** Both TTFT and ITL within an SLO. */
  public static slo(slo: Slo): RequestTarget {
    return new RequestTarget({ ttft: slo.ttftMs, itl: slo.itlMs });
  }

  /**
   * The whole answer within a time.
   *
   * @throws InvalidValueError for a duration of 0
   */
  public static endToEnd(latency: Duration): RequestTarget {
    const milliseconds = latency.toMilliseconds({ integral: false });
    if (!(milliseconds > 0)) {
      throw new InvalidValueError('latency', latency.toHumanString(), 'a duration above 0');
    }
    return new RequestTarget({ e2eLatency: milliseconds });
  }

  /** Answers as fast as can be. */
  public static latency(): RequestTarget {
    return new RequestTarget({ optimizationType: 'latency' });
  }

  /** As many tokens as can be. */
  public static throughput(): RequestTarget {
    return new RequestTarget({ optimizationType: 'throughput' });
  }

  private constructor(
    /** As the request has it, in milliseconds. */
    public readonly sla: {
      readonly ttft?: number;
      readonly itl?: number;
      readonly e2eLatency?: number;
      readonly optimizationType?: 'latency' | 'throughput';
    },
  ) {}
}

/** How much the graph is to serve at a time. */
export class RequestLoad {
  /**
   * Requests in flight.
   *
   * @throws InvalidValueError for less than one request
   */
  public static concurrency(requests: number): RequestLoad {
    requireWhole('requests', requests, 1);
    return new RequestLoad({ concurrency: requests });
  }

  /**
   * Requests that come in each second.
   *
   * @throws InvalidValueError for 0 and less
   */
  public static perSecond(requests: number): RequestLoad {
    if (!(requests > 0 && Number.isFinite(requests))) {
      throw new InvalidValueError('requests', requests, 'a number above 0');
    }
    return new RequestLoad({ requestRate: requests });
  }

  private constructor(
    /** As the request has it. */
    public readonly fields: { readonly concurrency?: number; readonly requestRate?: number },
  ) {}
}

/** Weights in a claim. */
export interface RequestWeights {
  readonly cache: IModelCache;
  /** Folder of the checkpoint within the claim: where its `config.json` lies. */
  readonly path: string;
}

/** Average request. */
export interface RequestWorkload {
  /** Input tokens. */
  readonly inputTokens: number;
  /** Output tokens. */
  readonly outputTokens: number;
  /**
   * How many at a time.
   * @default - the most that the graph can serve
   */
  readonly load?: RequestLoad;
}

export interface GraphRequestProps {
  /** Repository of the model on the hub, for example `Qwen/Qwen3-32B`. */
  readonly model: string;
  /**
   * Release of the platform: which fields and GPUs a request may have.
   * @default Release.latest
   */
  readonly release?: Release;
  /**
   * Name of the request.
   * @default - the construct id
   */
  readonly name?: string;
  /**
   * How the graph is looked for.
   * @default RequestSearch.rapid()
   */
  readonly search?: RequestSearch;
  /**
   * What the graph is to be good at.
   * @default - TTFT of 2 s and ITL of 30 ms, the operator's own
   */
  readonly target?: RequestTarget;
  /**
   * What it is to serve.
   * @default - 4000 tokens in, 1000 out, the operator's own
   */
  readonly workload?: RequestWorkload;
  /**
   * Machines that it is to run on.
   * @default - what the operator finds in the cluster
   */
  readonly nodes?: NodeGroup;
  /**
   * GPUs that it may take.
   * @default - those of the node group where it says how many machines there are, else what the operator finds, at most 32
   * @throws InvalidValueError for more than the node group has
   */
  readonly maxGpus?: number;
  /**
   * Weights that are there already.
   * @default - downloaded from the hub
   */
  readonly weights?: RequestWeights;
  /**
   * Configuration of a Planner that the graph gets, in its own words.
   * @default - no planner
   */
  readonly planner?: PlannerConfig;
  /**
   * Whether the frontend routes by KV cache. From release 1.3 on.
   * @default - as the profiler decides
   */
  readonly kvRouter?: boolean;
  /**
   * Whether workers are simulated, which needs no GPUs; for this the sweep of a planner is needed.
   * @default false
   */
  readonly simulated?: boolean;
  /**
   * What the graph has otherwise than the profiler makes it. It cannot add components.
   * @default - nothing
   */
  readonly graphOverride?: Partial<DynamoGraphDeploymentSpec>;
  /**
   * Where the profiling Job runs.
   * @default - anywhere
   */
  readonly profilingPlacement?: {
    readonly nodeSelector?: Readonly<Record<string, string>>;
    readonly tolerations?: readonly TolerationSpec[];
  };
  /**
   * Whether code of the model's repository may run.
   * @default false
   */
  readonly trustRemoteCode?: boolean;
  /**
   * Image of the profiler.
   * @default - the operator's planner image
   */
  readonly image?: string;
  /**
   * Whether the operator deploys the graph that it finds; otherwise it only writes it down.
   * @default true
   */
  readonly autoApply?: boolean;
}
