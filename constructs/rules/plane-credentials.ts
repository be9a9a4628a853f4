import { Severity } from '../findings';
import type { ObservedComponent, ObservedEnv } from '../observed';
import { runsDynamo } from './dynamo-process';
import { reaches, runtimeVersionOf } from './image-version';
import type { Rule, Violation } from './rule';
import { isTrue } from './workers';

const ETCD_TLS = ['ETCD_AUTH_CA', 'ETCD_AUTH_CLIENT_CERT', 'ETCD_AUTH_CLIENT_KEY'] as const;
const ETCD_LOGIN = ['ETCD_AUTH_USERNAME', 'ETCD_AUTH_PASSWORD'] as const;
const NATS_CA = 'NATS_TLS_CA_CERT_PATH';
const NATS_CLIENT = ['NATS_TLS_CLIENT_CERT_PATH', 'NATS_TLS_CLIENT_KEY_PATH'] as const;

export const planeCredentials: Rule = {
  code: 'DYN140',
  title: 'certificates and passwords for NATS and etcd are given as their clients read them',
  severity: Severity.ERROR,
  rationale:
    'The client of etcd takes certificates as texts, although its variables are described as paths; that of NATS takes paths. A password for etcd switches TLS off. NATS with TLS wants an address with tls:// and both halves of a client certificate, and before release 1.5 its TLS variables are not read at all. What is wrong shows as a connection that fails for two minutes, a process that stops at start, or traffic that is not encrypted.',
  fix: 'feed ETCD_AUTH_* by secretKeyRef, mount the Secret for NATS_TLS_*_PATH, and choose either password or certificates for etcd (Planes in code does)',
  source:
    'ai-dynamo/dynamo lib/runtime/src/transports/etcd.rs, transports/nats.rs, pull requests 13096 and 13528; seen at run time with 1.6.1, 2026-11',
  *checkDocuments({ graphs }) {
    for (const graph of graphs) {
      // What stands at the graph is said once, not for each component.
      const seen = new Set<string>();
      for (const component of graph.components.filter(runsDynamo)) {
        for (const violation of [...etcd(component), ...nats(component)]) {
          const key = `${violation.path} ${violation.message}`;
          if (!seen.has(key)) {
            seen.add(key);
            yield violation;
          }
        }
      }
    }
  },
};

function* etcd({ env }: ObservedComponent): Generator<Violation> {
  for (const entry of ETCD_TLS.flatMap((name) => env.get(name) ?? [])) {
    if (entry.value !== undefined && isPath(entry.value)) {
      yield {
        path: entry.path,
        message: `${entry.name} is the path '${entry.value}', but the client of etcd takes the PEM text itself`,
        fix: `give ${entry.name} by valueFrom.secretKeyRef`,
      };
    }
  }
  const tls = ETCD_TLS.flatMap((name) => env.get(name) ?? []);
  const [first] = tls;
  if (first !== undefined && ETCD_LOGIN.every((name) => env.has(name))) {
    yield {
      path: first.path,
      message: `${first.name} stands beside ${ETCD_LOGIN[0]}: with a password the client of etcd leaves TLS out`,
      fix: 'keep either the password or the certificates',
    };
  } else if (first !== undefined && tls.length < ETCD_TLS.length) {
    yield {
      path: first.path,
      message: `${names(tls)} alone ${tls.length === 1 ? 'is' : 'are'} not used: the client of etcd takes ${ETCD_TLS.join(', ')} together`,
      fix: `set ${ETCD_TLS.filter((name) => !env.has(name)).join(' and ')} as well`,
    };
  }
}

function* nats(component: ObservedComponent): Generator<Violation> {
  const { env } = component;
  const server = env.get('NATS_SERVER');
  const ca = env.get(NATS_CA);
  const client = NATS_CLIENT.flatMap((name) => env.get(name) ?? []);
  const insecure = env.get('NATS_TLS_INSECURE');
  const tls = [
    ...(ca === undefined ? [] : [ca]),
    ...client,
    ...(isTrue(insecure?.value) && insecure ? [insecure] : []),
  ];
  const address = server?.value?.trim();
  for (const entry of tls.filter(({ value }) => value?.includes('-----BEGIN') === true)) {
    const fix = 'mount the Secret and name the file';
    yield { path: entry.path, message: `${entry.name} is a certificate or key, but has to be the path of one`, fix };
  }
  if (server !== undefined && address !== undefined && /^\w+:\/\/[^/]*:[^/]*@/.test(address)) {
    yield {
      path: server.path,
      message: 'NATS_SERVER has a password written into the address',
      fix: 'give NATS_AUTH_USERNAME, and NATS_AUTH_PASSWORD by valueFrom.secretKeyRef',
    };
  }
  const [first] = tls;
  const version = runtimeVersionOf(component);
  const secured = first ?? (address?.startsWith('tls://') === true ? server : undefined);
  if (secured !== undefined && version !== undefined && !reaches(version, '1.5')) {
    yield {
      path: secured.path,
      message: `${secured.name} asks for TLS to NATS, which '${component.name}' with Dynamo ${version.text} does not know`,
      fix: 'run 1.5 or newer, or reach NATS without TLS',
    };
  } else if (first !== undefined) {
    yield* halves(component, first, client, address);
  }
}

/** What the runtime refuses at start. */
function* halves(
  { env }: ObservedComponent,
  first: ObservedEnv,
  client: readonly ObservedEnv[],
  address: string | undefined,
): Generator<Violation> {
  if (address?.startsWith('nats://') === true) {
    yield {
      path: first.path,
      message: `${first.name} asks for TLS, but NATS_SERVER is '${hostOf(address)}': with certificates it has to begin with tls://`,
      fix: 'write NATS_SERVER with tls://',
    };
  }
  if (client.length === 1) {
    yield {
      path: first.path,
      message: `${names(client)} stands alone: a client certificate takes ${NATS_CLIENT.join(' and ')}`,
      fix: 'set both, or none',
    };
  } else if (client.length === 2 && !env.has(NATS_CA) && !isTrue(env.get('NATS_TLS_INSECURE')?.value)) {
    yield {
      path: first.path,
      message: `${names(client)} without ${NATS_CA}: a client certificate is only used where the server is verified`,
      fix: `set ${NATS_CA}`,
    };
  }
}

function isPath(value: string): boolean {
  return /^\.{0,2}\/\S*$/.test(value.trim());
}

/** The address without what might be a password. */
function hostOf(address: string): string {
  return address.replace(/\/\/[^/]*@/, '//');
}

function names(entries: readonly ObservedEnv[]): string {
  return entries.map(({ name }) => name).join(' and ');
}
