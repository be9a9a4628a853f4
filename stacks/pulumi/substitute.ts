import * as pulumi from '@pulumi/pulumi';
import { isJsonArray, isJsonObject, type Json } from '../../constructs/manifests';
import type { DeferredOutputs } from './outputs';

/** A value with outputs in the places of their texts: as they are where nothing else stands beside them, else as part of the text. */
export function withOutputs(value: Json, outputs: DeferredOutputs): pulumi.Input<unknown> {
  return mapTexts(value, (text) => {
    const used = usedIn(text, outputs);
    const whole = outputs.get(text);
    if (whole !== undefined || used.length === 0) {
      return whole ?? text;
    }
    return pulumi.all(used.map(([, output]) => output)).apply((values) => replace(text, pair(used, values)));
  });
}

/** The same with values that are known. */
export function withValues(value: Json, values: ReadonlyMap<string, unknown>): unknown {
  return mapTexts(value, (text) => (values.has(text) ? values.get(text) : replace(text, values)));
}

function mapTexts(value: Json, map: (text: string) => unknown): unknown {
  if (typeof value === 'string') {
    return map(value);
  }
  if (isJsonArray(value)) {
    return value.map((item) => mapTexts(item, map));
  }
  if (isJsonObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, map)]));
  }
  return value;
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
