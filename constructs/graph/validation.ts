import { ApiObject } from 'cdk8s';
import { type IConstruct, Node } from 'constructs';
import type { EngineKind } from '../description';
import { formatFinding, Severity } from '../findings';
import type { ManifestDocument } from '../manifests';
import { Observation } from '../observed';
import { Release } from '../releases';
import { type CheckResult, checkDocuments, checkGraph } from '../rules';
import type { InferenceGraph } from './inference-graph';

/** Graphs by the root of their tree, so that one validation sees all documents of an app, and only once. */
const graphsByRoot = new WeakMap<IConstruct, InferenceGraph<EngineKind>[]>();

/**
 * Makes cdk8s run every rule before it writes anything: over the graph as it was meant, and over all documents of the app as they
 * leave it, JSON patches included.
 */
export function validateWith<K extends EngineKind>(graph: InferenceGraph<K>): void {
  const { root } = graph.node;
  const graphs = graphsByRoot.get(root);
  if (graphs !== undefined) {
    graphs.push(graph);
    return;
  }
  graphsByRoot.set(root, [graph]);
  Node.of(root).addValidation({
    validate: () =>
      checkApp(root)
        .findings.filter((finding) => finding.severity === Severity.ERROR)
        .map(formatFinding),
  });
}

/** Everything the rules say about the graphs and documents of a tree. */
export function checkApp(root: IConstruct): CheckResult {
  const graphs = graphsByRoot.get(root) ?? [];
  const bySource = new Map(graphs.map((graph) => [graph.deployment.node.path, graph]));
  const ofGraphs = graphs.map((graph) => checkGraph(graph.describe(), { release: graph.release }));
  const ofDocuments = checkDocuments(Observation.of(appDocuments(root)), {
    releaseOf: ({ document }) => bySource.get(document.source)?.release ?? Release.latest,
    complete: true,
  });
  return {
    findings: [...ofGraphs.flatMap((result) => result.findings), ...ofDocuments.findings],
    acknowledged: [...ofGraphs.flatMap((result) => result.acknowledged), ...ofDocuments.acknowledged],
  };
}

/** The finished documents of a tree, after every patch. Their source is the construct path. */
export function appDocuments(root: IConstruct): readonly ManifestDocument[] {
  return root.node
    .findAll()
    .filter((construct) => ApiObject.isApiObject(construct))
    .map((object) => ({ source: object.node.path, value: object.toJson() }));
}
