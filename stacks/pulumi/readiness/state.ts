import type { JsonObject } from '../../../constructs/manifests';

/** Which graph is meant. */
export interface GraphTarget {
  readonly name: string;
  readonly namespace: string;
  /** As in the manifest, for example `nvidia.com/v1beta1`. */
  readonly apiVersion: string;
}

/** What a cluster holds of one graph at one moment, as the API server tells it. Nothing in it is trusted to have the right shape. */
export interface GraphState {
  readonly target: GraphTarget;
  /** The DynamoGraphDeployment. Absent when the cluster has none of that name. */
  readonly graph?: JsonObject;
  /** Pods of the graph, and of the Jobs that download weights for it. */
  readonly pods: readonly JsonObject[];
  /** PersistentVolumeClaims of the namespace. */
  readonly claims: readonly JsonObject[];
  /** Jobs of the namespace. Absent when reading them is not allowed. */
  readonly jobs?: readonly JsonObject[];
  /** Events of the namespace. Absent when reading them is not allowed. */
  readonly events?: readonly JsonObject[];
}
