import type { ManifestDocument } from './document';
import { isJsonObject, type Json } from './json';

/** The path of the field `key` inside `parent`: `.key`, or `[key]` where the key has dots or other signs of its own. */
export function childPath(parent: string, key: string): string {
  if (!/^[A-Za-z_][\w-]*$/.test(key)) return `${parent}[${key}]`;
  return parent === '' ? key : `${parent}.${key}`;
}

/** The path of the item `index` inside the list at `parent`. */
export function indexPath(parent: string, index: number): string {
  return `${parent}[${index}]`;
}

/**
 * Where a finding about a document points: `<source>#<index> <kind>/<name>`, and `: <field>` behind it if a field is given,
 * for example `graph.yaml#0 DynamoGraphDeployment/llama: spec.components[0].type`. A document without an index has no `#`.
 *
 * @param fieldPath path inside the document as `childPath` and `indexPath` build it; the whole document if left out or ''
 */
export function documentPath(document: ManifestDocument, fieldPath = ''): string {
  const place = document.index === undefined ? document.source : `${document.source}#${document.index}`;
  return withField(`${place} ${document.value.kind}/${documentName(document)}`, fieldPath);
}

/** Adds the path of a field to the path of the object it belongs to. */
export function withField(objectPath: string, fieldPath: string): string {
  return fieldPath === '' ? objectPath : `${objectPath}: ${fieldPath}`;
}

/** `metadata.name`, or `<generateName>*` for an object that has its name made by the API server. */
export function documentName(document: ManifestDocument): string {
  const metadata: Json | undefined = document.value.metadata;
  if (!isJsonObject(metadata)) return '';
  if (typeof metadata['name'] === 'string' && metadata['name'] !== '') return metadata['name'];
  return typeof metadata['generateName'] === 'string' ? `${metadata['generateName']}*` : '';
}
