import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../../constructs/manifests/json';
import { equal } from '../plugin/diff';

/**
 * The inputs as a cluster has them now. `expected` is what the object would be if the inputs were applied again (a dry run): where it
 * equals the live object, nothing drifted, whatever defaults and other spellings (`0.5` for `500m`) the server has put there.
 */
export function driftedInputs(inputs: JsonObject, live: JsonObject, expected: JsonObject): JsonObject {
  const [readLive, readExpected] = [withStringData(live, inputs), withStringData(expected, inputs)];
  return Object.fromEntries(
    Object.entries(inputs).flatMap(([key, value]) => {
      const now = drifted(value, readLive[key], readExpected[key]);
      return now === undefined ? [] : [[key, now]];
    }),
  );
}

function drifted(declared: Json, live: Json | undefined, expected: Json | undefined): Json | undefined {
  if (equal(live, expected)) {
    return declared;
  }
  if (isJsonObject(declared) && isJsonObject(live)) {
    const before = isJsonObject(expected) ? expected : {};
    const entries = Object.entries(declared).flatMap(([key, value]): [string, Json][] => {
      const now = drifted(value, live[key], before[key]);
      return now === undefined ? [] : [[key, now]];
    });
    return Object.fromEntries(entries);
  }
  if (isJsonArray(declared) && isJsonArray(live) && isJsonArray(expected)) {
    return declared.length === live.length && live.length === expected.length
      ? declared.map((value, index) => drifted(value, live[index], expected[index]) ?? null)
      : live;
  }
  return live;
}

/** Nobody can read `stringData`: it is what `data` says for its keys. */
function withStringData(object: JsonObject, inputs: JsonObject): JsonObject {
  const { stringData } = inputs;
  if (inputs['kind'] !== 'Secret' || !isJsonObject(stringData)) {
    return object;
  }
  const data = isJsonObject(object['data']) ? object['data'] : {};
  const readable = Object.keys(stringData).flatMap((key) => {
    const value = data[key];
    return typeof value === 'string' ? [[key, Buffer.from(value, 'base64').toString('utf8')]] : [];
  });
  return { ...object, stringData: Object.fromEntries(readable) };
}
