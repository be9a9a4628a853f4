/** Role of a pool: the first two form a disaggregated graph; an encode pool turns images, videos and sound into embeddings for others. */
export type PoolRole = 'prefill' | 'decode' | 'aggregated' | 'encode';

export interface PoolDescription {
  readonly name: string;
  readonly path: string;
  readonly role: PoolRole;
  /** Engine replicas, those of all replicas of its group together. */
  readonly workers: number;
  readonly nodesPerWorker: number;
  readonly gpusPerNode: number;
  readonly gpusPerWorker: number;
  /** GPUs of all workers. */
  readonly gpus: number;
  /** Components of the graph whose pods do not run on a node with one of the pool, itself included; absent where all may. */
  readonly keptApartFrom?: readonly string[];
  /** Machines that the pool takes when it has its node group to itself. */
  readonly nodes: number;
  readonly parallelism: ParallelismDescription;
  readonly nodeGroup: NodeGroupDescription;
  readonly limits: EngineLimitsDescription;
  readonly kv: KvDescription;
  /** Absent for an unlisted model, as what its weights take is not known, and for the mocker, which has none. */
  readonly memory?: MemoryDescription;
  readonly pod: PodDescription;
  /** The strictest Pod Security level that the pool's pods pass, with the containers that operator and Grove add to them. */
  readonly podSecurity: 'privileged' | 'baseline' | 'restricted';
  readonly startup: StartupDescription;
  /** Time in which running requests may finish before the engine stops, in seconds. */
  readonly drainSeconds: number;
}

export interface ParallelismDescription {
  readonly tensor: number;
  readonly pipeline: number;
  readonly data: number;
  readonly expert: number;
  readonly attentionDp: number;
  /** As engineers write it: `DEP32`. */
  readonly text: string;
}

export interface NodeGroupDescription {
  readonly name: string;
  readonly gpu: string;
  readonly gpusPerNode: number;
  readonly gpuMemoryMib: number;
  /** Number formats of weights that engines can serve on this GPU. */
  readonly precisions: readonly string[];
  readonly arch: 'amd64' | 'arm64';
  readonly fabric: string;
  /** GPUs that share one NVLink domain. */
  readonly nvlinkDomain: number;
  readonly allocatableCpu: number;
  readonly allocatableMemoryBytes: number;
  /** Extended resources besides GPUs that a node offers: name to count. */
  readonly resources: Readonly<Record<string, number>>;
  /** Node labels that pods select. */
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** Taints that pods tolerate. */
  readonly tolerations: readonly TolerationDescription[];
  /** Number of machines; absent when the user did not say. */
  readonly nodes?: number;
}

/** A toleration as Kubernetes has it. */
export interface TolerationDescription {
  readonly key: string;
  readonly operator: 'Exists' | 'Equal';
  readonly value?: string;
  readonly effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}

export interface EngineLimitsDescription {
  /** Most sequences in one batch. */
  readonly batchSize: number;
  /** Most tokens in one forward pass. */
  readonly batchedTokens: number;
  /** Longest sequence, input and output together. */
  readonly sequenceTokens: number;
  /** Whether a prompt may be prefilled in several passes. */
  readonly chunkedPrefill: boolean;
}

export interface KvDescription {
  readonly precision: string;
  /** Tokens per block; absent when left to the engine. */
  readonly blockTokens?: number;
  /** Absent for an unlisted model. */
  readonly bytesPerToken?: number;
  /** Whether workers publish KV events. */
  readonly events: boolean;
}

/** Memory of one GPU, in bytes, and what it holds. */
export interface MemoryDescription {
  readonly gpuBytes: number;
  /** Share of the memory that the engine may take, as its own flag counts it. */
  readonly fraction: number;
  readonly weightBytes: number;
  readonly activationBytes: number;
  readonly nonTorchBytes: number;
  /** What is left for the KV cache; negative when the weights do not fit. */
  readonly kvCacheBytes: number;
  /** KV tokens that one worker holds. */
  readonly kvTokensPerWorker: number;
  /**
   * KV tokens whose room each sequence takes besides its own, for recurrent state or for a window kept as it is; absent where there
   * is none.
   */
  readonly tokensPerSequence?: number;
}

export interface PodDescription {
  readonly cpu: number;
  readonly memoryBytes: number;
  readonly sharedMemoryBytes: number;
  readonly image: string;
  /** Extended resources besides GPUs, for the fabric: name to count. */
  readonly resources: Readonly<Record<string, number>>;
}

export interface StartupDescription {
  /** How long a worker may take until it answers, in seconds. */
  readonly windowSeconds: number;
  /** Time to read the weights at the cache's speed, in seconds; absent without a cache. */
  readonly loadSeconds?: number;
}
