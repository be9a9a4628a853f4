import { isJsonArray, isJsonObject, type Json, type JsonObject, type ManifestDocument } from '../constructs/manifests';
import { nameOf } from '../constructs/observed';
import { maybeSecretValue, namesSecret } from '../constructs/rules/secret-variable';
import { titleOf } from './objects';
import { dnsName } from './recognise/nodes';

/** A variable whose value stood in clear. */
export interface SecretInClear {
  /** For messages: `Job 'download'`. */
  readonly object: string;
  readonly variable: string;
  /** Secret that the program takes it from. */
  readonly secret: string;
}

/** A document that refers to secrets where it held them in clear: no program may. */
export function withoutSecrets(document: ManifestDocument): {
  readonly document: ManifestDocument;
  readonly found: readonly SecretInClear[];
} {
  const found: SecretInClear[] = [];
  const secret = `${dnsName(nameOf(document))}-secrets`;
  const scrubbed = scrubObject(document.value, (variable) => {
    found.push({ object: titleOf(document), variable, secret });
    return { name: variable, valueFrom: { secretKeyRef: { name: secret, key: variable } } };
  });
  const { apiVersion, kind, metadata } = document.value;
  return found.length === 0
    ? { document, found }
    : { document: { ...document, value: { ...scrubbed, apiVersion, kind, metadata } }, found };
}

type Replace = (variable: string) => JsonObject;

function scrubObject(object: JsonObject, replace: Replace): JsonObject {
  const entries = Object.entries(object).map(([key, value]) => {
    const variables = /^envs?$/.test(key) && isJsonArray(value);
    return [key, variables ? value.map((item) => scrubVariable(item, replace)) : scrub(value, replace)] as const;
  });
  return Object.fromEntries(entries);
}

function scrub(value: Json, replace: Replace): Json {
  if (isJsonArray(value)) {
    return value.map((item) => scrub(item, replace));
  }
  return isJsonObject(value) ? scrubObject(value, replace) : value;
}

function scrubVariable(item: Json, replace: Replace): Json {
  const [name, value] = isJsonObject(item) ? [item['name'], item['value']] : [];
  const secret =
    typeof name === 'string' && typeof value === 'string' && namesSecret(name) && maybeSecretValue(name, value);
  return secret ? replace(name) : item;
}

/** What has to be in the cluster in place of what stood in clear. */
export function missingSecrets(found: readonly SecretInClear[]): readonly string[] {
  return [...new Set(found.map(({ secret }) => secret))].map((name) => {
    const keys = new Set(found.flatMap(({ secret, variable }) => (secret === name ? [variable] : [])));
    return `Make the Secret '${name}' with what stood in clear: ${[...keys].join(', ')}.`;
  });
}
