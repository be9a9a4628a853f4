import { isJsonObject, type Json } from '../../manifests';
import type { DynamoVersion } from '../../releases';
import { SINCE } from './fields';
import { GRAPH_DEPLOYMENT } from './graph-deployment';

/** Paths of the fields of a DynamoGraphDeployment `v1beta1` that came with a release, for example `spec.components[].minAvailable`. */
export function graphFieldsSince(version: DynamoVersion): readonly string[] {
  return Object.entries(GRAPH_DEPLOYMENT).flatMap(([name, schema]) => collect(schema, name, version));
}

function collect(schema: Json | undefined, path: string, version: DynamoVersion): readonly string[] {
  if (!isJsonObject(schema)) {
    return [];
  }
  if (schema[SINCE] === version) {
    return [path];
  }
  const { properties, items } = schema;
  const inside = isJsonObject(properties)
    ? Object.entries(properties).flatMap(([name, field]) => collect(field, `${path}.${name}`, version))
    : [];
  return [...inside, ...collect(items, `${path}[]`, version)];
}
