import { Severity } from '../findings';
import { documentPath, type ManifestDocument } from '../manifests';
import { at, list, mappings, nameOf, namespaceOf, scalarText, text } from '../observed';
import type { Rule } from './rule';

/** One set of requests that a route claims on a Gateway, and where it sends them. */
interface Claim {
  readonly document: ManifestDocument;
  /** Gateway, host, path and headers in one text. */
  readonly requests: string;
  readonly target: string;
}

export const gatewayRoutes: Rule = {
  code: 'DYN170',
  title: 'no two routes of a Gateway claim the same requests for different pools',
  severity: Severity.ERROR,
  rationale:
    'Of two routes with the same host, path and headers a Gateway follows the older one, and the other never sees a request: its model is deployed, ready, and answers nobody.',
  fix: 'tell the models apart by hostnames, or by the header X-Gateway-Model-Name',
  source: 'kubernetes-sigs/gateway-api apis/v1/httproute_types.go (HTTPRouteRule precedence), v1.3',
  *checkDocuments(observation) {
    const first = new Map<string, Claim>();
    for (const claim of observation.ofKind('HTTPRoute').flatMap(claimsOf)) {
      const earlier = first.get(claim.requests);
      if (earlier === undefined) {
        first.set(claim.requests, claim);
      } else if (earlier.target !== claim.target && earlier.document !== claim.document) {
        yield {
          path: documentPath(claim.document, 'spec.rules'),
          message: `the routes '${nameOf(earlier.document)}' and '${nameOf(claim.document)}' claim the same requests of a Gateway, one for ${earlier.target} and one for ${claim.target}`,
        };
      }
    }
  },
};

/** What a route to InferencePools claims; routes to anything else are not looked at. */
function claimsOf(document: ManifestDocument): readonly Claim[] {
  const { value } = document;
  const namespace = namespaceOf(document) ?? '';
  const parents = mappings(at(value, 'spec', 'parentRefs')).map(
    (parent) =>
      `${text(parent['namespace']) ?? namespace}/${text(parent['name']) ?? ''}/${text(parent['sectionName']) ?? ''}`,
  );
  const written = list(at(value, 'spec', 'hostnames')).flatMap((host) => scalarText(host) ?? []);
  const hosts = written.length === 0 ? ['*'] : written;
  return mappings(at(value, 'spec', 'rules')).flatMap((rule) => {
    const pools = mappings(rule['backendRefs']).filter(({ kind }) => kind === 'InferencePool');
    const target = pools.map((pool) => `the pool '${text(pool['name']) ?? ''}'`).join(' and ');
    const matches = list(rule['matches']).length === 0 ? [{}] : list(rule['matches']);
    return pools.length === 0
      ? []
      : parents.flatMap((parent) =>
          hosts.flatMap((host) =>
            matches.map((match) => ({ document, target, requests: JSON.stringify([parent, host, match]) })),
          ),
        );
  });
}
