/**
 * What the API server refuses although the shape is right: its own validation of built-in kinds. Runs in a browser too.
 *
 * Source: kubernetes/kubernetes v1.36.3 pkg/apis, seen at run time.
 */
export type { SemanticViolation } from './field';
export { semanticViolations } from './objects';
export { podViolations } from './pod';
export { podTemplateViolations } from './pod-template';
