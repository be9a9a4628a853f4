import { ApiObject, type ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/** Spec of a `nvidia.com/v1alpha1` DynamoModel. Source: ai-dynamo/dynamo deploy/operator/api/v1alpha1. */
export interface DynamoModelSpec {
  /** Name under which the API serves it. */
  readonly modelName: string;
  /** `modelRef.name` of the components that serve it. */
  readonly baseModelName: string;
  readonly modelType: 'base' | 'lora' | 'adapter';
  /** Where an adapter is loaded from: `s3://bucket/path` or `hf://org/model@revision`. */
  readonly source?: { readonly uri: string };
}

export interface DynamoModelProps {
  readonly metadata: ApiObjectMetadata;
  readonly spec: DynamoModelSpec;
}

/** A model or adapter that the Dynamo operator loads into running workers, as an API object. */
export class DynamoModel extends ApiObject {
  public constructor(scope: Construct, id: string, props: DynamoModelProps) {
    super(scope, id, { apiVersion: 'nvidia.com/v1alpha1', kind: 'DynamoModel', ...props });
  }
}
