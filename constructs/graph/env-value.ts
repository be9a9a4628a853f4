import type { EnvVar } from '../api';
import { requireDnsSubdomain } from '../findings';

/** Where the value of an environment variable comes from. Secrets are only ever referenced. */
export class EnvValue {
  /** A value that may be read by anyone who may read the manifest. */
  public static literal(value: string): EnvValue {
    return new EnvValue({ value });
  }

  /** A key of a Secret that exists in the graph's namespace. */
  public static secret(secret: SecretKey): EnvValue {
    return new EnvValue({ valueFrom: { secretKeyRef: { name: secret.name, key: secret.key } } });
  }

  /** A field of the pod, for example `metadata.name`. */
  public static field(fieldPath: string): EnvValue {
    return new EnvValue({ valueFrom: { fieldRef: { fieldPath } } });
  }

  private constructor(private readonly source: Omit<EnvVar, 'name'>) {}

  /** @internal */
  public toEnvVar(name: string): EnvVar {
    return { name, ...this.source };
  }
}

/** One key of a Secret that someone else made, for example the Hugging Face token. */
export class SecretKey {
  /**
   * A key of a Secret.
   *
   * @throws InvalidValueError for a name that no Secret can have
   */
  public static of(name: string, key: string): SecretKey {
    requireDnsSubdomain('name', name);
    return new SecretKey(name, key);
  }

  private constructor(
    /** Name of the Secret. */
    public readonly name: string,
    public readonly key: string,
  ) {}
}

/** Environment variables by name; a string is a literal value, `null` leaves a variable out that would be there otherwise. */
export type Env = Readonly<Record<string, string | EnvValue | null>>;

/** Sorted by name, since older operators sort them so: what a reader sees is what runs. */
export function toEnvVars(...layers: readonly Env[]): readonly EnvVar[] {
  const merged: Env = Object.assign({}, ...layers);
  return Object.keys(merged)
    .sort()
    .flatMap((name) => {
      const value = merged[name] ?? null;
      if (value === null) {
        return [];
      }
      return value instanceof EnvValue ? value.toEnvVar(name) : { name, value };
    });
}
