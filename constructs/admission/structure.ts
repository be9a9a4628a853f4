import { nearest, Severity, someOf } from '../findings';
import { childPath, indexPath, isJsonArray, isJsonObject, type Json, type JsonObject } from '../manifests';
import type { Schema } from './schema';
import { AdmissionCode, type Report, type Violation } from './violation';

/** Fields that every resource has, root or embedded, whatever its schema says. */
const TYPE_AND_META: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);

/** What happens to fields that the schema of their object does not name. */
const Unknown = {
  /** They are reported and dropped. */
  REFUSED: 'refused',
  /** They stay as they are: `x-kubernetes-preserve-unknown-fields`, here or on the list around. */
  KEPT: 'kept',
} as const;
type Unknown = (typeof Unknown)[keyof typeof Unknown];

/**
 * Brings a document into the shape in which the API server validates it, as for a create of a custom resource with
 * `fieldValidation: Strict`: unknown fields are reported and dropped, nulls the schema does not allow are dropped, defaults
 * are filled in. `metadata` is left alone; object-meta.ts looks at it.
 */
export class Structure {
  public constructor(private readonly report: Report) {}

  /** The document as it is validated; `schema` is that of the root of its resource. */
  public normalize(document: JsonObject, schema: Schema): JsonObject {
    return this.object(document, schema, '', true, schema.preservesUnknownFields ? Unknown.KEPT : Unknown.REFUSED);
  }

  private visit(value: Json, schema: Schema | undefined, path: string, around: Unknown): Json {
    if (schema === undefined && around === Unknown.KEPT) return value;
    const unknown = schema?.preservesUnknownFields === true ? Unknown.KEPT : around;
    if (isJsonArray(value)) {
      const items = schema?.items;
      return value.map((item, index) => this.visit(withDefault(item, items), items, indexPath(path, index), unknown));
    }
    return isJsonObject(value) ? this.object(value, schema, path, schema?.isEmbeddedResource === true, unknown) : value;
  }

  private object(
    value: JsonObject,
    schema: Schema | undefined,
    path: string,
    isResource: boolean,
    unknown: Unknown,
  ): JsonObject {
    const fields = Object.entries(value).flatMap(([key, item]): [string, Json][] => {
      if (isResource && TYPE_AND_META.has(key)) return [[key, item]];
      const place = childPath(path, key);
      const field = schema?.field(key);
      if (field !== undefined) return this.knownField(key, item, field, place);
      // The values below `additionalProperties: true` have no schema, so nothing is known inside them.
      if (schema?.additionalProperties === true) return [[key, this.visit(item, undefined, place, Unknown.REFUSED)]];
      if (unknown === Unknown.KEPT) return [[key, item]];
      this.report(unknownField(key, place, [...(schema?.propertyNames ?? []), ...(isResource ? TYPE_AND_META : [])]));
      return [];
    });
    return Object.fromEntries([...fields, ...this.absentDefaults(value, schema, path)]);
  }

  private knownField(key: string, value: Json, schema: Schema, path: string): [string, Json][] {
    const given = withDefault(value, schema);
    if (given !== null || schema.nullable) return [[key, this.visit(given, schema, path, Unknown.REFUSED)]];
    if (schema.isTyped) this.report(explicitNull(path));
    return [];
  }

  private absentDefaults(value: JsonObject, schema: Schema | undefined, path: string): [string, Json][] {
    return (schema?.propertyNames ?? []).flatMap((name): [string, Json][] => {
      const property = schema?.property(name);
      if (property?.defaultValue === undefined || Object.hasOwn(value, name)) return [];
      return [[name, this.visit(property.defaultValue, property, childPath(path, name), Unknown.REFUSED)]];
    });
  }
}

/** A null that the schema does not allow gives way to the default. */
function withDefault(value: Json, schema: Schema | undefined): Json {
  return value === null && schema !== undefined && !schema.nullable ? (schema.defaultValue ?? null) : value;
}

/** The objection to a field that the schema of its object does not have; `known` are those that it has. */
export function unknownField(key: string, path: string, known: readonly string[]): Violation {
  const meant = nearest(key, known);
  return {
    code: AdmissionCode.UNKNOWN_FIELD,
    path,
    message: `unknown field "${key}"${meant === undefined ? '' : `; did you mean "${meant}"?`}`,
    fix: fixUnknown(meant, known),
  };
}

/** The objection to a null where the schema has a type. */
export function explicitNull(path: string): Violation {
  return {
    code: AdmissionCode.NULL,
    severity: Severity.WARNING,
    path,
    message: 'explicit null: kubectl apply accepts it and drops the field, server-side apply refuses it',
    fix: 'remove the field',
  };
}

function fixUnknown(meant: string | undefined, known: readonly string[]): string {
  if (meant !== undefined) return `write '${meant}', or remove the field`;
  return known.length === 0 ? 'remove the field' : `remove the field; known here are ${someOf(known)}`;
}
