import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../../constructs/manifests/json';
import { secret, UNKNOWN } from '../plugin/values';
import type { Identity } from './api';

export function metadataOf(object: JsonObject): JsonObject {
  const { metadata } = object;
  return isJsonObject(metadata) ? metadata : {};
}

export function identityOf(object: JsonObject): Identity {
  const { name, namespace } = metadataOf(object);
  return {
    apiVersion: String(object['apiVersion']),
    kind: String(object['kind']),
    name: String(name),
    ...(typeof namespace === 'string' ? { namespace } : {}),
  };
}

/** `namespace/name`, or the name of an object of the whole cluster. */
export function idOf({ namespace, name }: Identity): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** What an id and the type of a resource say: all there is when an object is read for the first time. */
export function identityOfId(id: string, type: string): Identity {
  const [, apiVersion = '', kind = ''] = /^kubernetes:(.*):(\w+)$/.exec(type) ?? [];
  const [name = '', namespace] = id.split('/').reverse();
  return {
    apiVersion: apiVersion.replace(/^core\//, ''),
    kind,
    name,
    ...(namespace === undefined ? {} : { namespace }),
  };
}

/** JSON with sorted keys: the engine sends objects in no order. */
export function stableJson(value: Json): string {
  return JSON.stringify(sorted(value));
}

function sorted(value: Json): Json {
  if (isJsonArray(value)) {
    return value.map(sorted);
  }
  if (!isJsonObject(value)) {
    return value;
  }
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}

/** An object as outputs: without the book-keeping of its fields, and with the data of a Secret as secrets. */
export function outputsOf(object: JsonObject): JsonObject {
  const { managedFields: _, ...metadata } = metadataOf(object);
  const outputs = { ...object, metadata };
  if (object['kind'] !== 'Secret') {
    return outputs;
  }
  const hidden = ['data', 'stringData'].flatMap((field) => {
    const value = object[field];
    return value === undefined ? [] : [[field, secret(value)]];
  });
  return { ...outputs, ...Object.fromEntries(hidden) };
}

/** Outputs of an object that does not exist yet: what the server will make up is not known. */
export function previewOutputs(object: JsonObject): JsonObject {
  const { status: _, ...rest } = outputsOf(object);
  const unknown = Object.fromEntries(
    ['uid', 'resourceVersion', 'creationTimestamp', 'generation'].map((field) => [field, UNKNOWN]),
  );
  return { ...rest, metadata: { ...metadataOf(rest), ...unknown } };
}
