import type { Json } from '../manifests';

/** What applying a change does to what runs. */
export const Effect = {
  /** Nothing restarts. */
  NOTHING: 'nothing',
  /** Pods come or go; those that stay are left alone. */
  SCALES: 'scales',
  /** Pods are made anew, some at a time. */
  ROLLS: 'rolls',
  /** The API server or the operator refuses the change; something else does what was meant. */
  REFUSED: 'refused',
  /** The object has to be deleted and made again. */
  REPLACES: 'replaces',
} as const;
export type Effect = (typeof Effect)[keyof typeof Effect];

/** What a change is about. */
export const Topic = {
  IDENTITY: 'identity',
  REPLICAS: 'replicas',
  NODES: 'nodes',
  IMAGE: 'image',
  COMMAND: 'command',
  ENV: 'env',
  ENGINE: 'engine',
  RESOURCES: 'resources',
  VOLUMES: 'volumes',
  PLACEMENT: 'placement',
  SECURITY: 'security',
  PROBES: 'probes',
  METADATA: 'metadata',
  /** Any other field of a pod. */
  POD: 'pod',
  /** Any other field. */
  OTHER: 'other',
} as const;
export type Topic = (typeof Topic)[keyof typeof Topic];

/** One thing that is there on one side only, or otherwise on each side. */
export interface FieldChange {
  /**
   * Where, inside the object or component: `replicas`, `image`, `command.--max-model-len`, `env.UCX_TLS`,
   * `engine.kv_cache_config.dtype`, `mounts[/model-cache].persistentVolumeClaim.claimName`.
   */
  readonly place: string;
  readonly topic: Topic;
  /** As written. Absent when it is not there before; `(hidden)` for the content of a Secret. */
  readonly before?: Json;
  /** As written. Absent when it is not there afterwards. */
  readonly after?: Json;
  readonly effect: Effect;
  /** Why the effect is that one, where it does not go without saying. */
  readonly reason?: string;
}

/** Whether something is on both sides. */
export type Presence = 'same' | 'changed' | 'added' | 'removed';

/** What a graph or component takes of a cluster. */
export interface Needs {
  readonly pods: number;
  readonly gpus: number;
  readonly nodes: readonly NodeNeed[];
}

/** Machines of one kind. */
export interface NodeNeed {
  /** Name of the node group, or what pods select: `NVIDIA-GB200`; `any` when they select nothing. */
  readonly machine: string;
  readonly nodes: number;
  /** Whether the machines are known. Otherwise it is the least number of machines with eight GPUs (or as many as the largest pod has). */
  readonly known: boolean;
}

export interface ComponentComparison {
  /** Name afterwards; before, when it is removed. */
  readonly name: string;
  readonly presence: Presence;
  readonly changes: readonly FieldChange[];
  readonly before: Needs;
  readonly after: Needs;
}

/** Pods of a component that are made anew, and why. */
export interface Roll {
  readonly component: string;
  /** Places of its own changes or of the graph's; names of other workers when it only rolls with them. */
  readonly because: readonly string[];
  /**
   * `always`, or `without Grove`: where Deployments run the graph, all workers share one hash and roll together.
   */
  readonly when: 'always' | 'without Grove';
}

export interface GraphComparison {
  /** Name afterwards; before, when it is removed. */
  readonly name: string;
  readonly presence: Presence;
  /** Changes of the graph itself. */
  readonly changes: readonly FieldChange[];
  readonly components: readonly ComponentComparison[];
  /** Components whose pods are made anew; empty when the whole graph is replaced. */
  readonly rolls: readonly Roll[];
  /** What cannot be changed in place: with any of these the graph is deleted and made again. */
  readonly replacedBecause: readonly string[];
  readonly before: Needs;
  readonly after: Needs;
}

/** An object beside the graphs. */
export interface ObjectComparison {
  /** `ConfigMap`, `Job`. */
  readonly kind: string;
  /** Name afterwards; before, when it is removed. */
  readonly name: string;
  readonly presence: Presence;
  readonly changes: readonly FieldChange[];
  /** Components whose pods read it: `graph/component`. */
  readonly usedBy: readonly string[];
}

/** What differs between two sets of manifests, in what it means for a cluster. Plain frozen data. */
export interface Comparison {
  /** Whether nothing differs in effect. */
  readonly same: boolean;
  readonly graphs: readonly GraphComparison[];
  readonly objects: readonly ObjectComparison[];
  /** Over all graphs. */
  readonly before: Needs;
  readonly after: Needs;
}
