import { childPath, indexPath, isJsonArray, isJsonObject, type Json } from '../../manifests';
import { show } from '../violation';

/** A value of the right shape that the API server refuses all the same. */
export interface SemanticViolation {
  /** Where it stands; items of lists that have a name are told by it. */
  readonly path: string;
  /** The same place, with every item told by its index, as schemas tell them. */
  readonly indexPath: string;
  /** What was found and what is allowed. */
  readonly message: string;
  readonly fix: string;
}

/**
 * A value with its place in a document, and where to report what is wrong with it. As for the API server, null is the same as absent.
 * A value of a wrong type reads as absent too: the schema reports it. Paths are put together only when something is reported.
 */
export class Field {
  /** The object that is checked; all that is found inside goes to `into`. */
  public static root(value: unknown, path: string, into: SemanticViolation[]): Field {
    return new Field(isJsonObject(value) ? value : undefined, undefined, path, undefined, into);
  }

  private constructor(
    /** The value, undefined if absent or null. */
    public readonly value: Json | undefined,
    private readonly parent: Field | undefined,
    /** Name of the field, index of the item, or the path of the root. */
    private readonly key: string | number,
    /** What an item of a list is called. */
    private readonly itemName: string | undefined,
    private readonly into: SemanticViolation[],
  ) {}

  public get path(): string {
    return this.pathBy(false);
  }

  public get given(): boolean {
    return this.value !== undefined;
  }

  /** The text, empty for anything that is none. */
  public get text(): string {
    return typeof this.value === 'string' ? this.value : '';
  }

  public get number(): number | undefined {
    return typeof this.value === 'number' ? this.value : undefined;
  }

  public get isList(): boolean {
    return isJsonArray(this.value);
  }

  public get isObject(): boolean {
    return isJsonObject(this.value);
  }

  /** True only for the value `true`. */
  public get isTrue(): boolean {
    return this.value === true;
  }

  /** The field of this name. */
  public get(key: string): Field {
    const value = isJsonObject(this.value) && Object.hasOwn(this.value, key) ? this.value[key] : undefined;
    return new Field(value ?? undefined, this, key, undefined, this.into);
  }

  /** The field at the end of a path of names. */
  public at(...keys: readonly string[]): Field {
    return keys.reduce<Field>((field, key) => field.get(key), this);
  }

  /** Whether the field of this name has a value. */
  public has(key: string): boolean {
    const { value } = this;
    return isJsonObject(value) && Object.hasOwn(value, key) && value[key] !== null;
  }

  /** Names of the fields that have a value. */
  public get keys(): readonly string[] {
    const { value } = this;
    return isJsonObject(value) ? Object.keys(value).filter((key) => value[key] !== null) : [];
  }

  /** All entries of a map, also those with null, which is an empty value there. */
  public get entries(): readonly (readonly [key: string, field: Field])[] {
    return isJsonObject(this.value) ? Object.keys(this.value).map((key) => [key, this.get(key)] as const) : [];
  }

  /** The items of a list; one with a name is told by it. */
  public get items(): readonly Field[] {
    const list = isJsonArray(this.value) ? this.value : [];
    return list.map((item, index) => {
      const name = isJsonObject(item) ? item['name'] : undefined;
      return new Field(item ?? undefined, this, index, typeof name === 'string' ? name : undefined, this.into);
    });
  }

  /** Reports that something else is allowed here, told as a noun (`a port from 1 to 65535`). */
  public refuse(allowed: string, fix = `give ${allowed}`): void {
    this.refuseAs(this.value === undefined ? 'nothing' : show(this.value), allowed, fix);
  }

  /** Reports that the key of this entry of a map should be something else. */
  public refuseKey(key: string, allowed: string, fix = `write the key as ${allowed}`): void {
    this.refuseAs(`the key ${show(key)}`, allowed, fix);
  }

  /** Reports that nothing may stand here. */
  public forbid(where: string, fix = 'leave it out'): void {
    this.refuse(`nothing ${where}`, fix);
  }

  /** As `refuse`, with other words for what was found. */
  public refuseAs(found: string, allowed: string, fix: string): void {
    const [path, indexPath] = [this.pathBy(false), this.pathBy(true)];
    this.into.push({ path, indexPath, message: `found ${found}, allowed is ${allowed}`, fix });
  }

  private pathBy(byIndex: boolean): string {
    const parent = this.parent?.pathBy(byIndex) ?? '';
    if (typeof this.key === 'string') return this.parent === undefined ? this.key : childPath(parent, this.key);
    return this.itemName && !byIndex ? `${parent}[${this.itemName}]` : indexPath(parent, this.key);
  }
}
