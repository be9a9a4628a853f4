import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';
import type { DynamoGraphDeploymentSpec } from './dynamo-graph-deployment';
import type { TolerationSpec } from './pod-template';

/** Spec of a `nvidia.com/v1beta1` DynamoGraphDeploymentRequest. Source: ai-dynamo/dynamo deploy/operator/api/v1beta1. */
export interface DynamoGraphDeploymentRequestSpec {
  readonly model: string;
  readonly backend: 'auto' | 'vllm' | 'sglang' | 'trtllm';
  readonly searchStrategy: 'rapid' | 'thorough';
  readonly image?: string;
  readonly runtimeVersionOverride?: string;
  readonly autoApply: boolean;
  readonly modelCache?: {
    readonly pvcName: string;
    readonly pvcModelPath: string;
    readonly pvcMountPath: string;
  };
  readonly hardware?: {
    readonly gpuSku: string;
    /** Mebibytes of one GPU. */
    readonly vramMb: number;
    readonly numGpusPerNode: number;
    readonly totalGpus?: number;
    readonly interconnect: string;
    readonly rdma: boolean;
  };
  readonly workload?: {
    readonly isl: number;
    readonly osl: number;
    readonly concurrency?: number;
    readonly requestRate?: number;
  };
  /** Milliseconds. */
  readonly sla?: {
    readonly ttft?: number;
    readonly itl?: number;
    readonly e2eLatency?: number;
    readonly optimizationType?: 'latency' | 'throughput';
  };
  readonly features?: {
    readonly planner?: object;
    readonly kvRouter?: { readonly enabled: boolean };
    readonly mocker?: { readonly enabled: boolean };
  };
  readonly overrides?: {
    readonly dgd?: {
      readonly apiVersion: string;
      readonly kind: string;
      readonly spec: Partial<DynamoGraphDeploymentSpec>;
    };
    readonly profilingJob?: {
      readonly template: {
        readonly spec: {
          readonly containers: readonly [];
          readonly nodeSelector?: Readonly<Record<string, string>>;
          readonly tolerations?: readonly TolerationSpec[];
        };
      };
    };
    readonly trustRemoteCode?: boolean;
  };
}

export interface DynamoGraphDeploymentRequestProps {
  readonly metadata: ApiObjectMetadata;
  readonly spec: DynamoGraphDeploymentRequestSpec;
}

/** A wish for a graph, which the Dynamo operator sizes, as an API object. */
export class DynamoGraphDeploymentRequest extends ApiObject {
  public constructor(scope: Construct, id: string, props: DynamoGraphDeploymentRequestProps) {
    super(scope, id, { apiVersion: 'nvidia.com/v1beta1', kind: 'DynamoGraphDeploymentRequest', ...props });
  }
}
