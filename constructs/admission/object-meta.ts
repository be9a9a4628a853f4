import { childPath, isJsonObject, type Json, type JsonObject } from '../manifests';
import { checkShape, OBJECT_META } from './meta-shape';
import { isDns1123Label, labelValueProblem, maskTrailingDash, qualifiedNameProblem, subdomainProblem } from './names';
import { AdmissionCode, type Report, show } from './violation';

/** How much of `generateName` gets into the name. */
const GENERATED_PREFIX = 58;
const MAX_ANNOTATION_BYTES = 256 * 1024;

/**
 * Reports what is wrong with the metadata of an object: fields it does not have, values of another type, a name that is no DNS
 * subdomain, labels and annotations. What the API server sets itself (`uid`, `generation`, ...) is only checked for its type.
 *
 * @param nameProblem what is wrong with a name, undefined if nothing; names of custom resources are DNS subdomains
 */
export function checkObjectMeta(
  metadata: Json | undefined,
  path: string,
  report: Report,
  nameProblem: (name: string) => string | undefined = subdomainProblem,
): void {
  if (metadata === undefined || metadata === null) return;
  checkShape(metadata, OBJECT_META, path, report);
  if (!isJsonObject(metadata)) return;
  const violation = metadataReport(report);
  const { name, generateName, namespace } = metadata;
  if (typeof name === 'string' && name !== '') violation(childPath(path, 'name'), name, nameProblem(name));
  if (typeof generateName === 'string' && generateName !== '') {
    const generated =
      name === undefined || name === '' ? nameProblem(`${generateName.slice(0, GENERATED_PREFIX)}x`) : undefined;
    violation(childPath(path, 'generateName'), generateName, nameProblem(maskTrailingDash(generateName)) ?? generated);
  }
  if (typeof namespace === 'string' && namespace !== '' && !isDns1123Label(namespace)) {
    violation(
      childPath(path, 'namespace'),
      namespace,
      'a DNS-1123 label has lower case alphanumeric characters or dashes',
    );
  }
  checkLabels(metadata['labels'], childPath(path, 'labels'), violation);
  checkAnnotations(metadata['annotations'], childPath(path, 'annotations'), violation);
  checkFinalizers(metadata['finalizers'], childPath(path, 'finalizers'), violation);
  checkOwners(metadata['ownerReferences'], childPath(path, 'ownerReferences'), violation);
}

/** Reports `metadata.name` missing, for an object that must have one. */
export function checkHasName(metadata: JsonObject | undefined, report: Report): void {
  const named = [metadata?.['name'], metadata?.['generateName']].some(
    (name) => typeof name === 'string' && name !== '',
  );
  if (named) return;
  report({
    code: AdmissionCode.METADATA,
    path: 'metadata.name',
    message: 'required value: name or generateName is required',
    fix: "add 'metadata.name'",
    blocksRules: true,
  });
}

/** Reports `value` at `path` if there is a problem with it. */
type MetadataReport = (path: string, value: unknown, problem: string | undefined) => void;

function metadataReport(report: Report): MetadataReport {
  return (path, value, problem) => {
    if (problem === undefined) return;
    const message = `invalid value ${show(value)}: ${problem}`;
    report({ code: AdmissionCode.METADATA, path, message, fix: 'write it in the form Kubernetes asks for' });
  };
}

function checkLabels(labels: Json | undefined, path: string, violation: MetadataReport): void {
  if (!isJsonObject(labels)) return;
  for (const [key, value] of Object.entries(labels)) {
    violation(path, key, qualifiedNameProblem(key));
    if (typeof value === 'string') violation(childPath(path, key), value, labelValueProblem(value));
  }
}

function checkAnnotations(annotations: Json | undefined, path: string, violation: MetadataReport): void {
  if (!isJsonObject(annotations)) return;
  let bytes = 0;
  for (const [key, value] of Object.entries(annotations)) {
    violation(path, key, qualifiedNameProblem(key.toLowerCase()));
    bytes += utf8Length(key) + (typeof value === 'string' ? utf8Length(value) : 0);
  }
  if (bytes > MAX_ANNOTATION_BYTES)
    violation(path, `${bytes} bytes`, `may not be more than ${MAX_ANNOTATION_BYTES} bytes`);
}

function checkFinalizers(finalizers: Json | undefined, path: string, violation: MetadataReport): void {
  const names = Array.isArray(finalizers) ? finalizers.map((name: Json) => name ?? '') : [];
  for (const name of names) {
    if (typeof name === 'string') violation(path, name, qualifiedNameProblem(name));
  }
  if (names.includes('orphan') && names.includes('foregroundDeletion')) {
    violation(path, names, 'the finalizers orphan and foregroundDeletion cannot be both set');
  }
}

function checkOwners(owners: Json | undefined, path: string, violation: MetadataReport): void {
  const references: readonly Json[] = Array.isArray(owners) ? owners : [];
  references.forEach((owner, index) => {
    const reference: JsonObject = isJsonObject(owner) ? owner : {};
    for (const field of ['apiVersion', 'kind', 'name', 'uid']) {
      const value = reference[field] ?? '';
      if (value === '') violation(`${path}[${index}].${field}`, '', 'must not be empty');
    }
    if (reference['kind'] === 'Event' && reference['apiVersion'] === 'v1') {
      violation(`${path}[${index}]`, 'v1 Event', 'an Event is disallowed from being an owner');
    }
  });
  // The same reference written twice counts once.
  const controllers = references.filter((owner) => isJsonObject(owner) && owner['controller'] === true);
  const different = new Set(controllers.map((owner) => JSON.stringify(owner))).size;
  if (different > 1) violation(path, different, 'only one reference can have controller set to true');
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}
