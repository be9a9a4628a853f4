import { checkDataKey, checkDataSize, decodedLength } from './data-entries';
import type { Field } from './field';
import { byteLength } from './template-metadata';

/** Keys that a type of Secret must hold. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
};
const JSON_TYPES: readonly string[] = ['kubernetes.io/dockercfg', 'kubernetes.io/dockerconfigjson'];
const ACCOUNT = 'kubernetes.io/service-account.name';

/** Reports what is wrong with a Secret; no value is ever shown. */
export function checkSecret(object: Field): void {
  const [data, plain] = [object.get('data'), object.get('stringData')];
  for (const [key, value] of [...data.entries, ...plain.entries]) checkDataKey(key, value);
  const plainKeys = new Set(plain.entries.map(([key]) => key));
  const encoded = data.entries.filter(([key]) => !plainKeys.has(key));
  const sizes = new Map([
    ...plain.entries.map(([key, value]) => [key, byteLength(value.text)] as const),
    ...encoded.map(([key, value]) => [key, decodedLength(value.text)] as const),
  ]);
  checkDataSize(data.given ? data : plain, [...sizes.values()]);
  checkType(object, sizes);
}

function checkType(object: Field, sizes: ReadonlyMap<string, number>): void {
  const type = object.get('type');
  if (type.text === 'kubernetes.io/service-account-token') {
    const account = object.at('metadata', 'annotations', ACCOUNT);
    if (account.text === '') account.refuse('the name of a ServiceAccount');
  } else if (type.text === 'kubernetes.io/basic-auth') {
    if (!sizes.has('username') && !sizes.has('password')) needs(type, ['username or password']);
  } else if (Object.hasOwn(KEYS, type.text)) {
    const wanted = KEYS[type.text] ?? [];
    const missing = wanted.filter((key) => (type.text.endsWith('/ssh-auth') ? !sizes.get(key) : !sizes.has(key)));
    if (missing.length > 0) needs(type, missing);
    else if (JSON_TYPES.includes(type.text)) checkDockerConfig(object, wanted[0] ?? '');
  }
}

function needs(type: Field, keys: readonly string[]): void {
  type.refuse(`that type only with the key ${keys.join(' and ')}`, 'add the key, or correct the type');
}

function checkDockerConfig(object: Field, key: string): void {
  const plain = object.get('stringData').get(key);
  const text = plain.given ? plain.text : decoded(object.get('data').get(key).text);
  if (!isJsonMap(text))
    object.get('type').refuse(`that type only with JSON under the key ${key}`, 'give a JSON object');
}

function isJsonMap(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return value === null || (typeof value === 'object' && !Array.isArray(value));
  } catch {
    return false;
  }
}

function decoded(base64: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
  } catch {
    return '';
  }
}
