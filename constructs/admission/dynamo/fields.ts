import type { JsonObject } from '../../manifests';
import type { DynamoVersion } from '../../releases';

/*
 * Words for tables of fields, as structural schemas. Only what decoding goes by: what is required, ranges, enumerations and what may
 * change are the matter of rules.
 */

/** Fields by name. */
export type Fields = Readonly<Record<string, JsonObject>>;

export const TEXT: JsonObject = { type: 'string' };
export const FLAG: JsonObject = { type: 'boolean' };
export const INT32: JsonObject = { type: 'integer', format: 'int32' };
export const WHOLE: JsonObject = { type: 'integer' };
export const NUMBER: JsonObject = { type: 'number' };
export const QUANTITY: JsonObject = { $ref: 'Quantity' };
export const POD_TEMPLATE: JsonObject = { $ref: 'core.v1.PodTemplateSpec' };
/** An object whose fields are not known here, or are anything. */
export const OPEN: JsonObject = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
/** Anything. A create drops the status, whatever stands there. */
export const ANYTHING: JsonObject = { 'x-kubernetes-preserve-unknown-fields': true };
export const TEXTS_BY_NAME: JsonObject = { type: 'object', additionalProperties: TEXT };

export function object(properties: Fields): JsonObject {
  return { type: 'object', properties };
}

export function listOf(items: JsonObject): JsonObject {
  return { type: 'array', items };
}

/** A list in which each item has another value of the field `key`. */
export function listBy(key: string, items: JsonObject): JsonObject {
  return { ...listOf(items), 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': [key] };
}

/** A field that came with a release of Dynamo; without this a field is there since 1.2. */
export function since(version: DynamoVersion, schema: JsonObject): JsonObject {
  return { ...schema, [SINCE]: version };
}

/** Where `since` keeps the version. */
export const SINCE = 'since';
