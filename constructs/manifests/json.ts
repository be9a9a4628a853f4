/** Any value that JSON can express, read-only: what a manifest consists of once it is read. */
export type Json = null | boolean | number | string | JsonArray | JsonObject;

/** A list of JSON values. */
export type JsonArray = readonly Json[];

/** A JSON object; a key that is absent reads as undefined. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** True for a JSON object: neither null nor a list. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True for a list of JSON values. */
export function isJsonArray(value: Json | undefined): value is JsonArray {
  return Array.isArray(value);
}

/** What JSON calls the type of a value; a number counts as `integer` if it is whole and fits 64 bits, as in Kubernetes. */
export function jsonType(value: Json): 'null' | 'boolean' | 'integer' | 'number' | 'string' | 'array' | 'object' {
  if (value === null) return 'null';
  if (isJsonArray(value)) return 'array';
  switch (typeof value) {
    case 'boolean':
      return 'boolean';
    case 'string':
      return 'string';
    case 'number':
      return Number.isInteger(value) && value >= -(2 ** 63) && value < 2 ** 63 ? 'integer' : 'number';
    default:
      return 'object';
  }
}
