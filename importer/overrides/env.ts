import { type Mapping, mapping, text } from '../../constructs/observed';
import { type Code, type CodeObject, isCodeObject, Snippet, toCode } from '../code';
import { same } from '../patch';
import { printText } from '../print/literal';

type Entries = ReadonlyMap<string, Mapping>;

export interface EnvOverrides {
  /** For `env` and `extraEnv`. */
  readonly env: CodeObject;
  /** Entries whose source `EnvValue` does not know, for the pod template. */
  readonly others: readonly CodeObject[];
}

/** Variables to set, and `null` for those to leave out. */
export function envOverrides(from: Entries, to: Entries): EnvOverrides {
  const env: Record<string, Code> = {};
  const others: CodeObject[] = [];
  for (const [name, entry] of to) {
    if (same(from.get(name), entry)) {
      continue;
    }
    const code = envCode(entry);
    if (code === undefined) {
      const whole = toCode({ name, ...entry });
      others.push(...(isCodeObject(whole) ? [whole] : []));
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
