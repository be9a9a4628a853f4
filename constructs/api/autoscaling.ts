import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import type { HorizontalPodAutoscalerSpecV2 } from 'cdk8s-plus-28/lib/imports/k8s';
import type { Construct } from 'constructs';
import type { KubernetesProps } from './kubernetes';

/** An `autoscaling/v2` HorizontalPodAutoscaler. */
export class HorizontalPodAutoscaler extends ApiObject {
  public constructor(scope: Construct, id: string, props: KubernetesProps<HorizontalPodAutoscalerSpecV2>) {
    super(scope, id, { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', ...props });
  }
}

export interface ScaledObjectSpec {
  readonly scaleTargetRef: { readonly apiVersion: string; readonly kind: string; readonly name: string };
  readonly minReplicaCount: number;
  readonly maxReplicaCount: number;
  /** Seconds between two looks at the triggers. */
  readonly pollingInterval: number;
  readonly advanced?: {
    readonly horizontalPodAutoscalerConfig: {
      readonly behavior: { readonly scaleDown: { readonly stabilizationWindowSeconds: number } };
    };
  };
  readonly triggers: readonly ScaledObjectTrigger[];
}

export interface ScaledObjectTrigger {
  readonly type: 'prometheus';
  /** `AverageValue` is divided by the replicas before it is compared. */
  readonly metricType: 'AverageValue' | 'Value';
  readonly metadata: { readonly serverAddress: string; readonly query: string; readonly threshold: string };
}

export interface ScaledObjectProps {
  readonly metadata: ApiObjectMetadata;
  readonly spec: ScaledObjectSpec;
}

/** KEDA's autoscaler. Source: keda.sh/docs ScaledObject specification, `keda.sh/v1alpha1`. */
export class ScaledObject extends ApiObject {
  public constructor(scope: Construct, id: string, props: ScaledObjectProps) {
    super(scope, id, { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', ...props });
  }
}
