export * from './check';
export { RULES } from './registry';
export type { DocumentContext, GraphContext, Rule, Violation } from './rule';
