import { Struct } from 'google-protobuf/google/protobuf/struct_pb';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../../constructs/manifests/json';

/** How the engine writes a value that is not known before a resource exists. */
export const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

/** Key under which the engine names the kind of a special value, and the kind of secrets. */
const KIND = '4dabf18193072939515e22adb298388d';
const SECRET = '1b47061264138c4ac30d75fd1eb44270';

export function decode(struct: Struct | undefined): JsonObject {
  const value: unknown = struct?.toJavaScript();
  return isJsonObject(value) ? value : {};
}

export function encode(value: JsonObject): Struct {
  return Struct.fromJavaScript(value);
}

export function secret(value: Json): JsonObject {
  return { [KIND]: SECRET, value };
}

function isSecret(value: Json | undefined): value is JsonObject {
  return isJsonObject(value) && value[KIND] === SECRET;
}

/** The value without the marks of secrets: what an API is sent. */
function plain(value: Json): Json {
  if (isSecret(value)) {
    return plain(value['value'] ?? null);
  }
  if (isJsonArray(value)) {
    return value.map(plain);
  }
  return isJsonObject(value) ? plainObject(value) : value;
}

export function plainObject(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

/** Whether something in it is not known yet. */
export function hasUnknown(value: Json): boolean {
  if (isJsonArray(value)) {
    return value.some(hasUnknown);
  }
  return isJsonObject(value) ? Object.values(value).some(hasUnknown) : value === UNKNOWN;
}

/** Marks as secret what was secret in the inputs, so that it is encrypted in the state. */
function keepSecrets(value: Json, inputs: Json | undefined): Json {
  if (isSecret(inputs)) {
    return secret(value);
  }
  if (isJsonArray(value) && isJsonArray(inputs)) {
    return value.map((item, index) => keepSecrets(item, inputs[index]));
  }
  return isJsonObject(value) && isJsonObject(inputs) ? keepSecretFields(value, inputs) : value;
}

export function keepSecretFields(value: JsonObject, inputs: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, keepSecrets(item, inputs[key])]));
}
