export * from './change';
export * from './changes';
export * from './dynamo-version';
export * from './flag-names';
export * from './images';
export * from './release';
export type { EfaVariant, GroveRange, PerEngine, ReleaseFacts } from './release-table';
