import { nearest } from '../../constructs/findings';
import type { UserErrors } from '../pulumi/user-error';

/** Reads values of a configuration and remembers everything that is wrong with them, so that it can be said all at once. */
export class ConfigReader {
  private readonly known: string[] = [];

  /**
   * @param values the keys to read
   * @param errors where messages are put
   * @param prefix stands before each key in messages, for example `stator:groups[0].`
   */
  public constructor(
    private readonly values: Readonly<Record<string, unknown>>,
    private readonly errors: UserErrors,
    private readonly prefix: string,
  ) {}

  /** A text; `undefined` if it is absent or not a text. */
  public text(key: string): string | undefined {
    return this.value(key, 'a text', (value) => (typeof value === 'string' ? value : undefined));
  }

  /** A text out of a few; the one that was probably meant is part of the message. */
  public choice<T extends string>(key: string, choices: readonly T[]): T | undefined {
    const text = this.text(key);
    const found = choices.find((choice) => choice === text);
    if (text !== undefined && found === undefined) {
      const near = nearest(text, choices);
      const hint = near === undefined ? '' : `; did you mean '${near}'?`;
      this.problem(key, `must be one of ${choices.join(', ')}, got '${text}'${hint}`);
    }
    return found;
  }

  /** A number; `undefined` if it is absent or not one. */
  public number(key: string): number | undefined {
    return this.value(key, 'a number', (value) => (typeof value === 'number' ? value : undefined));
  }

  public flag(key: string): boolean | undefined {
    return this.value(key, 'true or false', (value) => (typeof value === 'boolean' ? value : undefined));
  }

  public texts(key: string): readonly string[] | undefined {
    return this.value(key, 'a list of texts', (value) =>
      Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined,
    );
  }

  /** An object as it is. */
  public object(key: string): Readonly<Record<string, unknown>> | undefined {
    return this.value(key, 'an object', (value) => (isObject(value) ? value : undefined));
  }

  /** An object, to read its keys. */
  public section(key: string): ConfigReader | undefined {
    const value = this.object(key);
    return value === undefined ? undefined : new ConfigReader(value, this.errors, `${this.prefix}${key}.`);
  }

  /** A list of objects, to read the keys of each. */
  public sections(key: string): readonly ConfigReader[] {
    const list = this.value(key, 'a list of objects', (value) =>
      Array.isArray(value) && value.every(isObject) ? value : undefined,
    );
    return (list ?? []).map((item, index) => new ConfigReader(item, this.errors, `${this.prefix}${key}[${index}].`));
  }

  /** Reports that a key is missing, unless something else is already wrong with it. */
  public require<T>(key: string, value: T | undefined, allowed: string): T | undefined {
    if (value === undefined && this.values[key] === undefined) {
      this.problem(key, `must be given: ${allowed}`);
    }
    return value;
  }

  /** What a function makes; `undefined`, and a problem, if it throws for a value that cannot be right. */
  public make<T>(what: () => T): T | undefined {
    return this.errors.attempt(what, this.prefix.replace(/[.:]$/, ''));
  }

  /** Reports keys that nothing has read. */
  public finish(): void {
    for (const key of Object.keys(this.values).filter((name) => !this.known.includes(name))) {
      const near = nearest(key, this.known);
      this.problem(
        key,
        near === undefined ? `is unknown; there are ${this.known.join(', ')}` : `is unknown; did you mean '${near}'?`,
      );
    }
  }

  private value<T>(key: string, allowed: string, read: (value: unknown) => T | undefined): T | undefined {
    this.known.push(key);
    const value = this.values[key];
    if (value === undefined) {
      return undefined;
    }
    const found = read(value);
    if (found === undefined) {
      this.problem(key, `must be ${allowed}, got ${JSON.stringify(value)}`);
    }
    return found;
  }

  private problem(key: string, message: string): void {
    this.errors.add(`'${this.prefix}${key}' ${message}`);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
