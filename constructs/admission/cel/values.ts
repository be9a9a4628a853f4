import { type CelInput, type CelMap, celMap } from '@bufbuild/cel';
import { create } from '@bufbuild/protobuf';
import { TimestampSchema } from '@bufbuild/protobuf/wkt';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../manifests';
import { isDate, isRfc3339, parseFormatDuration } from '../go-time';
import type { Schema } from '../schema';
import { durationOf } from './durations';

/**
 * A value of a document as CEL rules see it: integers are ints and numbers doubles as the schema says, whatever the digits;
 * dates, durations and bytes have types of their own; the fields of an object are those of its schema, under names CEL can say.
 *
 * @param isResource true for the root of a resource, whose type and name every rule may use
 */
export function toCelValue(value: Json, schema: Schema, isResource = false): CelInput {
  if (value === null) return null;
  if (schema.intOrString || schema.type === undefined) return untyped(value);
  if (typeof value === 'number') return schema.type === 'integer' && Number.isInteger(value) ? BigInt(value) : value;
  if (typeof value === 'string') return textValue(value, schema.format);
  if (isJsonArray(value)) {
    const { items } = schema;
    return value.map((item) =>
      items === undefined ? untyped(item) : toCelValue(item, items, items.isEmbeddedResource),
    );
  }
  return isJsonObject(value) ? objectValue(value, schema, isResource || schema.isEmbeddedResource) : value;
}

function objectValue(value: JsonObject, schema: Schema, isResource: boolean): CelMap {
  const { additionalProperties } = schema;
  if (!schema.hasProperties && !isResource && typeof additionalProperties === 'object') {
    return mapOf(Object.entries(value).map(([key, item]) => [key, toCelValue(item, additionalProperties)]));
  }
  if (!schema.hasProperties && !isResource) {
    return mapOf(Object.entries(value).map(([key, item]) => [key, untyped(item)]));
  }
  const fields = Object.entries(value).flatMap(([key, item]): [string, CelInput][] => {
    const name = escapeName(key);
    const property = schema.property(key);
    if (name === undefined || property === undefined || (isResource && key === 'metadata')) return [];
    return [[name, toCelValue(item, property, property.isEmbeddedResource)]];
  });
  return mapOf(isResource ? [...fields, ...typeAndName(value)] : fields);
}

/** What rules may use of any resource. */
function typeAndName(value: JsonObject): [string, CelInput][] {
  const { apiVersion, kind, metadata } = value;
  const names = isJsonObject(metadata) ? [pair(metadata, 'name'), pair(metadata, 'generateName')] : [];
  return [
    ...(typeof apiVersion === 'string' ? [tuple('apiVersion', apiVersion)] : []),
    ...(typeof kind === 'string' ? [tuple('kind', kind)] : []),
    tuple('metadata', mapOf(names.flat())),
  ];
}

function pair(object: JsonObject, key: string): [string, CelInput][] {
  const value = object[key];
  return typeof value === 'string' ? [[key, value]] : [];
}

function tuple(key: string, value: CelInput): [string, CelInput] {
  return [key, value];
}

/** A value no schema describes: whole numbers are ints. */
function untyped(value: Json): CelInput {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value;
  if (isJsonArray(value)) return value.map(untyped);
  if (isJsonObject(value)) return mapOf(Object.entries(value).map(([key, item]) => [key, untyped(item)]));
  return value;
}

function mapOf(entries: readonly (readonly [string, CelInput])[]): CelMap {
  return celMap(new Map(entries));
}

function textValue(value: string, format: string | undefined): CelInput {
  switch (format) {
    case 'duration': {
      const nanoseconds = parseFormatDuration(value);
      return nanoseconds === undefined ? value : durationOf(nanoseconds);
    }
    case 'date':
      return isDate(value) ? timestamp(`${value}T00:00:00Z`) : value;
    case 'date-time':
      return isRfc3339(value) ? timestamp(value) : value;
    case 'byte':
      return bytes(value) ?? value;
    default:
      return value;
  }
}

function timestamp(text: string): CelInput {
  const [, fraction = ''] = /[.,]([0-9]+)/.exec(text) ?? [];
  const seconds = Date.parse(text.replace(/[.,][0-9]+/, '')) / 1000;
  return create(TimestampSchema, { seconds: BigInt(seconds), nanos: Number(fraction.padEnd(9, '0').slice(0, 9)) });
}

function bytes(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** Words of the CEL grammar: a field with such a name is written `__name__` in a rule. */
const RESERVED: ReadonlySet<string> = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
);
const ESCAPES: Readonly<Record<string, string>> = {
  __: '__underscores__',
  '.': '__dot__',
  '-': '__dash__',
  '/': '__slash__',
};

/** The name under which rules reach a field; undefined if they cannot. */
function escapeName(name: string): string | undefined {
  if (RESERVED.has(name)) return `__${name}__`;
  if (!/^[A-Za-z_.\-/][\w.\-/]*$/.test(name)) return undefined;
  return name.replace(/__|[.\-/]/g, (sign) => ESCAPES[sign] ?? sign);
}
