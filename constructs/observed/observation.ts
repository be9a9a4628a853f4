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
  private readonly byKey = new Map<string, ManifestDocument>();

  private constructor(public readonly documents: readonly ManifestDocument[]) {
    for (const document of documents) {
      const key = keyOf(kindOf(document), namespaceOf(document), nameOf(document));
      if (!this.byKey.has(key)) {
        this.byKey.set(key, document);
      }
    }
    this.graphs = documents.flatMap(
      (document) =>
        readGraph(document, (namespace, configMap, key) =>
          text(at(this.find('ConfigMap', namespace, configMap)?.value, 'data', key)),
        ) ?? [],
    );
  }

  /** The document of this kind and name. Documents without a namespace only match each other. */
  public find(kind: string, namespace: string | undefined, name: string): ManifestDocument | undefined {
    return this.byKey.get(keyOf(kind, namespace, name));
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
