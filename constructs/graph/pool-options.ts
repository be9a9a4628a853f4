import type { PoolRole } from '../description';
import type { ICompileCache } from './compile-cache';
import type { PodTemplatePatch } from './pod-template-patch';
import type { TopologyDomain } from './topology';

/** How pods of a pool are replaced by new ones. Deployments only: Grove and LeaderWorkerSets have their own ways. */
export type PoolUpdates =
  | {
      readonly strategy?: 'rolling';
      /**
       * Pods that there may be beyond `workers`: a number, or a share such as `25%`.
       * @default '25%'
       */
      readonly maxSurge?: number | `${number}%`;
      /**
       * Pods that may be missing: a number, or a share such as `25%`.
       * @default '25%'
       */
      readonly maxUnavailable?: number | `${number}%`;
    }
  /** All old pods go before the first new one comes: for GPUs that are all in use. */
  | { readonly strategy: 'recreate' };

export interface PoolPlacement {
  /**
   * Whether no two pods of the pool may run on one node. A rolling update needs a free node then.
   * @default false
   */
  readonly onePodPerNode?: boolean;
  /**
   * Roles of other pools of the graph whose pods may not run on the same node.
   * @default []
   */
  readonly apartFrom?: readonly PoolRole[];
}

/**
 * GPU memory that outlives the engine: a service holds the weights, so that an engine that starts again, or a shadow that stands by,
 * has them at once. A preview feature: nodes need dynamic resource allocation (Kubernetes 1.34, 1.32 for release 1.2).
 * Source: ai-dynamo/dynamo docs/kubernetes/shadow-engine-failover.md, 2026-10.
 */
export type GpuMemoryService = {
  /**
   * The DRA DeviceClass of the GPUs.
   * @default 'gpu.nvidia.com'
   */
  readonly deviceClass?: string;
  /**
   * Whether a shadow engine stands by and takes over when the first one fails. Requests and KV cache are lost. For vLLM only.
   * @default false
   */
  readonly shadow?: boolean;
} & (
  | {
      /** The service runs in the pod of the engine. */
      readonly mode: 'intra-pod';
      /**
       * Further containers of the pod that share the memory. In release 1.3 and newer.
       * @default []
       */
      readonly clientContainers?: readonly string[];
    }
  /** The service runs in pods of its own. With Grove and vLLM only. */
  | { readonly mode: 'inter-pod' }
);

/** Workers that start from the memory image of another one. A preview feature. */
export type WorkerSnapshot =
  | {
      /** Name of the image in the namespace of the graph: a DynamoCheckpoint up to release 1.4, a PodSnapshot from 1.5 on. */
      readonly restore: string;
      readonly automatic?: never;
    }
  | {
      /** The operator takes the image of a worker once. In release 1.3 and newer. */
      readonly automatic: {
        /**
         * Whether no worker starts before the image is there.
         * @default false
         */
        readonly wait?: boolean;
        /**
         * Whether the image outlives the graph.
         * @default false
         */
        readonly keep?: boolean;
      };
      readonly restore?: never;
    };

/** What the operator does with a pool, beyond what its pods are. */
export interface PoolOptions {
  /**
   * What the pods have otherwise than computed, in the words of Kubernetes. The engine is the container `main`.
   * @default - nothing
   */
  readonly podTemplate?: PodTemplatePatch;
  /**
   * What the pods of a worker over several nodes have otherwise, on top of `podTemplate`: its leader, and its other pods. In release 1.6
   * and newer.
   * @default - all pods alike
   * @throws InvalidValueError in older releases, for workers on one node, and with `gpuMemory`
   */
  readonly roles?: { readonly leader?: PodTemplatePatch; readonly worker?: PodTemplatePatch };
  /**
   * On which nodes pods may not run together.
   * @default - wherever their node group lets them
   */
  readonly placement?: PoolPlacement;
  /**
   * The domain of the network in which the pods of the pool have to be, as wide as that of the graph's topology or narrower.
   * @default - that of the graph
   * @throws InvalidValueError when the graph has no topology, and for a domain wider than that of the graph
   */
  readonly packDomain?: TopologyDomain;
  /**
   * Workers that are started together or not at all, and below which all are stopped. It cannot change once the graph is made. For Grove
   * only, in release 1.3 and newer.
   * @default 1
   * @throws InvalidValueError above `workers`, without Grove, and in older releases. Source: ai-dynamo/dynamo#10532, 2026-06.
   */
  readonly minAvailable?: number;
  /**
   * Whether each worker on one node is a gang of its own, which schedulers place, preempt and add one by one. It cannot change once the
   * graph is made. For Grove only, in release 1.5 and newer.
   * @default false
   * @throws InvalidValueError without Grove, and in older releases. Source: ai-dynamo/dynamo#11772, 2026-08.
   */
  readonly gangPerWorker?: boolean;
  /**
   * How pods are replaced by new ones. In release 1.3 and newer.
   * @default - a quarter at a time
   * @throws InvalidValueError with Grove, which does not read it, for workers over several nodes, and in older releases
   */
  readonly updates?: PoolUpdates;
  /**
   * Whether something outside of the app sets the number of workers: the pool gets a scaling adapter, and `workers` counts for the checks
   * only. Pools of a `Planner` or `PoolAutoscaler` have one anyway.
   * @default false
   */
  readonly scalable?: boolean;
  /**
   * Where compiled kernels outlive a pod.
   * @default - each pod compiles its own
   * @throws InvalidValueError for an engine other than vLLM when the cache has no mount path
   */
  readonly compileCache?: ICompileCache;
  /**
   * A service that holds the weights in GPU memory.
   * @default - the engine holds them
   * @throws InvalidValueError for what the engine, the orchestrator or the release does not have
   */
  readonly gpuMemory?: GpuMemoryService;
  /**
   * A memory image to start from.
   * @default - workers load the weights
   * @throws InvalidValueError for one that the operator takes, in releases before 1.3
   */
  readonly snapshot?: WorkerSnapshot;
  /**
   * The base model by which DynamoModels find the pods.
   * @default - the graph's model where it has a `LoraAdapter`, else none
   */
  readonly modelRef?: { readonly name: string; readonly revision?: string };
}
