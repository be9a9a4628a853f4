import { InputError } from './exit';

/** `key=value` pairs; a value may hold further equal signs. */
export function assignments(pairs: readonly string[]): Readonly<Record<string, string>> {
  const result = new Map<string, string>();
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    if (equals < 1) {
      throw new InputError(`'--set ${pair}' is no assignment`, 'write --set key=value');
    }
    const key = pair.slice(0, equals);
    if (result.has(key)) {
      throw new InputError(`'${key}' is set twice`, 'set it once');
    }
    result.set(key, pair.slice(equals + 1));
  }
  return Object.fromEntries(result);
}

/** @throws InputError for a text that is no name of a namespace */
export function namespaceName(name: string): string {
  if (!/^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(name)) {
    throw new InputError(
      `'${name}' is no name of a namespace`,
      'use lower-case letters, digits and hyphens, at most 63 characters',
    );
  }
  return name;
}
