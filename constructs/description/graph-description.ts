import type { PlannerDescription } from './planner-description';
import type { PoolDescription } from './pool-description';

/**
 * What an `InferenceGraph` is, as plain frozen JSON-able data: rules, planning, cost, the catalog, the local runner and the
 * command line read this and never YAML. Every number in it is computed from the constructs.
 */
export interface GraphDescription {
  /** Name of the DynamoGraphDeployment. */
  readonly name: string;
  /** Construct path, where findings point to. */
  readonly path: string;
  /** Absent when the chart leaves the namespace to kubectl. */
  readonly namespace?: string;
  readonly release: ReleaseDescription;
  readonly engine: EngineDescription;
  readonly model: ModelDescription;
  readonly router: RouterDescription;
  readonly planes: PlanesDescription;
  /** What starts the pods: Grove, LeaderWorkerSet with Volcano, or Deployments alone. */
  readonly orchestrator: 'grove' | 'lws' | 'deployment';
  /** Whether prefill and decode run in pools of their own. */
  readonly disaggregated: boolean;
  readonly workload?: WorkloadDescription;
  readonly cache?: CacheDescription;
  readonly computeDomain?: ComputeDomainDescription;
  /** The strictest Pod Security level that all pods of the graph pass. */
  readonly podSecurity: 'privileged' | 'baseline' | 'restricted';
  readonly frontends: readonly FrontendDescription[];
  /** What chooses workers besides the frontends. */
  readonly routers: readonly GraphRouterDescription[];
  readonly pools: readonly PoolDescription[];
  /** What scales the pools by their load, if something of Dynamo does. */
  readonly planner?: PlannerDescription;
  readonly totals: TotalsDescription;
  /** Rule code to the written reason. */
  readonly acknowledgements: Readonly<Record<string, string>>;
}

export interface ReleaseDescription {
  /** Minor release, for example `1.6`. */
  readonly version: string;
  /** Version of the images, for example `1.6.1`. */
  readonly patch: string;
}

export interface EngineDescription {
  readonly kind: EngineKind;
  /** Upstream version that the release pins. */
  readonly version: string;
}

/** The engines as Dynamo names them in `backendFramework`, and the mocker, which needs no GPUs. */
export type EngineKind = 'trtllm' | 'vllm' | 'sglang' | 'mocker';

export interface ModelDescription {
  readonly name: string;
  /** Name under which the API serves the model. */
  readonly servedName: string;
  /** Hugging Face repository of the checkpoint. */
  readonly repository: string;
  /** Number format of the weights; absent when not known. */
  readonly precision?: string;
  /** Absent for an unlisted model, as are `layers` and `attentionHeads`. */
  readonly parameters?: number;
  /** Size of the checkpoint on disk; absent when not known. */
  readonly checkpointBytes?: number;
  readonly gated: boolean;
  /** Whether pods get the weights without asking the hub anonymously: from an existing claim, or with a token. */
  readonly accessible: boolean;
  readonly layers?: number;
  /** Query heads of an attention layer. */
  readonly attentionHeads?: number;
  /** Routed experts of a mixture-of-experts layer; absent for a dense model. */
  readonly experts?: number;
  /** Longest sequence the model was trained for, in tokens; absent when not known. */
  readonly maxContextTokens?: number;
}

export type RouterMode =
  | 'round-robin'
  | 'random'
  | 'power-of-two'
  | 'kv'
  | 'direct'
  | 'least-loaded'
  | 'device-aware-weighted';

export interface RouterDescription {
  readonly mode: RouterMode;
  /** Whether the router follows KV events of the workers. */
  readonly kvEvents: boolean;
  /** Whether requests are refused above a share of used decode blocks. */
  readonly decodeBlocksThreshold?: number;
}

/** What carries requests and events between components, and where they find each other. */
export interface PlanesDescription {
  readonly requests: 'tcp' | 'nats';
  readonly events: 'zmq' | 'nats';
  readonly discovery: 'kubernetes' | 'etcd';
  /** The servers of NATS; absent where no plane uses them, and where the platform knows them. */
  readonly nats?: NatsDescription;
  readonly etcd?: EtcdDescription;
}

export interface NatsDescription {
  readonly url: string;
  readonly tls: 'server' | 'mutual' | 'none';
  readonly auth: 'password' | 'token' | 'none';
  /** Largest message that the servers take, in bytes. */
  readonly maxPayloadBytes: number;
  /** Largest message that the graph sends, in bytes. */
  readonly longestMessageBytes: number;
}

export interface EtcdDescription {
  readonly endpoints: readonly string[];
  readonly access: 'mutual-tls' | 'password' | 'none';
}

export interface WorkloadDescription {
  /** Input tokens per request (ISL). */
  readonly inputTokens: number;
  /** Output tokens per request (OSL). */
  readonly outputTokens: number;
  /** Requests in flight over the whole graph. */
  readonly concurrency?: number;
}

export interface CacheDescription {
  /** Name of the PersistentVolumeClaim. */
  readonly claim: string;
  /** Whether the claim is made elsewhere. */
  readonly external: boolean;
  readonly accessMode: string;
  readonly sizeBytes?: number;
  readonly storageClass?: string;
  /** Sustained read speed that one node sees. */
  readonly readBytesPerSecond: number;
}

export interface ComputeDomainDescription {
  readonly name: string;
  readonly claimTemplate: string;
  /** Nodes that join the domain: one for each pod that holds a claim. */
  readonly nodes: number;
}

export interface FrontendDescription {
  readonly name: string;
  readonly path: string;
  readonly replicas: number;
  readonly migrationLimit: number;
}

export interface GraphRouterDescription {
  readonly name: string;
  readonly path: string;
  /** An endpoint picker takes the place of the frontends; a standalone router stands behind the frontend of another graph. */
  readonly kind: 'endpoint-picker' | 'standalone';
  readonly replicas: number;
}

export interface TotalsDescription {
  readonly workers: number;
  readonly gpus: number;
  readonly nodes: readonly NodeTotalsDescription[];
}

/** What a graph takes of one node group. */
export interface NodeTotalsDescription {
  readonly nodeGroup: string;
  /** Machines when pods are packed as tightly as their GPUs, CPU, memory and fabric allow. */
  readonly needed: number;
  /** Machines that there are; absent when the user did not say. */
  readonly declared?: number;
  /** Machines below which the pods surely do not fit, in whatever way they are packed; there with `declared`. */
  readonly least?: number;
  /** Pods without a place on the declared machines when a scheduler spreads pods and the smallest come first. */
  readonly stranded?: number;
}
