export * from './change';
export * from './changes';
export { DEFAULT_CHANGES, type DefaultChange } from './default-change-table';
export * from './dynamo-version';
export * from './flag-names';
export * from './images';
export { PLATFORM_NOTES, type PlatformNote } from './platform-change-table';
export * from './release';
export type { EfaVariant, GroveRange, PerEngine, ReleaseFacts } from './release-table';
