import { isJsonArray, isJsonObject, type Json, type ManifestDocument } from '../../constructs/manifests';

/** What an output becomes where a text or JSON is made of it. Source: pulumi/pulumi sdk/nodejs/output.ts. */
const MADE_OF_OUTPUT = /Calling \[to(?:String|JSON)\] on an \[Output<T>\]/;

/** Places of documents where an output was put into a text or a JSON patch: Pulumi gives an explanation instead of a value there. */
export function misusedOutputs(documents: readonly ManifestDocument[]): readonly string[] {
  return documents.flatMap(({ source, value }) =>
    placesIn(value, []).map(
      (place) =>
        `${source}: an output was made a text at ${place}, which holds no value of it; give asString(scope, name, output) to the text or patch`,
    ),
  );
}

function placesIn(value: Json, path: readonly string[]): readonly string[] {
  if (typeof value === 'string') {
    return MADE_OF_OUTPUT.test(value) ? [path.join('.')] : [];
  }
  if (isJsonArray(value)) {
    return value.flatMap((item, index) => placesIn(item, [...path, String(index)]));
  }
  return isJsonObject(value)
    ? Object.entries(value).flatMap(([key, item]) => [
        ...(MADE_OF_OUTPUT.test(key) ? [`a key of ${path.join('.')}`] : []),
        ...placesIn(item, [...path, key]),
      ])
    : [];
}
