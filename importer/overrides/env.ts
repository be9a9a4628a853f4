import { isMapping, type Mapping, mapping, text } from '../../constructs/observed';
import { maybeSecretValue, namesSecret } from '../../constructs/rules/secret-variable';
import { type Code, type CodeObject, Snippet } from '../code';
import { same } from '../patch';
import { printText } from '../print/literal';

type Entries = ReadonlyMap<string, Mapping>;

export interface EnvOverrides {
  /** For `env` and `extraEnv`. */
  readonly env: CodeObject;
  /** Entries whose source `EnvValue` does not know, for the pod template. */
  readonly others: readonly CodeObject[];
}

/** Whether a variable holds a secret in clear, which no program may hold. */
export function holdsSecret(name: string, entry: Mapping): boolean {
  const value = text(entry['value']);
  return value !== undefined && namesSecret(name) && maybeSecretValue(name, value);
}

/**
 * Variables to set, and `null` for those to leave out.
 *
 * @param secrets name of the Secret that takes the values that may not stand in a program
 */
export function envOverrides(
  from: Entries,
  to: Entries,
  secrets: string,
  toCode: (value: unknown) => Code,
): EnvOverrides {
  const env: Record<string, Code> = {};
  const others: CodeObject[] = [];
  for (const [name, entry] of to) {
    if (same(from.get(name), entry)) {
      continue;
    }
    const code = holdsSecret(name, entry) ? secretCode(secrets, name) : envCode(entry);
    if (code === undefined) {
      const whole = toCode({ name, ...entry });
      others.push(...(isCode(whole) ? [whole] : []));
    } else {
      env[name] = code;
    }
  }
  for (const name of from.keys()) {
    if (!to.has(name)) {
      env[name] = null;
    }
  }
  return { env, others };
}

function isCode(code: Code): code is CodeObject {
  return isMapping(code);
}

function envCode(entry: Mapping): Code | undefined {
  const value = text(entry['value']);
  if (value !== undefined) {
    return value;
  }
  const source = mapping(entry['valueFrom']) ?? {};
  const [[kind, from] = ['', undefined], ...more] = Object.entries(source);
  const reference = mapping(from) ?? {};
  if (more.length > 0) {
    return undefined;
  }
  if (kind === 'secretKeyRef' && only(reference, 'name', 'key')) {
    return secretCode(text(reference['name']) ?? '', text(reference['key']) ?? '');
  }
  return kind === 'fieldRef' && only(reference, 'fieldPath')
    ? new Snippet(`EnvValue.field(${printText(text(reference['fieldPath']) ?? '')})`, ['EnvValue'])
    : undefined;
}

function secretCode(name: string, key: string): Snippet {
  return new Snippet(`EnvValue.secret(SecretKey.of(${printText(name)}, ${printText(key)}))`, ['EnvValue', 'SecretKey']);
}

function only(reference: Mapping, ...keys: readonly string[]): boolean {
  return (
    Object.keys(reference).every((key) => keys.includes(key)) && keys.every((key) => text(reference[key]) !== undefined)
  );
}
