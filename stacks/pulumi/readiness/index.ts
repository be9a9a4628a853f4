export { ApiServerError } from './api-server-error';
export { type ClusterReader, clusterReader, type ObjectReference, type ObjectsQuery } from './cluster-reader';
export { CredentialsError, KubeconfigError, type KubeconfigSource } from './connection';
export { judgeGraph } from './judge';
export { GraphAccessError, GraphNotReadyError } from './not-ready';
export { type Problem, ProblemReason, type Verdict } from './problem';
export type { GraphState } from './state';
export { waitForGraph } from './wait-for-graph';
