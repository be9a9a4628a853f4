import { isJsonObject, type Json, type JsonObject } from '../manifests';
import { AdmissionCode, type Report } from './violation';

const MAX_REPLICAS = 2 ** 31 - 1;

/** Reports a replica count the `scale` subresource could not show. */
export function checkScale(value: JsonObject, replicasPath: string, report: Report): void {
  const path = replicasPath.replace(/^\./, '');
  let current: Json | undefined = value;
  for (const key of path.split('.')) current = isJsonObject(current) ? current[key] : undefined;
  if (current === undefined) return;
  if (typeof current === 'number' && Number.isInteger(current) && current >= 0 && current <= MAX_REPLICAS) return;
  const message = `should be a whole number from 0 to ${MAX_REPLICAS}, found ${JSON.stringify(current)}`;
  report({ code: AdmissionCode.SCHEMA, path, message, fix: 'give the number of replicas' });
}
