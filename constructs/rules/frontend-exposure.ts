import { Severity } from '../findings';
import { kindOf, namespaceOf, type ObservedComponent, type ObservedGraph } from '../observed';
import { type Opening, openingsOf } from './openings';
import type { Rule, Violation } from './rule';
import { isTrue, setting } from './workers';

const ADMIN_SWITCH = 'DYN_DISABLE_FRONTEND_ADMIN_API';

export const frontendExposure: Rule = {
  code: 'DYN067',
  title: 'clients from outside are asked who they are before they reach a graph',
  severity: Severity.WARNING,
  rationale:
    'No part of Dynamo asks for credentials. A frontend behind a load balancer, an Ingress or a route answers everyone who finds its address, and with its admin API it also lets everyone change when requests are refused. Workers answer every pod of the cluster unless a NetworkPolicy says otherwise.',
  fix: 'put a gateway with TLS, authentication and quotas in front of the frontend, and keep its Service inside the cluster',
  source: 'ai-dynamo/dynamo docs/kubernetes/security.md',
  *checkDocuments(observation, { complete, releaseOf }) {
    for (const graph of observation.graphs) {
      for (const frontend of graph.components.filter(({ role }) => role === 'frontend')) {
        const openings = openingsOf(frontend, graph, observation);
        yield* unguarded(frontend, openings);
        yield* adminApi(frontend, openings, releaseOf(graph).atLeast('1.3'));
      }
      const closed = observation.documents.some(
        (document) => kindOf(document).endsWith('NetworkPolicy') && isAbout(namespaceOf(document), graph),
      );
      if (complete && !closed && graph.components.some(({ runsEngine }) => runsEngine)) {
        yield {
          path: graph.path,
          message: `no NetworkPolicy stands beside '${graph.name}': every pod of the cluster may send requests to its workers`,
          fix: 'leave networkPolicy of the graph on, or add a NetworkPolicy for its namespace',
        };
      }
    }
  },
};

function* unguarded({ name }: ObservedComponent, openings: readonly Opening[]): Generator<Violation> {
  for (const { path, by, guarded } of openings) {
    if (!guarded) {
      yield { path, message: `${by} opens '${name}' to everyone who reaches it, and nothing asks for credentials` };
    }
  }
}

/** On by default since 1.3. Source: ai-dynamo/dynamo deprecations ledger 1.3. */
function* adminApi(
  frontend: ObservedComponent,
  [opening]: readonly Opening[],
  onByDefault: boolean,
): Generator<Violation> {
  const found = setting(frontend, [], [ADMIN_SWITCH]);
  const off = found === undefined ? !onByDefault : found.value === undefined || isTrue(found.value);
  if (opening !== undefined && !off) {
    yield {
      path: found?.path ?? frontend.path,
      message: `${opening.by} opens '${frontend.name}' together with its admin API (/busy_threshold)`,
      fix: `set ${ADMIN_SWITCH} to true`,
    };
  }
}

function isAbout(namespace: string | undefined, graph: ObservedGraph): boolean {
  return namespace === undefined || graph.namespace === undefined || namespace === graph.namespace;
}
