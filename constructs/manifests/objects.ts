import type { KubernetesObject } from './document';
import { isJsonArray, isJsonObject, type Json, type JsonObject, jsonType } from './json';
import { type Problem, YamlCode } from './problems';

/** An object found in a document, or why there is none; `item` is its place in a List. */
export type FoundObject = ({ readonly object: KubernetesObject } | { readonly problem: Omit<Problem, 'offset'> }) & {
  readonly item?: number;
};

/** The objects of one document: the document itself, or the items of a `List`, of any depth. */
export function flattenObject(value: Json): readonly FoundObject[] {
  if (!isJsonObject(value)) {
    return [{ problem: { ...NOT_A_MAPPING, message: `a Kubernetes object is a mapping, found ${naming(value)}` } }];
  }
  const items = listItems(value);
  if (items === undefined) return [toObject(value)];
  return items.flatMap((item, index) => flattenObject(item).map((found) => ({ ...found, item: index })));
}

/** True for a mapping that only holds other objects. */
export function isList(value: JsonObject): boolean {
  return listItems(value) !== undefined;
}

const NOT_A_MAPPING = {
  code: YamlCode.NOT_A_MAPPING,
  fix: "start the document with 'apiVersion:', 'kind:' and 'metadata:'",
} as const;

/** The items of a List; those of a typed list (`PodList`) may leave out what its name says, as the API machinery allows. */
function listItems(value: JsonObject): readonly Json[] | undefined {
  const { kind, apiVersion, items } = value;
  if (typeof kind !== 'string' || !kind.endsWith('List') || !isJsonArray(items)) return undefined;
  const itemKind = kind.slice(0, -'List'.length);
  if (itemKind === '' || typeof apiVersion !== 'string') return items;
  return items.map((item) =>
    isJsonObject(item) && item['kind'] === undefined ? { ...item, apiVersion, kind: itemKind } : item,
  );
}

function toObject(value: JsonObject): FoundObject {
  if (isKubernetesObject(value)) return { object: value };
  return {
    problem: {
      code: YamlCode.NOT_AN_OBJECT,
      message: missing(value),
      fix: "give 'apiVersion', 'kind' and 'metadata.name' (or 'metadata.generateName') as text",
    },
  };
}

function isKubernetesObject(value: JsonObject): value is KubernetesObject {
  return isText(value['apiVersion']) && isText(value['kind']) && hasName(value['metadata']);
}

function hasName(metadata: Json | undefined): boolean {
  if (!isJsonObject(metadata)) return false;
  return isText(metadata['name']) || (isText(metadata['generateName']) && metadata['name'] === undefined);
}

function isText(value: Json | undefined): boolean {
  return typeof value === 'string' && value !== '';
}

/** The first of the fields that is not as it must be. */
function missing(value: JsonObject): string {
  for (const field of ['apiVersion', 'kind']) {
    if (!isText(value[field])) return fieldProblem(field, value[field]);
  }
  const metadata = value['metadata'];
  if (metadata !== undefined && !isJsonObject(metadata))
    return `'metadata' must be a mapping, found ${naming(metadata)}`;
  return fieldProblem('metadata.name', metadata?.['name']);
}

function fieldProblem(field: string, value: Json | undefined): string {
  if (value === undefined) return `'${field}' is missing`;
  return value === '' ? `'${field}' is empty` : `'${field}' must be a string, found ${naming(value)}`;
}

function naming(value: Json): string {
  const type = jsonType(value);
  return type === 'object'
    ? 'a mapping'
    : type === 'array'
      ? 'a list'
      : type === 'null'
        ? 'null'
        : `the ${type} ${value}`;
}
