import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';
import type { EngineKind } from '../description';
import type { PodTemplate } from './pod-template';

/** Spec of a `nvidia.com/v1beta1` DynamoGraphDeployment. Source: ai-dynamo/dynamo deploy/operator/api/v1beta1. */
export interface DynamoGraphDeploymentSpec {
  readonly backendFramework?: EngineKind;
  readonly components: readonly ComponentSpec[];
}

export interface ComponentSpec {
  /** At most 63 letters, digits and hyphens. */
  readonly name: string;
  readonly type: 'frontend' | 'worker' | 'prefill' | 'decode' | 'planner' | 'epp';
  /** Left out where a scaling adapter owns the number. */
  readonly replicas?: number;
  /** Makes the operator create a DynamoGraphDeploymentScalingAdapter `<graph>-<component>`. */
  readonly scalingAdapter?: Readonly<Record<string, never>>;
  /** `MAJOR.MINOR.PATCH`; needed from release 1.5 on when the image tag is no version. */
  readonly runtimeVersionOverride?: string;
  readonly multinode?: { readonly nodeCount: number };
  /** Quantity; the operator mounts that much tmpfs at /dev/shm. */
  readonly sharedMemorySize?: string;
  readonly podTemplate: PodTemplate;
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
