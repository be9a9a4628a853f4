import { documentPath } from '../manifests';
import {
  at,
  nameOf,
  namespaceOf,
  type Observation,
  type ObservedClaim,
  type ObservedComponent,
  type ObservedGraph,
  text,
  whole,
} from '../observed';

/** A ComputeDomain among the documents. */
export interface Domain {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly path: string;
  /** Name of the claim template that its controller makes. */
  /** File that it stands in. */
  readonly source: string;
  readonly template: string | undefined;
  readonly numNodes: number | undefined;
}

/** A component that claims a channel of a compute domain. */
export interface Claimant {
  readonly graph: ObservedGraph;
  readonly component: ObservedComponent;
  readonly claim: ObservedClaim;
}

export function domainsOf(observation: Observation): readonly Domain[] {
  return observation.ofKind('ComputeDomain').map((document) => ({
    name: nameOf(document),
    namespace: namespaceOf(document),
    source: document.source,
    path: documentPath(document),
    template: text(at(document.value, 'spec', 'channel', 'resourceClaimTemplate', 'name')),
    numNodes: whole(at(document.value, 'spec', 'numNodes')),
  }));
}

/** Whether a claim is one on a compute domain, by the names that recipes and drivers use for it. */
export function claimsComputeDomain(claim: ObservedClaim): boolean {
  return /compute-?domain/i.test(`${claim.name} ${claim.template ?? ''}`);
}

/** Claims on the given domains, and those that by their name are meant for one. */
export function claimantsOf(observation: Observation, domains: readonly Domain[]): readonly Claimant[] {
  return observation.graphs.flatMap((graph) =>
    graph.components.flatMap((component) =>
      component.podClaims
        .filter((claim) => domainOf({ graph, component, claim }, domains) !== undefined || claimsComputeDomain(claim))
        .map((claim) => ({ graph, component, claim })),
    ),
  );
}

export function domainOf({ graph, claim }: Claimant, domains: readonly Domain[]): Domain | undefined {
  return domains.find(
    (domain) =>
      domain.namespace === graph.namespace && domain.template !== undefined && domain.template === claim.template,
  );
}
