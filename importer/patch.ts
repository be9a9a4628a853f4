import { isMapping, type Mapping } from '../constructs/observed';
import { type Code, type CodeObject, toCode } from './code';

/** Lists of a pod template whose items are told apart, and by which fields; as `PodTemplatePatch` merges them. */
const ITEM_KEYS: Readonly<Record<string, readonly string[]>> = {
  containers: ['name'],
  initContainers: ['name'],
  env: ['name'],
  volumes: ['name'],
  imagePullSecrets: ['name'],
  resourceClaims: ['name'],
  claims: ['name'],
  volumeMounts: ['mountPath'],
  volumeDevices: ['devicePath'],
  ports: ['containerPort', 'protocol'],
  hostAliases: ['ip'],
};
const MERGED_ITEMS: readonly string[] = ['containers', 'initContainers'];

/** The patch that makes one pod template another: what `patchPodTemplate` undoes. Empty when they are alike. */
export function patchOf(from: Mapping, to: Mapping): CodeObject {
  const patch: Record<string, Code> = {};
  for (const [field, value] of Object.entries(to)) {
    const change = changeOf(field, from[field], value);
    if (change !== undefined) {
      patch[field] = change;
    }
  }
  for (const field of Object.keys(from)) {
    if (to[field] === undefined) {
      patch[field] = null;
    }
  }
  return patch;
}

function changeOf(field: string, from: unknown, to: unknown): Code | undefined {
  if (same(from, to)) {
    return undefined;
  }
  if (isMapping(from) && isMapping(to)) {
    return patchOf(from, to);
  }
  const keys = ITEM_KEYS[field];
  return keys !== undefined && isListOfMappings(to)
    ? itemChanges(field, keys, isListOfMappings(from) ? from : [], to)
    : toCode(to);
}

function itemChanges(field: string, keys: readonly string[], from: readonly Mapping[], to: readonly Mapping[]): Code {
  const changed = to.flatMap((item): readonly Code[] => {
    const old = from.find((other) => sameItem(keys, other, item));
    if (same(old, item)) {
      return [];
    }
    const merged = MERGED_ITEMS.includes(field) && old !== undefined;
    return [merged ? { ...keyOf(keys, item), ...patchOf(old, item) } : toCode(item)];
  });
  const gone = from.filter((item) => !to.some((other) => sameItem(keys, other, item)));
  return [...changed, ...gone.map((item) => ({ ...keyOf(keys, item), $patch: 'delete' }))];
}

function keyOf(keys: readonly string[], item: Mapping): CodeObject {
  return Object.fromEntries(keys.flatMap((key) => (item[key] === undefined ? [] : [[key, toCode(item[key])]])));
}

function sameItem(keys: readonly string[], one: Mapping, other: Mapping): boolean {
  return keys.every((key) => (one[key] ?? DEFAULTS[key]) === (other[key] ?? DEFAULTS[key]));
}

const DEFAULTS: Readonly<Record<string, string>> = { protocol: 'TCP' };

function isListOfMappings(value: unknown): value is readonly Mapping[] {
  return Array.isArray(value) && value.every(isMapping);
}

/** Whether two values are the same but for the order of keys. */
export function same(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => same(item, other[index]));
  }
  if (isMapping(one) && isMapping(other)) {
    const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
    return [...keys].every((key) => same(one[key], other[key]));
  }
  return one === other;
}
