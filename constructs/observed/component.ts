import type { Mapping } from './access';
import type { CommandLine } from './command-line';
import type { EngineFacts } from './engine-facts';
import type { ObservedPlannerConfig } from './planner-config';

/** What a component does in its graph. `unknown` when the manifest names a type that no release knows. */
export type ObservedRole = 'frontend' | 'worker' | 'prefill' | 'decode' | 'encode' | 'planner' | 'epp' | 'unknown';

export interface ObservedEnv {
  readonly name: string;
  /** The literal value; absent when it comes from a reference. */
  readonly value?: string;
  /** Where it is written: graph-level entries apply to every component. */
  readonly level: 'graph' | 'component';
  readonly path: string;
}

export interface ObservedClaim {
  /** Pod-level claim name, which containers refer to. */
  readonly name: string;
  /** `resourceClaimTemplateName`, absent for a claim referenced by name. */
  readonly template?: string;
}

export interface ObservedVolume {
  readonly name: string;
  readonly claimName?: string;
  readonly configMap?: string;
  readonly secret?: string;
}

export interface ObservedMount {
  readonly volume: string;
  readonly mountPath: string;
  readonly readOnly: boolean;
}

/** One component of a DynamoGraphDeployment of either API version, in one shape. */
export interface ObservedComponent {
  readonly name: string;
  /** File, document and field: where findings about this component point to. */
  readonly path: string;
  /** The component as written. */
  readonly written: Mapping;
  /** Its pod spec as written: `podTemplate.spec`, or `extraPodSpec` in v1alpha1. */
  readonly pod: Mapping;
  /** Its main container as written. */
  readonly main?: Mapping;
  /** `type` (v1beta1) or `componentType` (v1alpha1) as written. */
  readonly type?: string;
  readonly role: ObservedRole;
  /** Whether the component runs an engine. */
  readonly runsEngine: boolean;
  readonly replicas: number;
  /** Absent when the manifest leaves it to the operator. */
  readonly replicasWritten?: number;
  /** Pods per replica: 1 without a `multinode` block. */
  readonly nodeCount: number;
  readonly multinode: boolean;
  readonly scalingAdapter: boolean;
  /** Whether a `main` container exists (always, implicitly, in v1alpha1). */
  readonly hasMain: boolean;
  readonly image?: string;
  readonly runtimeVersionOverride?: string;
  readonly commandLine: CommandLine;
  /** `command` and `args` of the main container as written, quotes included. */
  readonly writtenCommand: readonly string[];
  /** Whether the component leaves the graph's own Dynamo namespace for the one that all graphs of the cluster share. */
  readonly globalDynamoNamespace: boolean;
  /** Effective literal environment and references, component entries over graph entries. */
  readonly env: ReadonlyMap<string, ObservedEnv>;
  /** `nvidia.com/gpu` limit of one pod; 0 when absent. */
  readonly gpus: number;
  /** Whether the GPU count stands in limits (and not only in requests). */
  readonly gpuLimitSet: boolean;
  readonly memoryLimitBytes?: number;
  readonly extendedResources: Readonly<Record<string, number>>;
  /** Shared memory in bytes; the operator's default when nothing is written. */
  readonly sharedMemoryBytes: number;
  readonly sharedMemoryWritten: boolean;
  readonly podClaims: readonly ObservedClaim[];
  readonly containerClaims: readonly string[];
  readonly volumes: readonly ObservedVolume[];
  readonly mounts: readonly ObservedMount[];
  /** PersistentVolumeClaims the pods mount, by claim name. */
  readonly claimNames: readonly string[];
  readonly secretNames: readonly string[];
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly addedCapabilities: readonly string[];
  readonly privileged: boolean;
  readonly serviceAccountName?: string;
  readonly terminationGracePeriodSeconds?: number;
  /** Engine settings, resolved from flags and the mounted engine configuration file. */
  readonly engine?: EngineFacts;
  /** Settings of the planner that runs here. */
  readonly planner?: ObservedPlannerConfig;
}

/** Whether a component of this role runs an engine: what the operator calls the component class `worker`. */
export function isWorkerRole(role: ObservedRole): boolean {
  return role === 'worker' || role === 'prefill' || role === 'decode' || role === 'encode';
}
