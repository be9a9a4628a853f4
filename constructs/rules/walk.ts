import { childPath, documentPath, indexPath, type ManifestDocument } from '../manifests';
import { isMapping, type Mapping, text } from '../observed';

/** A mapping somewhere in a document. */
export interface Place {
  readonly document: ManifestDocument;
  readonly value: Mapping;
  /** Field that the mapping stands in, the list's for an item of a list; empty for the document itself. */
  readonly field: string;
  /** Path inside the document; put together when asked for, since hardly any place has a finding. */
  readonly path: string;
}

/** Every mapping of a document, from the outside in. Strings inside a ConfigMap or a script are not looked into. */
export function places(document: ManifestDocument): readonly Place[] {
  const known = placesOf.get(document);
  if (known !== undefined) {
    return known;
  }
  const found: Place[] = [];
  collect(document, document.value, '', () => '', found);
  placesOf.set(document, found);
  return found;
}

/** Several rules walk the same documents. */
const placesOf = new WeakMap<ManifestDocument, readonly Place[]>();

/** Where a finding about a field of a place points to. */
export function fieldPath({ document, path }: Place, field: string): string {
  return documentPath(document, childPath(path, field));
}

function collect(document: ManifestDocument, value: unknown, field: string, path: () => string, into: Place[]): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      if (typeof item === 'object') {
        collect(document, item, field, () => itemPath(path(), index, item), into);
      }
    }
  } else if (isMapping(value)) {
    into.push({
      document,
      value,
      field,
      get path() {
        return path();
      },
    });
    for (const [key, child] of Object.entries(value)) {
      if (typeof child === 'object') {
        collect(document, child, key, () => childPath(path(), key), into);
      }
    }
  }
}

/** Items with a name are told by it, as everywhere in findings. */
function itemPath(path: string, index: number, item: unknown): string {
  const name = isMapping(item) ? text(item['name']) : undefined;
  return name === undefined || name === '' ? indexPath(path, index) : `${path}[${name}]`;
}
