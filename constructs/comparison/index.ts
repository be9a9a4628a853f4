/** What differs between two sets of manifests, and what applying the difference does. Pure functions over observations. */
export { type ComparisonOptions, compareGraphs, type NodesOf } from './compare';
export * from './comparison';
