import { childPath, type Json, type JsonObject } from '../manifests';
import { isMapping, type Mapping, parseQuantity, scalarText, text } from '../observed';
import type { Topic } from './comparison';

/** One value of a graph, component or object under its place. */
export interface Fact {
  readonly topic: Topic;
  /** As written, for people. */
  readonly value: Json;
  /** What is compared: two facts are the same when this is. */
  readonly key: string;
}

/** Facts by place. */
export type Facts = ReadonlyMap<string, Fact>;

/** Mappings that say nothing when they are empty. */
const PLAIN: readonly string[] = [
  'affinity',
  'annotations',
  'custom',
  'data',
  'labels',
  'limits',
  'metadata',
  'nodeSelector',
  'requests',
  'resources',
];

/** Amounts, which can be written in several ways. */
const AMOUNT = /(?:^|\.)(?:limits|requests|hard|capacity)(?:\.\w+|\[[^\]]+\])$|(?:^|\.)(?:sizeLimit|sharedMemorySize)$/;

/** Collects facts: nested values become one fact for each leaf, so that an order of keys or named items makes no difference. */
export class FactSheet {
  private readonly facts = new Map<string, Fact>();

  public get all(): Facts {
    return this.facts;
  }

  /** One value that is compared as a whole; nothing for `undefined` and null, which stand for an absent field. */
  public put(place: string, value: unknown, topic: Topic, key?: string): void {
    const json = toJson(value);
    if (json === undefined || json === null) {
      return;
    }
    let free = place;
    for (let count = 2; this.facts.has(free); count++) {
      free = `${place}#${count}`;
    }
    this.facts.set(free, { topic, value: json, key: key ?? keyOf(place, json) });
  }

  /** A value and all that is in it. */
  public spread(place: string, value: unknown, topic: Topic): void {
    if (Array.isArray(value)) {
      this.spreadList(place, value, topic);
    } else if (isMapping(value)) {
      const entries = Object.entries(value);
      if (entries.length === 0 && place !== '' && !PLAIN.includes(lastKey(place))) {
        this.put(place, {}, topic);
      }
      for (const [key, entry] of entries) {
        this.spread(childPath(place, key), entry, topic);
      }
    } else {
      this.put(place, value, topic);
    }
  }

  private spreadList(place: string, items: readonly unknown[], topic: Topic): void {
    if (items.length === 0) {
      return;
    }
    const mappings = items.filter(isMapping);
    if (mappings.length < items.length) {
      this.put(place, items, topic);
      return;
    }
    const names = mappings.map((item) => text(item['name']) ?? '');
    if (!names.includes('') && new Set(names).size === names.length) {
      for (const [index, { name: _, ...item }] of mappings.entries()) {
        this.spread(`${place}[${names[index]}]`, item, topic);
      }
      return;
    }
    // Their order means nothing: tolerations, terms of affinity, sources of variables.
    const sorted = mappings
      .map((item) => ({ item, order: canonical(toJson(item) ?? null) }))
      .sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0));
    for (const [index, { item }] of sorted.entries()) {
      this.put(`${place}[${labelOf(item) ?? index + 1}]`, item, topic);
    }
  }
}

/** What people would call an item that has no name of its own. */
function labelOf(item: Mapping): string | undefined {
  const own = ['key', 'topologyKey', 'containerPort', 'port', 'ip', 'pluginRef'].map((field) => item[field]);
  const inner = Object.values(item).map((value) => (isMapping(value) ? value['name'] : undefined));
  return [...own, ...inner].map(scalarText).find((label) => label !== undefined && label !== '');
}

function keyOf(place: string, value: Json): string {
  const amount = AMOUNT.test(place) ? parseQuantity(value) : undefined;
  return amount === undefined ? canonical(value) : String(amount);
}

function lastKey(place: string): string {
  return /([\w-]+)$/.exec(place)?.[1] ?? '';
}

/** JSON text with sorted keys: equal for equal values. */
export function canonical(value: Json): string {
  return JSON.stringify(value, (_key, part: Json) =>
    isMapping(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}

/** The JSON that a value of a manifest is; `undefined` for what JSON cannot express. */
export function toJson(value: unknown): Json | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') {
    return value;
  }
  if (typeof value === 'number') {
    return Number.isFinite(value) ? value : undefined;
  }
  if (Array.isArray(value)) {
    return value.map((item) => toJson(item) ?? null);
  }
  return isMapping(value) ? toJsonObject(value) : undefined;
}

function toJsonObject(value: Mapping): JsonObject {
  const entries = Object.entries(value).flatMap(([key, entry]) => {
    const json = toJson(entry);
    return json === undefined ? [] : [[key, json] as const];
  });
  return Object.fromEntries(entries);
}
