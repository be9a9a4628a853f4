import type { Duration } from 'cdk8s';
import type { EngineKind } from '../description';
import type { EngineLimits, Launch, WorkerPlan } from '../engines';
import type { FabricShare } from '../hardware';
import { contentHash } from './content-hash';
import { sidecarShare } from './frontend-sidecar';
import type { Pool } from './pool';

/** Everything about a pool that follows from its props and its graph. Description and rendering both read this. */
export interface PoolPlan<K extends EngineKind> {
  readonly worker: WorkerPlan<K>;
  readonly launch: Launch;
  readonly fabric: FabricShare;
  readonly image: string;
  readonly cpu: number;
  readonly memoryBytes: number;
  readonly sharedMemoryBytes: number;
  /** Seconds to read the weights; absent without a cache or when their size is not known. */
  readonly loadSeconds?: number;
  readonly startupSeconds: number;
  readonly drainSeconds: number;
}

const GIB = 2 ** 30;
/** Share of a node's allocatable CPU and memory that GPU pods take by default; the rest is for system pods. */
const POD_SHARE = 0.9;
/** The operator's own startup window: 720 x 10 s. Source: ai-dynamo/dynamo deploy/operator component_worker.go. */
const OPERATOR_STARTUP_SECONDS = 7200;
/** Compiling kernels, autotuning and capturing CUDA graphs after the weights are read; an estimate from recipes' probes. */
const ENGINE_START_SECONDS = 1200;
const SECONDS_PER_OUTPUT_TOKEN = 0.1;
const DRAIN_SECONDS = { min: 120, max: 900 } as const;
/** Sequence length when neither workload nor limits are given. */
const DEFAULT_SEQUENCE_TOKENS = 8192;

/** Settles a pool. Cheap and pure: called whenever the graph is described or rendered. */
export function planPool<K extends EngineKind>(pool: Pool<K>): PoolPlan<K> {
  const { graph, props, role } = pool;
  const { engine, release, workload, model } = graph;
  const defaults = engine.defaults(role);
  // The operator gives the shadow the same again, beside the engine. Source: ai-dynamo/dynamo operator failover.go, buildFailoverPod.
  const engines = props.gpuMemory?.shadow === true ? 2 : 1;
  const share = pool.gpusPerNode === 0 ? 0 : pool.gpusPerNode / props.nodes.gpusPerNode / engines;
  const fabric = fabricShare(pool);
  const kvBlockTokens = graph.kvBlockTokens;
  const worker: WorkerPlan<K> = {
    role,
    checkpoint: model,
    servedName: graph.servedName,
    parallelism: props.parallelism,
    nodesPerWorker: pool.nodesPerWorker,
    gpusPerNode: pool.gpusPerNode,
    limits: settleLimits(pool),
    memoryFraction: props.memoryFraction ?? defaults.memoryFraction,
    kvPrecision: graph.kvPrecision,
    kvEvents: graph.router.followsEvents && role !== 'encode',
    multimodal: graph.pools.some((each) => each.role === 'encode'),
    longestInputTokens: longestPrompt(pool),
    nixlBackend: fabric.nixlBackend,
    release,
    config: props.engineConfig ?? emptyConfig(),
    ...(kvBlockTokens === undefined ? {} : { kvBlockTokens }),
  };
  const beside = sidecarShare(pool);
  const nodeMemory = props.nodes.allocatable.memory.toMebibytes({ rounding: 0 }) / 1024;
  const podMemory =
    props.memory === undefined
      ? (defaults.pod?.memoryGib ?? Math.floor(nodeMemory * share * POD_SHARE)) * GIB - beside.memoryBytes
      : props.memory.toKibibytes() * 1024;
  const loadSeconds =
    graph.cache === undefined || model.sizeBytes === undefined
      ? undefined
      : model.sizeBytes / (graph.cache.readThroughput.toKibibytes() * 1024);
  return {
    worker,
    launch: engine.launch(worker),
    fabric,
    image: poolImage(pool),
    cpu: props.cpu ?? defaults.pod?.cpu ?? Math.floor(props.nodes.allocatable.cpu * share * POD_SHARE) - beside.cpu,
    memoryBytes: podMemory,
    sharedMemoryBytes:
      props.sharedMemory === undefined
        ? Math.min(defaults.sharedMemoryGib * GIB, Math.floor(podMemory / 2 / GIB) * GIB)
        : props.sharedMemory.toKibibytes() * 1024,
    ...(loadSeconds === undefined ? {} : { loadSeconds: Math.ceil(loadSeconds) }),
    startupSeconds: ceilSeconds(props.startupWindow) ?? defaultStartupSeconds(loadSeconds ?? 0),
    drainSeconds: ceilSeconds(props.drain) ?? defaultDrainSeconds(workload?.outputTokens ?? 0),
  };
}

function fabricShare<K extends EngineKind>({ props, gpusPerNode }: Pool<K>): FabricShare {
  return props.nodes.fabric.forPod({ gpus: gpusPerNode, gpusPerNode: props.nodes.gpusPerNode });
}

/**
 * The runtime image with what the pool's fabric needs.
 *
 * @throws InvalidValueError when the release has no such variant
 */
export function poolImage<K extends EngineKind>(pool: Pool<K>): string {
  return (
    pool.props.image ??
    pool.graph.image(fabricShare(pool).imageSuffix === undefined ? undefined : pool.props.nodes.arch)
  );
}

/** Name of the pool's engine configuration; it changes with the content, so that a change rolls the pods. */
export function configMapName<K extends EngineKind>(pool: Pool<K>, { configFile }: Launch): string {
  return `${pool.graph.name}-${pool.node.id.toLowerCase()}-engine-${contentHash(configFile?.content ?? '')}`;
}

/** An engine's configuration has optional keys only, so none is a valid configuration of each. */
export function emptyConfig(): Record<string, never> {
  return {};
}

function settleLimits<K extends EngineKind>(pool: Pool<K>): EngineLimits {
  const { graph, props, role } = pool;
  const defaults = graph.engine.defaults(role);
  const { workload, model } = graph;
  const sequence = workload?.sequenceTokens ?? DEFAULT_SEQUENCE_TOKENS;
  const chunkedPrefill = props.limits?.chunkedPrefill ?? defaults.chunkedPrefill;
  const batchSize = props.limits?.batchSize ?? defaults.batchSize;
  const prompt = role === 'decode' || chunkedPrefill ? 0 : (workload?.inputTokens ?? 0);
  return {
    batchSize,
    batchedTokens: props.limits?.batchedTokens ?? Math.max(defaults.batchedTokens, batchSize, prompt),
    sequenceTokens: props.limits?.sequenceTokens ?? Math.min(sequence, model.model.maxContext ?? sequence),
    chunkedPrefill,
  };
}

/** What a prefill worker may have to hand over; the transfer buffers of both roles are sized by it. */
function longestPrompt<K extends EngineKind>(pool: Pool<K>): number {
  const prefill = pool.graph.pools.filter(({ role }) => role === 'prefill');
  return Math.max(...(prefill.length === 0 ? [pool] : prefill).map((each) => settleLimits(each).sequenceTokens));
}

function ceilSeconds(duration: Duration | undefined): number | undefined {
  return duration === undefined ? undefined : Math.ceil(duration.toSeconds({ integral: false }));
}

function defaultStartupSeconds(loadSeconds: number): number {
  const computed = Math.ceil((3 * loadSeconds + ENGINE_START_SECONDS) / 60) * 60;
  return Math.max(OPERATOR_STARTUP_SECONDS, computed);
}

function defaultDrainSeconds(outputTokens: number): number {
  const generation = Math.ceil(outputTokens * SECONDS_PER_OUTPUT_TOKEN);
  return Math.min(DRAIN_SECONDS.max, Math.max(DRAIN_SECONDS.min, generation));
}
