import { isMapping } from '../constructs/observed';
import settings from './engine-settings.json';

/** What a typed setting can be. */
export interface SettingSchema {
  readonly anyOf?: readonly SettingSchema[];
  readonly literal?: string | number | boolean;
  /** `string`, `number`, `boolean`, `null`, or `object` for one with any keys. */
  readonly type?: string;
  readonly items?: SettingSchema;
  readonly properties?: SettingSchemas;
}

export interface SettingSchemas {
  readonly [name: string]: SettingSchema;
}

/** The typed settings of each engine; made from the types by `npm run tables:engine-settings`, and held to them by a test. */
const SETTINGS: Readonly<Record<string, SettingSchemas>> = settings;

/** What the type of an engine's `engineConfig` says of its keys. */
export function settingsOf(engine: string): SettingSchemas {
  return SETTINGS[engine] ?? {};
}

/** Whether a typed setting takes a value: whether the program would compile with it. */
export function takes(schema: SettingSchema | undefined, value: unknown): boolean {
  if (schema === undefined) {
    return false;
  }
  const { anyOf, literal, type, items, properties } = schema;
  if (anyOf !== undefined) {
    return anyOf.some((part) => takes(part, value));
  }
  if (literal !== undefined) {
    return value === literal;
  }
  if (items !== undefined) {
    return Array.isArray(value) && value.every((item) => takes(items, item));
  }
  if (properties !== undefined) {
    return isMapping(value) && Object.entries(value).every(([key, entry]) => takes(properties[key], entry));
  }
  return type === 'object' ? isMapping(value) : type === 'null' ? value === null : typeof value === type;
}

/** The schemas of a group of settings, such as `kv_cache_config`. */
export function groupOf(schema: SettingSchema | undefined): SettingSchemas | undefined {
  return schema?.properties ?? schema?.anyOf?.map(groupOf).find((properties) => properties !== undefined);
}
