import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../manifests';

/** One rule of `x-kubernetes-validations`, as the CRD writes it. */
export interface RuleText {
  readonly rule: string;
  readonly message?: string;
  readonly messageExpression?: string;
  /** `FieldValueInvalid` (default), `FieldValueForbidden`, `FieldValueRequired` or `FieldValueDuplicate`. */
  readonly reason?: string;
  /** JSON path of the field to blame, below the one that carries the rule. */
  readonly fieldPath?: string;
  /** True: `oldSelf` is an optional, and the rule applies to a create too. */
  readonly optionalOldSelf: boolean;
}

/**
 * A node of a structural schema (apiextensions.k8s.io/v1). A thin reader over the JSON of the CRD: the children of a node are
 * looked at when a document gets there, since the schema of one kind may have tens of thousands of nodes.
 */
export class Schema {
  public static readonly EMPTY = new Schema({});

  private readonly children = new Map<Json, Schema>();

  public constructor(private readonly raw: JsonObject) {}

  public get type(): string | undefined {
    return text(this.raw['type']);
  }

  /** `x-kubernetes-int-or-string`: takes the place of the type. */
  public get intOrString(): boolean {
    return this.raw['x-kubernetes-int-or-string'] === true;
  }

  /** True if the schema says what kind of value it wants. */
  public get isTyped(): boolean {
    return this.type !== undefined || this.intOrString;
  }

  public get nullable(): boolean {
    return this.raw['nullable'] === true;
  }

  public get preservesUnknownFields(): boolean {
    return this.raw['x-kubernetes-preserve-unknown-fields'] === true;
  }

  public get isEmbeddedResource(): boolean {
    return this.raw['x-kubernetes-embedded-resource'] === true;
  }

  /** The default, or undefined if there is none; a default of null counts as none, as it does upstream. */
  public get defaultValue(): Json | undefined {
    return this.raw['default'] ?? undefined;
  }

  public get format(): string | undefined {
    return text(this.raw['format']);
  }

  public get pattern(): string | undefined {
    return text(this.raw['pattern']);
  }

  public get enumValues(): readonly Json[] {
    return list(this.raw['enum']);
  }

  public get required(): readonly string[] {
    return list(this.raw['required']).filter((name) => typeof name === 'string');
  }

  public get listType(): string | undefined {
    return text(this.raw['x-kubernetes-list-type']);
  }

  public get listMapKeys(): readonly string[] {
    return list(this.raw['x-kubernetes-list-map-keys']).filter((name) => typeof name === 'string');
  }

  /** A numeric keyword such as `maxLength`. */
  public limit(keyword: NumericKeyword): number | undefined {
    const value = this.raw[keyword];
    return typeof value === 'number' ? value : undefined;
  }

  /** A yes-or-no keyword such as `uniqueItems`. */
  public flag(keyword: 'exclusiveMaximum' | 'exclusiveMinimum' | 'uniqueItems'): boolean {
    return this.raw[keyword] === true;
  }

  public get propertyNames(): readonly string[] {
    return Object.keys(this.properties);
  }

  public property(name: string): Schema | undefined {
    return Object.hasOwn(this.properties, name) ? this.child(this.properties[name]) : undefined;
  }

  public get hasProperties(): boolean {
    return isJsonObject(this.raw['properties']);
  }

  /** The schema of all other fields; true where any are allowed, undefined or false where none are. */
  public get additionalProperties(): Schema | boolean | undefined {
    const value = this.raw['additionalProperties'];
    return typeof value === 'boolean' ? value : this.child(value);
  }

  /** The schema of the field `name`, be it a property or an additional one. */
  public field(name: string): Schema | undefined {
    const property = this.property(name);
    if (property !== undefined) return property;
    const { additionalProperties } = this;
    return typeof additionalProperties === 'boolean' ? undefined : additionalProperties;
  }

  public get items(): Schema | undefined {
    return this.child(this.raw['items']);
  }

  /** The schemas under `allOf`, `anyOf` or `oneOf`. */
  public alternatives(keyword: 'allOf' | 'anyOf' | 'oneOf'): readonly Schema[] {
    return list(this.raw[keyword]).flatMap((value) => this.child(value) ?? []);
  }

  public get not(): Schema | undefined {
    return this.child(this.raw['not']);
  }

  public get rules(): readonly RuleText[] {
    return list(this.raw['x-kubernetes-validations']).flatMap((value) => ruleText(value) ?? []);
  }

  private get properties(): JsonObject {
    const value = this.raw['properties'];
    return isJsonObject(value) ? value : NO_PROPERTIES;
  }

  private child(value: Json | undefined): Schema | undefined {
    if (!isJsonObject(value)) return undefined;
    const known = this.children.get(value);
    if (known !== undefined) return known;
    const child = new Schema(value);
    this.children.set(value, child);
    return child;
  }
}

/** The keywords with a number. */
export type NumericKeyword =
  | 'maximum'
  | 'minimum'
  | 'multipleOf'
  | 'maxLength'
  | 'minLength'
  | 'maxItems'
  | 'minItems'
  | 'maxProperties'
  | 'minProperties';

const NO_PROPERTIES: JsonObject = {};

function ruleText(value: Json): RuleText | undefined {
  if (!isJsonObject(value) || typeof value['rule'] !== 'string') return undefined;
  const message = text(value['message']);
  const messageExpression = text(value['messageExpression']);
  const reason = text(value['reason']);
  const fieldPath = text(value['fieldPath']);
  return {
    rule: value['rule'],
    ...(message !== undefined && { message }),
    ...(messageExpression !== undefined && { messageExpression }),
    ...(reason !== undefined && { reason }),
    ...(fieldPath !== undefined && { fieldPath }),
    optionalOldSelf: value['optionalOldSelf'] === true,
  };
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function list(value: Json | undefined): readonly Json[] {
  return isJsonArray(value) ? value : [];
}
