import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';
import type { EngineKind } from '../description';
import type { PodTemplate } from './pod-template';

/** Spec of a `nvidia.com/v1beta1` DynamoGraphDeployment. Source: ai-dynamo/dynamo deploy/operator/api/v1beta1. */
export interface DynamoGraphDeploymentSpec {
  /** The operator knows the engines; a graph of mockers leaves it out. */
  readonly backendFramework?: Exclude<EngineKind, 'mocker'>;
  /** Of all objects that the operator makes for the graph, pods included. */
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  /** For Grove only. In release 1.3 and newer. */
  readonly priorityClassName?: string;
  readonly topologyConstraint?: { readonly clusterTopologyName: string; readonly packDomain?: string };
  readonly restart?: {
    readonly id: string;
    readonly strategy?: { readonly type: 'Sequential' | 'Parallel'; readonly order?: readonly string[] };
  };
  readonly experimental?: GraphExperimentalSpec;
  readonly components: readonly ComponentSpec[];
}

/** Preview features of a graph. In release 1.3 and newer. */
export interface GraphExperimentalSpec {
  readonly kvTransferPolicy?: {
    readonly labelKey?: string;
    readonly clusterTopologyName?: string;
    readonly domain: string;
    readonly enforcement: 'required' | 'preferred';
    /** From 0 to 1, with `preferred` only. */
    readonly preferredWeight?: number;
  };
  /** Components that scale together. In release 1.6 and newer. */
  readonly componentGroups?: readonly {
    readonly name: string;
    readonly replicas: number;
    readonly scalingAdapter?: Readonly<Record<string, never>>;
    readonly components: readonly { readonly name: string }[];
  }[];
}

export interface ComponentSpec {
  /** At most 63 letters, digits and hyphens. */
  readonly name: string;
  /** Left out for components that only run a process of their own, as standalone routers. */
  readonly type?: 'frontend' | 'worker' | 'prefill' | 'decode' | 'planner' | 'epp';
  /** Left out where a scaling adapter owns the number. */
  readonly replicas?: number;
  /** Makes the operator create a DynamoGraphDeploymentScalingAdapter `<graph>-<component>`. */
  readonly scalingAdapter?: Readonly<Record<string, never>>;
  /** `MAJOR.MINOR.PATCH`; needed from release 1.5 on when the image tag is no version. */
  readonly runtimeVersionOverride?: string;
  readonly multinode?: { readonly nodeCount: number };
  /** Quantity; the operator mounts that much tmpfs at /dev/shm. */
  readonly sharedMemorySize?: string;
  /** Base model that the component serves; the operator makes a headless Service by which DynamoModels find its pods. */
  readonly modelRef?: { readonly name: string; readonly revision?: string };
  /** Name of a further container of the pod template, which the operator configures as a frontend. */
  readonly frontendSidecar?: string;
  /** Plugins of the endpoint picker written in Go; images from release 1.5 on have another one and take none. */
  readonly eppConfig?: EppConfig;
  /** Replicas that are started together or not at all. For Grove only. In release 1.3 and newer. */
  readonly minAvailable?: number;
  readonly topologyConstraint?: { readonly packDomain: string };
  /** Claim in which compiled kernels outlive a pod. */
  readonly compilationCache?: { readonly pvcName: string; readonly mountPath?: string };
  readonly experimental?: ComponentExperimentalSpec;
  /** Pods of a worker over several nodes, each with a whole template; then the component has none. In release 1.6 and newer. */
  readonly roles?: readonly { readonly name: 'leader' | 'worker'; readonly podTemplate: RenderedPodTemplate }[];
  readonly podTemplate?: RenderedPodTemplate;
}

/** A pod template as Stator writes it, or with a patch of the user's laid over it. */
export type RenderedPodTemplate = PodTemplate | Readonly<Record<string, unknown>>;

/** Preview features of a component. */
export interface ComponentExperimentalSpec {
  readonly gpuMemoryService?: {
    readonly mode: 'IntraPod' | 'InterPod';
    readonly deviceClassName?: string;
    /** Further containers that share the memory. In release 1.3 and newer. */
    readonly extraClientContainers?: readonly string[];
  };
  readonly failover?: { readonly mode: 'IntraPod' | 'InterPod' };
  readonly checkpoint?: {
    /** In release 1.3 and newer, which require it. */
    readonly enabled?: true;
    /** A DynamoCheckpoint up to release 1.4, a PodSnapshot from 1.5 on. */
    readonly checkpointRef?: string;
    readonly startupPolicy?: 'Immediate' | 'WaitForCheckpoint';
    readonly deletionPolicy?: 'Delete' | 'Retain';
  };
  /** In release 1.5 and newer. */
  readonly grove?: { readonly forceScalingGroup: true };
}

/** Configuration of the Gateway API inference extension's endpoint picker. Source: ai-dynamo/dynamo examples/backends/vllm/deploy/gaie. */
export interface EppConfig {
  readonly config: {
    readonly plugins: readonly {
      readonly type: string;
      readonly name?: string;
      readonly parameters?: Readonly<Record<string, string | boolean | readonly string[]>>;
    }[];
    readonly schedulingProfiles: readonly {
      readonly name: string;
      readonly plugins: readonly { readonly pluginRef: string; readonly weight: number }[];
    }[];
  };
}

export interface DynamoGraphDeploymentProps {
  readonly metadata: ApiObjectMetadata;
  readonly spec: DynamoGraphDeploymentSpec;
}

/** The Dynamo operator's description of one graph, as an API object. */
export class DynamoGraphDeployment extends ApiObject {
  public constructor(scope: Construct, id: string, props: DynamoGraphDeploymentProps) {
    super(scope, id, { apiVersion: 'nvidia.com/v1beta1', kind: 'DynamoGraphDeployment', ...props });
  }
}
