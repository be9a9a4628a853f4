import { ApiObject, type Chart, DependencyGraph } from 'cdk8s';
import { type IConstruct, Node } from 'constructs';
import type { EngineKind, GraphDescription, PlatformDescription } from '../description';
import { formatFinding, Severity } from '../findings';
import type { KubernetesObject, ManifestDocument } from '../manifests';
import { Observation } from '../observed';
import { Release } from '../releases';
import { type CheckResult, checkDocuments, checkGraph } from '../rules';
import { declaredPlatform } from './declared-platform';
import type { InferenceGraph } from './inference-graph';

/** Graphs by the root of their tree, so that one validation sees all documents of an app, and only once. */
const graphsByRoot = new WeakMap<IConstruct, InferenceGraph<EngineKind>[]>();

/**
 * Makes cdk8s run every rule before it writes anything: over the graph as it was meant, and over all documents of the app as they
 * leave it, JSON patches included.
 */
export function validateWith<K extends EngineKind>(graph: InferenceGraph<K>): void {
  const { root } = graph.node;
  validateApp(root);
  graphsByRoot.get(root)?.push(graph);
}

/** Makes cdk8s run every rule over the app of a construct, once, whether or not there are graphs in it. */
export function validateApp(root: IConstruct): void {
  if (graphsByRoot.has(root)) {
    return;
  }
  graphsByRoot.set(root, []);
  Node.of(root).addValidation({
    validate: () =>
      checkApp(root)
        .findings.filter((finding) => finding.severity === Severity.ERROR)
        .map(formatFinding),
  });
}

/** What the rules said when they last looked at a tree, and what they looked at. */
const lastChecks = new WeakMap<IConstruct, { readonly seen: string; readonly result: CheckResult }>();

/**
 * Everything the rules say about the graphs and documents of a tree.
 *
 * @param documents the tree's documents; a deployer gives them anew once it knows the values of deferred texts
 */
export function checkApp(root: IConstruct, documents: readonly ManifestDocument[] = appDocuments(root)): CheckResult {
  const described = (graphsByRoot.get(root) ?? []).map((graph) => ({ graph, description: graph.describe() }));
  const platform = declaredPlatform(root)?.describe();
  // cdk8s validates an app again for each of its charts: rules need not look twice at the same.
  const seen = JSON.stringify([described.map(({ description }) => description), platform, documents]);
  const last = lastChecks.get(root);
  if (last?.seen === seen) {
    return last.result;
  }
  const result = runRules(described, documents, platform);
  lastChecks.set(root, { seen, result });
  return result;
}

/** A chart's finished documents in the order in which they are to be applied, and what the rules say about its app. */
export function synthesizeChart(chart: Chart): CheckResult & { readonly documents: readonly KubernetesObject[] } {
  const documents = appDocuments(chart.node.root);
  const byPath = new Map(documents.map(({ source, value }) => [source, value]));
  const ordered = new DependencyGraph(chart.node)
    .topology()
    .flatMap((construct) => byPath.get(construct.node.path) ?? []);
  return { ...checkApp(chart.node.root, documents), documents: ordered };
}

interface DescribedGraph {
  readonly graph: InferenceGraph<EngineKind>;
  readonly description: GraphDescription;
}

function runRules(
  described: readonly DescribedGraph[],
  documents: readonly ManifestDocument[],
  platform: PlatformDescription | undefined,
): CheckResult {
  const bySource = new Map(described.map(({ graph }) => [graph.deployment.node.path, graph]));
  const ofGraphs = described.map(({ graph, description }) => checkGraph(description, { release: graph.release }));
  const ofDocuments = checkDocuments(Observation.of(documents), {
    releaseOf: ({ document }) => bySource.get(document.source)?.release ?? Release.latest,
    complete: true,
    ...(platform === undefined ? {} : { platform }),
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
