import * as pulumi from '@pulumi/pulumi';
import { isJsonArray, isJsonObject, type Json } from '../../constructs/manifests';
import type { DeferredOutputs } from './outputs';

/** A value with outputs in the places of their texts: as they are where nothing else stands beside them, else as part of the text. */
export function withOutputs(value: Json, outputs: DeferredOutputs): pulumi.Input<unknown> {
  if (typeof value === 'string') {
    return outputs.get(value) ?? textWithOutputs(value, outputs);
  }
  if (isJsonArray(value)) {
    return value.map((item) => withOutputs(item, outputs));
  }
  if (!isJsonObject(value)) {
    return value;
  }
  const entries = Object.entries(value).map(([key, item]) => [key, withOutputs(item, outputs)] as const);
  const keys = entries.map(([key]) => textWithOutputs(key, outputs));
  // As an output only where it has to be, so that the rest of an object stays known in a preview.
  return keys.every((key) => typeof key === 'string')
    ? Object.fromEntries(entries)
    : pulumi
        .all(keys)
        .apply((known) => Object.fromEntries(entries.map(([, item], index) => [known[index] ?? '', item] as const)));
}

/** The same with values that are known. */
export function withValues(value: Json, values: ReadonlyMap<string, unknown>): unknown {
  if (typeof value === 'string') {
    return values.has(value) ? values.get(value) : replace(value, values);
  }
  if (isJsonArray(value)) {
    return value.map((item) => withValues(item, values));
  }
  return isJsonObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [replace(key, values), withValues(item, values)]))
    : value;
}

function textWithOutputs(text: string, outputs: DeferredOutputs): pulumi.Input<string> {
  const used = usedIn(text, outputs);
  return used.length === 0
    ? text
    : pulumi.all(used.map(([, output]) => output)).apply((values) => replace(text, pair(used, values)));
}

function usedIn(text: string, outputs: DeferredOutputs): readonly (readonly [string, pulumi.Output<unknown>])[] {
  return [...outputs].filter(([deferred]) => text.includes(deferred));
}

function pair(used: readonly (readonly [string, unknown])[], values: readonly unknown[]): ReadonlyMap<string, unknown> {
  return new Map(used.map(([deferred], index) => [deferred, values[index]]));
}

function replace(text: string, values: ReadonlyMap<string, unknown>): string {
  return [...values].reduce((result, [deferred, value]) => result.replaceAll(deferred, () => String(value)), text);
}
