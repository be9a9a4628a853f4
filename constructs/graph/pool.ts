import type { Duration, Size } from 'cdk8s';
import { type ApiObject, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigMap } from '../api';
import type { EngineKind, PoolRole } from '../description';
import type { EngineConfigs, EngineLimits } from '../engines';
import { InvalidValueError, requireComponentName, requireWhole } from '../findings';
import type { NodeGroup } from '../hardware';
import type { Parallelism } from '../models';
import type { Env } from './env-value';
import type { InferenceGraph } from './inference-graph';
import type { PoolOptions } from './pool-options';
import { requirePoolOptions } from './pool-options-check';
import { configMapName, emptyConfig, planPool, poolImage } from './pool-plan';

export interface PoolProps<K extends EngineKind> extends PoolOptions {
  /** The machines that the workers run on. */
  readonly nodes: NodeGroup;
  /** How one worker is cut over GPUs. A worker that needs more GPUs than a node has spans whole nodes. */
  readonly parallelism: Parallelism;
  /**
   * Number of workers (engine replicas).
   * @default 1
   */
  readonly workers?: number;
  /**
   * Sizes that bound what the engine takes on.
   * @default - computed from role, engine and workload
   */
  readonly limits?: Partial<EngineLimits>;
  /**
   * Share of GPU memory, above 0 and below 1, as the engine's own flag counts it: of all memory for vLLM and SGLang, of what is free
   * after loading for TensorRT-LLM.
   * @default - by engine and role
   */
  readonly memoryFraction?: number;
  /**
   * Settings in the engine's own words; they win over computed ones.
   * @default {}
   */
  readonly engineConfig?: EngineConfigs[K];
  /**
   * CPU cores of each pod, requested and limited.
   * @default - nine tenths of the pod's share of its node
   */
  readonly cpu?: number;
  /**
   * Memory of each pod, requested and limited. Shared memory counts against it.
   * @default - nine tenths of the pod's share of its node
   */
  readonly memory?: Size;
  /**
   * Size of /dev/shm.
   * @default - what recipes of the engine use (16 GiB vLLM, 80 GiB others), at most half of the pod's memory
   */
  readonly sharedMemory?: Size;
  /**
   * How long a worker may take until it answers.
   * @default - three times the time to read the weights plus 20 minutes, at least the operator's own two hours
   */
  readonly startupWindow?: Duration;
  /**
   * How long running requests may go on when a worker is to stop.
   * @default - 100 ms for each output token of the workload, from 2 to 15 minutes
   */
  readonly drain?: Duration;
  /**
   * Further tokens at the end of the engine's command line.
   * @default []
   */
  readonly extraArgs?: readonly string[];
  /**
   * Further environment variables; they win over computed ones.
   * @default {}
   */
  readonly extraEnv?: Env;
  /**
   * Image of this pool alone.
   * @default - that of the graph, as the pool's fabric needs it
   */
  readonly image?: string;
}

/** Workers of one role with one shape. Use `PrefillPool` and `DecodePool`, or `AggregatedPool`. */
export abstract class Pool<K extends EngineKind> extends Construct {
  public readonly workers: number;
  /** Pods of one worker. */
  public readonly nodesPerWorker: number;
  /** GPUs of one pod. */
  public readonly gpusPerNode: number;
  /** The engine configuration file as an API object, for engines that read one. */
  public readonly configMap: ApiObject | undefined;

  protected constructor(
    public readonly graph: InferenceGraph<K>,
    id: string,
    public readonly role: PoolRole,
    public readonly props: PoolProps<K>,
  ) {
    super(graph, id);
    requireComponentName('id', id);
    this.workers = props.workers ?? 1;
    requireWhole('workers', this.workers, 0);
    const fraction = props.memoryFraction;
    if (fraction !== undefined && !(fraction > 0 && fraction < 1)) {
      throw new InvalidValueError('memoryFraction', fraction, 'a share above 0 and below 1');
    }
    if (props.cpu !== undefined && !(props.cpu > 0)) {
      throw new InvalidValueError('cpu', props.cpu, 'a number of cores above 0');
    }
    for (const limit of ['batchSize', 'batchedTokens', 'sequenceTokens'] as const) {
      requireWhole(`limits.${limit}`, props.limits?.[limit] ?? 1, 1);
    }
    for (const window of ['startupWindow', 'drain'] as const) {
      requireWhole(`${window} in seconds`, Math.ceil(props[window]?.toSeconds({ integral: false }) ?? 1), 1);
    }
    const gpus = graph.engine.needsGpus ? props.parallelism.gpus : 0;
    const perNode = props.nodes.gpusPerNode;
    if (gpus > 0 && perNode === 0) {
      throw new InvalidValueError('nodes', props.nodes.name, `machines with GPUs, which ${graph.engine.kind} needs`);
    }
    if (gpus > perNode && gpus % perNode !== 0) {
      throw new InvalidValueError(
        'parallelism',
        `${props.parallelism} (${gpus} GPUs)`,
        `at most ${perNode} GPUs or a multiple of them, as the node group '${props.nodes.name}' has ${perNode} to a node`,
        'a worker that spans nodes takes whole nodes',
      );
    }
    this.nodesPerWorker = gpus > perNode ? gpus / perNode : 1;
    this.gpusPerNode = Math.min(gpus, perNode);
    requirePoolOptions(this);
    // Refuses a fabric that the release has no image for.
    poolImage(this);
    graph.addPool(this);
    if (props.gpuMemory?.mode === 'intra-pod' && props.gpuMemory.shadow === true) {
      // Two engines of one pod are found each by itself.
      graph.deployment.metadata.addAnnotation('nvidia.com/dynamo-kube-discovery-mode', 'container');
    }
    graph.deployment.node.addDependency(...(props.compileCache?.dependencies ?? []));
    this.configMap = graph.engine.readsFile(props.engineConfig ?? emptyConfig()) ? this.createConfigMap() : undefined;
    if (this.configMap !== undefined) {
      graph.deployment.node.addDependency(this.configMap);
    }
  }

  /** Name and content follow from the whole graph, which is not complete yet. */
  private createConfigMap(): ConfigMap {
    return new ConfigMap(this, 'engine-config', {
      metadata: { name: Lazy.any({ produce: () => configMapName(this, planPool(this).launch) }) },
      data: Lazy.any({
        produce: () => {
          const file = planPool(this).launch.configFile;
          return file === undefined ? {} : { [file.name]: file.content };
        },
      }),
    });
  }
}

/** Workers that read prompts and hand the KV cache to a `DecodePool`. */
export class PrefillPool<K extends EngineKind> extends Pool<K> {
  /** @param graph the graph the pool belongs to; the id is the component's name */
  public constructor(graph: InferenceGraph<K>, id: string, props: PoolProps<K>) {
    super(graph, id, 'prefill', props);
  }
}

/** Workers that generate tokens from KV cache that a `PrefillPool` computed. */
export class DecodePool<K extends EngineKind> extends Pool<K> {
  /** @param graph the graph the pool belongs to; the id is the component's name */
  public constructor(graph: InferenceGraph<K>, id: string, props: PoolProps<K>) {
    super(graph, id, 'decode', props);
  }
}

/** Workers that read prompts and generate tokens. */
export class AggregatedPool<K extends EngineKind> extends Pool<K> {
  /** @param graph the graph the pool belongs to; the id is the component's name */
  public constructor(graph: InferenceGraph<K>, id: string, props: PoolProps<K>) {
    super(graph, id, 'aggregated', props);
  }
}

/**
 * Workers that turn images, videos and sound into embeddings, which the graph's other pools take in: for models that see and hear. The
 * other pools are started as its consumers. From release 1.3 on.
 *
 * Source: ai-dynamo/dynamo examples/backends/vllm/launch, docs multimodal, 2026-10.
 */
export class EncodePool<K extends 'vllm' | 'sglang'> extends Pool<K> {
  /**
   * @param graph the graph the pool belongs to; the id is the component's name
   * @throws InvalidValueError before release 1.3
   */
  public constructor(graph: InferenceGraph<K>, id: string, props: PoolProps<K>) {
    if (!graph.release.atLeast('1.3')) {
      throw new InvalidValueError('release', graph.release.version, '1.3 or newer for an EncodePool');
    }
    super(graph, id, 'encode', props);
  }
}
