import type { EngineKind, PoolRole } from '../description';
import type { KvPrecision } from '../hardware';
import type { AnyCheckpoint, Parallelism } from '../models';
import type { Release } from '../releases';
import type { EngineConfigs } from './engine-configs';

/** What one worker of a pool has to run, in the words of the graph: the input of an engine adapter. */
export interface WorkerPlan<K extends EngineKind> {
  readonly role: PoolRole;
  readonly checkpoint: AnyCheckpoint;
  /** Name under which the API serves the model. */
  readonly servedName: string;
  readonly parallelism: Parallelism;
  readonly nodesPerWorker: number;
  readonly gpusPerNode: number;
  readonly limits: EngineLimits;
  /** Share of GPU memory, as the engine's own flag counts it. */
  readonly memoryFraction: number;
  readonly kvPrecision: KvPrecision;
  /** Tokens per KV-cache block; absent when left to the engine. */
  readonly kvBlockTokens?: number;
  /** Whether the router wants to hear which blocks the worker holds. */
  readonly kvEvents: boolean;
  /** Whether an encode pool of the graph turns images, videos and sound into embeddings for the other pools. */
  readonly multimodal: boolean;
  /** Longest prompt that has to pass from prefill to decode. */
  readonly longestInputTokens: number;
  /** NIXL back end that the fabric needs for KV transfer. */
  readonly nixlBackend: 'UCX' | 'LIBFABRIC';
  readonly release: Release;
  /** The user's settings in the engine's own words; they win over what is computed. */
  readonly config: EngineConfigs[K];
}

/** Sizes that bound what an engine takes on. */
export interface EngineLimits {
  /** Most sequences in one batch. */
  readonly batchSize: number;
  /** Most tokens in one forward pass. */
  readonly batchedTokens: number;
  /** Longest sequence, input and output together. */
  readonly sequenceTokens: number;
  /** Whether a prompt may be prefilled in several passes. */
  readonly chunkedPrefill: boolean;
}

/** How a worker is started. */
export interface Launch {
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** A configuration file that the worker reads. */
  readonly configFile?: ConfigFile;
}

export interface ConfigFile {
  /** File name, for example `decode.yaml`. */
  readonly name: string;
  /** Folder that it is mounted at. */
  readonly folder: string;
  readonly content: string;
}

/** The limits of a pool of this role when neither user nor workload says anything. */
export interface EngineDefaults {
  readonly memoryFraction: number;
  readonly batchSize: number;
  readonly batchedTokens: number;
  readonly chunkedPrefill: boolean;
  /** Shared memory in GiB: what public recipes of this engine ask for. */
  readonly sharedMemoryGib: number;
  /**
   * What a pod takes of its node.
   * @default - its share of the node's GPUs
   */
  readonly pod?: { readonly cpu: number; readonly memoryGib: number };
}

/** Everything that differs between engines. */
export interface EngineAdapter<K extends EngineKind> {
  readonly kind: K;
  /** Name of the runtime image. */
  readonly image: 'tensorrtllm-runtime' | 'vllm-runtime' | 'sglang-runtime' | 'dynamo-planner';
  defaults(role: PoolRole): EngineDefaults;
  /**
   * Whether a pool with these settings reads an engine configuration file.
   * @default - never
   */
  readsFile?(config: EngineConfigs[K]): boolean;
  /**
   * Whether the engine loads the model's own layers for next-token prediction (MTP) with these settings.
   * @default - never
   */
  predictsNextTokens?(config: EngineConfigs[K]): boolean;
  /**
   * How many copies of experts a layer has with these settings, beside each of its `experts` once.
   * @default - none
   */
  redundantExperts?(config: EngineConfigs[K], experts: number): number;
  launch(plan: WorkerPlan<K>): Launch;
}
