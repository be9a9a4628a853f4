import { Severity } from '../findings';
import { at, mapping, type ObservedGraph, text } from '../observed';
import type { Rule, Violation } from './rule';

/** Domains that a cluster topology is made of by convention, from the widest on. Source: ai-dynamo/grove, standard topology domains. */
const DOMAINS: readonly string[] = ['region', 'zone', 'datacenter', 'block', 'rack', 'host', 'numa'];

export const topologyConstraint: Rule = {
  code: 'DYN016',
  title: 'a topology constraint names its topology, and components stay within the domain of the graph',
  severity: Severity.ERROR,
  rationale:
    'A domain such as rack means something only in a cluster topology, which stands in the constraint of the graph. The operator refuses a constraint of a component alone, one of the graph that packs nothing, and a component whose domain is wider than that of the graph.',
  fix: 'name the cluster topology in spec.topologyConstraint, and give components the same or a narrower domain',
  source:
    'ai-dynamo/dynamo docs/kubernetes/topology-aware-scheduling.md, deploy/operator/internal/webhook/validation/dynamographdeployment.go',
  *checkDocuments({ graphs }) {
    for (const graph of graphs) {
      yield* checkGraph(graph);
    }
  },
};

function* checkGraph(graph: ObservedGraph): Generator<Violation> {
  const field = graph.apiVersion === 'v1alpha1' ? 'topologyProfile' : 'clusterTopologyName';
  const own = mapping(at(graph.document.value, 'spec', 'topologyConstraint'));
  const constrained = graph.components.flatMap(({ name, path, written }) => {
    const constraint = mapping(written['topologyConstraint']);
    return constraint === undefined ? [] : [{ name, path, domain: text(constraint['packDomain']) }];
  });
  if (own === undefined) {
    for (const { name, path } of constrained) {
      yield {
        path: `${path}.topologyConstraint`,
        message: `'${name}' has a topologyConstraint, but the graph names no cluster topology for it`,
        fix: `set spec.topologyConstraint.${field}`,
      };
    }
    return;
  }
  const path = `${graph.path}: spec.topologyConstraint`;
  if ((text(own[field]) ?? '') === '') {
    yield { path, message: `spec.topologyConstraint has no ${field}`, fix: `set spec.topologyConstraint.${field}` };
  }
  const domain = text(own['packDomain']);
  if (domain === undefined && constrained.length === 0) {
    yield {
      path,
      message: 'spec.topologyConstraint has no packDomain, and no component has one either',
      fix: 'set spec.topologyConstraint.packDomain, for example to rack',
    };
  }
  for (const component of constrained) {
    if (isWider(component.domain, domain)) {
      yield {
        path: `${component.path}.topologyConstraint`,
        message: `'${component.name}' is packed by ${component.domain}, which is wider than the ${domain} of the graph`,
        fix: `set packDomain of '${component.name}' to ${domain} or a narrower domain, or leave it out`,
      };
    }
  }
}

/** Domains with names of the user's own cannot be compared. */
function isWider(domain: string | undefined, other: string | undefined): boolean {
  const [first, second] = [domain, other].map((name) => (name === undefined ? -1 : DOMAINS.indexOf(name)));
  return first !== undefined && second !== undefined && first >= 0 && first < second;
}
