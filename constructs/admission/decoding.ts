import { Severity } from '../findings';
import {
  childPath,
  indexPath,
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonArray,
  type JsonObject,
  jsonType,
  type KubernetesObject,
} from '../manifests';
import { formatProblem } from './decoded-formats';
import { checkMap, checkSet } from './lists';
import { checkHasName, checkObjectMeta } from './object-meta';
import { explicitNull, unknownField } from './structure';
import { type Report, schemaViolation, show, type Violation } from './violation';

/** How the API server reads the JSON of a kind. */
export const Decoding = {
  /** Into a Go type, which then is validated by hand-written code: null is the same as absent, everywhere. */
  BUILT_IN: 'built-in',
  /** By the schema of a CRD. */
  CUSTOM: 'custom',
} as const;
export type Decoding = (typeof Decoding)[keyof typeof Decoding];

/** A kind whose schema stands in a table of Stator itself. */
export interface TabledKind {
  /** A structural schema; `$ref` names a definition. */
  readonly schema: JsonObject;
  readonly definition: (name: string) => Json | undefined;
  readonly decoding: Decoding;
  /** What is wrong with a name; a DNS subdomain unless given. */
  readonly nameProblem?: (name: string) => string | undefined;
  /** True if the API server makes a name for an object without one. */
  readonly unnamed?: boolean;
}

const RESOURCE_FIELDS: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);

/**
 * What the API server has against a document before it looks at what its values mean: unknown fields, values of another type or
 * format, items with the same key, metadata. A create with strict field validation. This runs at each synth, so it looks at the
 * schema as it stands and at nothing that the document does not have.
 */
export function decodingViolations(document: KubernetesObject, kind: TabledKind): readonly Violation[] {
  const violations: Violation[] = [];
  const report: Report = (violation) => violations.push(violation);
  if (kind.unnamed !== true) checkHasName(document.metadata, report);
  checkObjectMeta(document.metadata, 'metadata', report, kind.nameProblem);
  const own = Object.fromEntries(Object.entries(document).filter(([name]) => !RESOURCE_FIELDS.has(name)));
  new Decoder(kind, report).check(own, kind.schema, ROOT);
  return violations;
}

/** Where a value stands: a text that is put together when something is reported there. */
type Place = () => string;
const ROOT: Place = () => '';

class Decoder {
  private readonly builtIn: boolean;

  public constructor(
    private readonly kind: TabledKind,
    private readonly report: Report,
  ) {
    this.builtIn = kind.decoding === Decoding.BUILT_IN;
  }

  public check(value: Json, schema: JsonObject, place: Place): void {
    if (value === null && this.builtIn) return;
    const wanted = wantedTypes(schema, this.builtIn);
    const type = jsonType(value);
    if (wanted.length > 0 && !wanted.includes(type) && !(type === 'integer' && wanted.includes('number'))) {
      if (schema['format'] !== 'byte' || !isBytes(value)) this.report(mistyped(value, wanted, place()));
    } else if (isJsonArray(value)) {
      this.list(value, schema, place);
    } else if (isJsonObject(value)) {
      this.object(value, schema, place);
    } else {
      this.scalar(value, schema, place);
    }
  }

  private object(value: JsonObject, schema: JsonObject, place: Place): void {
    const { properties, additionalProperties } = schema;
    const known = isJsonObject(properties) ? properties : NOTHING;
    for (const [key, item] of Object.entries(value)) {
      const field = this.resolve(Object.hasOwn(known, key) ? known[key] : additionalProperties);
      const at: Place = () => childPath(place(), key);
      if (field === undefined) {
        if (schema['x-kubernetes-preserve-unknown-fields'] !== true) {
          this.report(unknownField(key, at(), Object.keys(known)));
        }
      } else if (item !== null) {
        this.check(item, field, at);
      } else if (!this.builtIn && (field['type'] !== undefined || field['x-kubernetes-int-or-string'] === true)) {
        this.report(explicitNull(at()));
      }
    }
  }

  private list(value: JsonArray, schema: JsonObject, place: Place): void {
    const items = this.resolve(schema['items']);
    if (items === undefined) return;
    for (const [index, item] of value.entries()) this.check(item, items, () => indexPath(place(), index));
    const type = schema['x-kubernetes-list-type'];
    if (type === undefined || value.length < 2) return;
    const report: Report = this.builtIn ? (violation) => this.report(onlyOnServerSideApply(violation)) : this.report;
    if (type === 'set') {
      checkSet(value, place(), report);
    } else {
      const keys = isJsonArray(schema['x-kubernetes-list-map-keys'])
        ? schema['x-kubernetes-list-map-keys'].map(String)
        : [];
      checkMap(
        value.map((item) => this.withDefaults(item, keys, items)),
        keys,
        place(),
        report,
      );
    }
  }

  /** The item with the defaults of the fields that are its key. */
  private withDefaults(item: Json, keys: readonly string[], schema: JsonObject): Json {
    const fields = schema['properties'];
    if (!isJsonObject(item) || !isJsonObject(fields)) return item;
    const defaults = keys.flatMap((key): [string, Json][] => {
      const value = this.resolve(fields[key])?.['default'];
      return value === undefined ? [] : [[key, value]];
    });
    return { ...Object.fromEntries(defaults), ...item };
  }

  private scalar(value: Json, schema: JsonObject, place: Place): void {
    const problem = formatProblem(value, schema, this.builtIn);
    if (problem !== undefined) {
      this.report(schemaViolation(place(), `${problem.message}, found ${show(value)}`, problem.fix));
    }
    const allowed = schema['enum'];
    // An empty text means the default, as far as decoding is concerned.
    if (!this.builtIn || !isJsonArray(allowed) || value === '' || allowed.includes(value)) return;
    const supported = allowed.map(show).join(', ');
    this.report(
      schemaViolation(
        place(),
        `unsupported value ${show(value)}; supported values: ${supported}`,
        `use one of ${supported}`,
      ),
    );
  }

  private resolve(schema: Json | undefined): JsonObject | undefined {
    if (!isJsonObject(schema)) return undefined;
    const reference = schema['$ref'];
    const found = typeof reference === 'string' ? this.kind.definition(reference) : schema;
    return isJsonObject(found) ? found : undefined;
  }
}

const NOTHING: JsonObject = {};

/** A create keeps both items of a built-in kind, where no validation of its own looks for them. */
function onlyOnServerSideApply(violation: Violation): Violation {
  return {
    ...violation,
    severity: Severity.WARNING,
    message: `${violation.message}: kubectl apply accepts it, server-side apply refuses it`,
  };
}

function wantedTypes(schema: JsonObject, builtIn: boolean): readonly string[] {
  if (schema['format'] === 'quantity') return builtIn ? STRING_OR_NUMBER : INTEGER_OR_STRING;
  if (schema['x-kubernetes-int-or-string'] === true) return INTEGER_OR_STRING;
  return typeof schema['type'] === 'string' ? [schema['type']] : [];
}

/** Bytes may also be written as numbers, one by one. */
function isBytes(value: Json): boolean {
  return (
    isJsonArray(value) &&
    value.every(
      (item) => item === null || (typeof item === 'number' && Number.isInteger(item) && item >= 0 && item < 256),
    )
  );
}

const STRING_OR_NUMBER = ['string', 'number'];
const INTEGER_OR_STRING = ['integer', 'string'];

function mistyped(value: Json, wanted: readonly string[], path: string): Violation {
  const types = wanted.join(' or ');
  const scalar = value === null || isJsonArray(value) || isJsonObject(value) ? '' : ` ${show(value)}`;
  const quotes = wanted.includes('string') && (typeof value === 'number' || typeof value === 'boolean');
  return schemaViolation(
    path,
    `must be of type ${types}, found ${jsonType(value)}${scalar}`,
    quotes ? `write "${value}" in quotes` : `give a value of type ${types}`,
  );
}
