export * from './access';
export { CommandLine, type Flag, type TokenOrigin } from './command-line';
export * from './component';
export {
  type EngineFacts,
  type ObservedEngineConfig,
  type ObservedEngineKind,
  type ObservedParallelism,
  parseJson,
} from './engine-facts';
export type { ObservedGraph } from './graph';
export { kindOf, nameOf, namespaceOf, Observation } from './observation';
export type { ObservedPlannerConfig } from './planner-config';
export { parseQuantity } from './quantity';
export { roleTemplate } from './role-template';
