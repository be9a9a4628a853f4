import type { ManifestDocument } from '../manifests';
import { at, mapping, text } from './access';
import type { ObservedGraph } from './graph';
import { readGraph } from './read-graph';

/** All documents of one check, with the graphs among them read into one shape. What document rules look at. */
export class Observation {
  public static of(documents: readonly ManifestDocument[]): Observation {
    return new Observation(documents);
  }

  public readonly graphs: readonly ObservedGraph[];
  private readonly byKey = new Map<string, ManifestDocument[]>();

  private constructor(public readonly documents: readonly ManifestDocument[]) {
    for (const document of documents) {
      const key = keyOf(kindOf(document), namespaceOf(document), nameOf(document));
      const same = this.byKey.get(key);
      if (same === undefined) {
        this.byKey.set(key, [document]);
      } else {
        same.push(document);
      }
    }
    this.graphs = documents.flatMap(
      (document) =>
        readGraph(document, (namespace, configMap, key) =>
          text(at(this.find('ConfigMap', namespace, configMap, document)?.value, 'data', key)),
        ) ?? [],
    );
  }

  /**
   * The document of this kind and name. Documents without a namespace only match each other.
   *
   * @param beside of several, the one in the same file as this document is meant: recipes share names
   */
  public find(
    kind: string,
    namespace: string | undefined,
    name: string,
    beside?: ManifestDocument,
  ): ManifestDocument | undefined {
    const found = this.byKey.get(keyOf(kind, namespace, name)) ?? [];
    return found.find(({ source }) => source === beside?.source) ?? found[0];
  }

  public ofKind(kind: string): readonly ManifestDocument[] {
    return this.documents.filter((document) => kindOf(document) === kind);
  }
}

export function kindOf(document: ManifestDocument): string {
  return text(document.value['kind']) ?? '';
}

export function nameOf(document: ManifestDocument): string {
  return text(at(document.value, 'metadata', 'name')) ?? '';
}

export function namespaceOf(document: ManifestDocument): string | undefined {
  return text(at(mapping(document.value['metadata']), 'namespace'));
}

function keyOf(kind: string, namespace: string | undefined, name: string): string {
  return `${kind}\n${namespace ?? ''}\n${name}`;
}
