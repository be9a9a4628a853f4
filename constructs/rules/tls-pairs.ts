import { Severity } from '../findings';
import type { ObservedComponent, ObservedGraph } from '../observed';
import { runsDynamo } from './dynamo-process';
import type { Rule, Violation } from './rule';
import { type Setting, setting } from './workers';

/** A certificate is of use with its key only. Source: argument parsers of ai-dynamo 1.6.1. */
interface Pair {
  readonly what: string;
  readonly certificate: string;
  readonly key: string;
  /** Authority that the other side's certificates are checked by; asks for the pair. */
  readonly clients?: string;
}

const HTTPS: Pair = {
  what: 'HTTPS',
  certificate: 'tls-cert-path',
  key: 'tls-key-path',
  clients: 'tls-client-ca-cert-path',
};
const TCP_SERVER: Pair = {
  what: 'the TCP server',
  certificate: 'tcp-tls-cert-path',
  key: 'tcp-tls-key-path',
  clients: 'tcp-tls-client-ca-cert-path',
};
const TCP_CLIENT: Pair = {
  what: 'the TCP client',
  certificate: 'tcp-tls-client-cert-path',
  key: 'tcp-tls-client-key-path',
};
const PAIRS: readonly Pair[] = [HTTPS, TCP_SERVER, TCP_CLIENT];
/** What turns TLS of the request plane on. */
const TCP_OPTIONS = [TCP_SERVER.certificate, TCP_SERVER.key, 'tcp-tls-ca-cert-path'] as const;

export const tlsPairs: Rule = {
  code: 'DYN203',
  title: 'TLS has both halves, on both sides',
  severity: Severity.ERROR,
  rationale:
    'A certificate without its key (or a key without its certificate) stops the process at start, or leaves the connection in plain text. Where only some components of a graph use TLS for requests, they cannot talk to the others at all.',
  fix: 'give certificate and key together, and the same TLS settings to every component (env of the graph)',
  source: 'ai-dynamo/dynamo docs/kubernetes/security.md; argument parsers of ai-dynamo 1.6.1',
  *checkDocuments({ graphs }) {
    for (const graph of graphs) {
      const seen = new Set<string>();
      for (const component of graph.components.filter(runsDynamo)) {
        for (const violation of PAIRS.flatMap((pair) => [...halves(component, pair)])) {
          const key = `${violation.path} ${violation.fix}`;
          if (!seen.has(key)) {
            seen.add(key);
            yield violation;
          }
        }
      }
      yield* oneSided(graph);
    }
  },
};

/** The flag, or the variable behind it. */
function option(component: ObservedComponent, name: string): Setting | undefined {
  return setting(component, [`--${name}`], [variableOf(name)]);
}

function variableOf(name: string): string {
  return `DYN_${name.replaceAll('-', '_').toUpperCase()}`;
}

function* halves(component: ObservedComponent, { what, certificate, key, clients }: Pair): Generator<Violation> {
  const halves = { certificate: option(component, certificate), key: option(component, key) };
  const authority = clients === undefined ? undefined : option(component, clients);
  const given = halves.certificate ?? halves.key ?? authority;
  const missing = [
    ...(halves.certificate === undefined ? [certificate] : []),
    ...(halves.key === undefined ? [key] : []),
  ];
  if (given !== undefined && missing.length > 0) {
    const names = missing.map((name) => `--${name} (${variableOf(name)})`).join(' and ');
    yield {
      path: given.path,
      message: `${what} of '${component.name}' has ${given.name}, but not ${names}`,
      fix: `add ${names}, or take ${given.name} out`,
    };
  }
}

function* oneSided({ components }: ObservedGraph): Generator<Violation> {
  const parties = components.filter(
    (component) => runsDynamo(component) && (component.role === 'frontend' || component.runsEngine),
  );
  const withTls = parties.filter((component) => TCP_OPTIONS.some((name) => option(component, name) !== undefined));
  for (const component of withTls.length === 0 ? [] : parties.filter((party) => !withTls.includes(party))) {
    yield {
      path: component.path,
      message: `'${component.name}' sends and takes requests in plain text, but ${withTls
        .map(({ name }) => `'${name}'`)
        .join(', ')} over TLS`,
      fix: 'set DYN_TCP_TLS_CERT_PATH, DYN_TCP_TLS_KEY_PATH and DYN_TCP_TLS_CA_CERT_PATH in env of the graph',
    };
  }
}
