import { nearest, someOf } from '../findings';
import { childPath, indexPath, isJsonArray, isJsonObject, type Json, jsonType } from '../manifests';
import { isRfc3339 } from './go-time';
import { AdmissionCode, type Report, show } from './violation';

/** The type of a field in the Go types behind `metadata`, which have no schema in the CRD. */
export type Shape =
  | 'any'
  | 'boolean'
  | 'integer'
  | 'string'
  | 'time'
  | { readonly mapOf: Shape }
  | { readonly listOf: Shape }
  | { readonly fields: Readonly<Record<string, Shape>> };

/** `ObjectMeta` of meta/v1. */
export const OBJECT_META: Shape = {
  fields: {
    name: 'string',
    generateName: 'string',
    namespace: 'string',
    selfLink: 'string',
    uid: 'string',
    resourceVersion: 'string',
    generation: 'integer',
    creationTimestamp: 'time',
    deletionTimestamp: 'time',
    deletionGracePeriodSeconds: 'integer',
    labels: { mapOf: 'string' },
    annotations: { mapOf: 'string' },
    ownerReferences: {
      listOf: {
        fields: {
          apiVersion: 'string',
          kind: 'string',
          name: 'string',
          uid: 'string',
          controller: 'boolean',
          blockOwnerDeletion: 'boolean',
        },
      },
    },
    finalizers: { listOf: 'string' },
    managedFields: {
      listOf: {
        fields: {
          manager: 'string',
          operation: 'string',
          apiVersion: 'string',
          time: 'time',
          fieldsType: 'string',
          fieldsV1: 'any',
          subresource: 'string',
        },
      },
    },
  },
};

/** Reports fields that the shape does not have and values of another type. Null is the same as absent, everywhere. */
export function checkShape(value: Json, shape: Shape, path: string, report: Report): void {
  if (value === null || shape === 'any') return;
  if (typeof shape === 'string') {
    if (!isScalarOf(value, shape)) mistyped(value, shape, path, report);
  } else if ('listOf' in shape) {
    if (!isJsonArray(value)) mistyped(value, 'array', path, report);
    else for (const [index, item] of value.entries()) checkShape(item, shape.listOf, indexPath(path, index), report);
  } else if (!isJsonObject(value)) {
    mistyped(value, 'object', path, report);
  } else if ('mapOf' in shape) {
    for (const [key, item] of Object.entries(value)) checkShape(item, shape.mapOf, childPath(path, key), report);
  } else {
    for (const [key, item] of Object.entries(value)) {
      const field = Object.hasOwn(shape.fields, key) ? shape.fields[key] : undefined;
      if (field === undefined) unknown(key, Object.keys(shape.fields), childPath(path, key), report);
      else checkShape(item, field, childPath(path, key), report);
    }
  }
}

function isScalarOf(value: Json, type: 'boolean' | 'integer' | 'string' | 'time'): boolean {
  if (type === 'time') return typeof value === 'string' && isRfc3339(value);
  return jsonType(value) === type;
}

function mistyped(value: Json, wanted: string, path: string, report: Report): void {
  const quotes = wanted === 'string' && (typeof value === 'number' || typeof value === 'boolean');
  report({
    code: AdmissionCode.METADATA,
    path,
    message: `must be of type ${wanted}, found ${jsonType(value)} ${show(value)}`,
    fix: quotes
      ? `write "${value}" in quotes`
      : wanted === 'time'
        ? 'write it as 2006-01-02T15:04:05Z'
        : `give a ${wanted}`,
    blocksRules: true,
  });
}

function unknown(key: string, known: readonly string[], path: string, report: Report): void {
  const meant = nearest(key, known);
  report({
    code: AdmissionCode.METADATA,
    path,
    message: `unknown field "${key}"${meant === undefined ? '' : `; did you mean "${meant}"?`}`,
    fix: meant === undefined ? `remove the field; known here are ${someOf(known, 20)}` : `write '${meant}'`,
  });
}
