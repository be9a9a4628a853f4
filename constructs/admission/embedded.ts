import { childPath, isJsonObject, type Json, type JsonObject } from '../manifests';
import { childrenOf } from './children';
import { isDns1035Label, pathSegmentProblem } from './names';
import { checkObjectMeta } from './object-meta';
import type { Schema } from './schema';
import { AdmissionCode, type Report, show } from './violation';

/** Reports what is wrong with the type and metadata of objects inside the document (`x-kubernetes-embedded-resource`). */
export function checkEmbeddedResources(value: Json, schema: Schema, path: string, report: Report): void {
  if (schema.isEmbeddedResource && isJsonObject(value)) checkEmbedded(value, path, report);
  for (const child of childrenOf(value, schema, path))
    checkEmbeddedResources(child.value, child.schema, child.path, report);
}

function checkEmbedded(value: JsonObject, path: string, report: Report): void {
  for (const field of ['apiVersion', 'kind']) {
    const problem = typeProblem(field, value[field]);
    if (problem === undefined) continue;
    report({
      code: AdmissionCode.METADATA,
      path: childPath(path, field),
      message: problem,
      fix: `give the ${field} of the object`,
      ...(value[field] === undefined && { blocksRules: true }),
    });
  }
  checkObjectMeta(value['metadata'], childPath(path, 'metadata'), report, pathSegmentProblem);
}

function typeProblem(field: string, value: Json | undefined): string | undefined {
  if (value === undefined) return 'required value';
  if (typeof value !== 'string') return `must be a string, found ${show(value)}`;
  if (value === '') return 'must not be empty';
  if (field === 'apiVersion' && value.split('/').length > 2) return `unexpected group and version ${show(value)}`;
  if (field === 'kind' && !isDns1035Label(value.toLowerCase()))
    return `${show(value)} is no kind: letters and digits only`;
  return undefined;
}
