import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

export interface ComputeDomainSpec {
  /** Nodes that are expected to join; 0 leaves it to the driver. */
  readonly numNodes: number;
  readonly channel: {
    /** `Single` gives each pod one IMEX channel. */
    readonly allocationMode?: 'Single' | 'All';
    readonly resourceClaimTemplate: { readonly name: string };
  };
}

export interface ComputeDomainProps {
  readonly metadata: ApiObjectMetadata;
  readonly spec: ComputeDomainSpec;
}

/** Multi-node NVLink for a set of pods. Source: NVIDIA DRA driver, `resource.nvidia.com/v1beta1`. */
export class ComputeDomain extends ApiObject {
  public constructor(scope: Construct, id: string, props: ComputeDomainProps) {
    super(scope, id, { apiVersion: 'resource.nvidia.com/v1beta1', kind: 'ComputeDomain', ...props });
  }
}
