import { Severity } from '../findings';
import { at, mappings, type ObservedComponent, parseJson, text, whole } from '../observed';
import type { Rule } from './rule';
import { numberOf, setting } from './workers';

/** A server inside a pod. */
interface Server {
  readonly port: number;
  /** What sets its port, for messages. */
  readonly name: string;
}

/** What the operator tells a worker. Source: ai-dynamo/dynamo deploy/operator/internal/dynamo/component_worker.go. */
const WORKER_DEFAULTS: readonly (readonly [variable: string, port: number])[] = [
  ['DYN_SYSTEM_PORT', 9090],
  ['DYN_FORWARDPASS_METRIC_PORT', 20380],
];
/** Further servers, which exist where their port is given. Source: argument parsers of ai-dynamo 1.6.1; vLLM and SGLang. */
const OPTIONAL: readonly { readonly flags: readonly string[]; readonly variables: readonly string[] }[] = [
  { flags: ['--disaggregation-bootstrap-port'], variables: [] },
  { flags: ['--data-parallel-rpc-port'], variables: [] },
  { flags: [], variables: ['DYN_TCP_RPC_PORT'] },
  { flags: [], variables: ['DYN_TCP_RESPONSE_STREAM_PORT'] },
  { flags: [], variables: ['VLLM_NIXL_SIDE_CHANNEL_PORT'] },
];

export const portConflicts: Rule = {
  code: 'DYN201',
  title: 'each server in a pod has a port of its own',
  severity: Severity.ERROR,
  rationale:
    'All containers of a pod share one set of ports. Of two servers that want the same one, the second stops with "address already in use", which takes the pod down or, for metrics and KV events, leaves it running without them.',
  fix: 'give one of the two another port',
  source: 'ai-dynamo/dynamo deploy/operator/internal/dynamo/component_worker.go, component_frontend.go',
  *checkDocuments({ graphs }) {
    for (const component of graphs.flatMap((graph) => graph.components)) {
      const taken = new Map<number, Server>();
      for (const server of serversOf(component)) {
        const other = taken.get(server.port);
        if (other === undefined) {
          taken.set(server.port, server);
        } else {
          yield {
            path: component.path,
            message: `port ${server.port} of '${component.name}' is that of ${other.name} and of ${server.name}`,
          };
        }
      }
    }
  },
};

function serversOf(component: ObservedComponent): readonly Server[] {
  const own = component.role === 'frontend' ? frontendServers(component) : workerServers(component);
  return [...own, ...sidecarServers(component)];
}

function frontendServers(component: ObservedComponent): readonly Server[] {
  const http = server(component, ['--http-port'], ['DYN_HTTP_PORT'], 8000);
  const grpc = component.commandLine.has('--kserve-grpc-server')
    ? server(component, ['--grpc-metrics-port'], ['DYN_GRPC_METRICS_PORT'], 8788)
    : [];
  return [...http, ...grpc];
}

function workerServers(component: ObservedComponent): readonly Server[] {
  if (component.engine === undefined) {
    return [];
  }
  const always = WORKER_DEFAULTS.flatMap(([variable, port]) => server(component, [], [variable], port));
  const optional = OPTIONAL.flatMap(({ flags, variables }) => server(component, flags, variables));
  const events = parseJson(component.commandLine.value('--kv-events-config'));
  const endpoint = /:(\d+)$/.exec(text(at(events, 'endpoint')) ?? '')?.[1];
  const published = at(events, 'enable_kv_cache_events') === true && endpoint !== undefined;
  return [...always, ...optional, ...(published ? [{ port: Number(endpoint), name: '--kv-events-config' }] : [])];
}

function server(
  component: ObservedComponent,
  flags: readonly string[],
  variables: readonly string[],
  fallback?: number,
): readonly Server[] {
  const found = setting(component, flags, variables);
  const port = found === undefined ? fallback : numberOf(found);
  // Port 0 lets the system choose.
  return port === undefined || port === 0
    ? []
    : [{ port, name: found?.name ?? flags[0] ?? variables[0] ?? 'the operator' }];
}

/** The ports of `main` are those of the servers above. */
function sidecarServers({ pod }: ObservedComponent): readonly Server[] {
  return mappings(pod['containers'])
    .filter(({ name }) => name !== 'main')
    .flatMap((container) =>
      mappings(container['ports']).flatMap((entry) => {
        const port = whole(entry['containerPort']);
        return port === undefined ? [] : [{ port, name: `the container '${String(container['name'])}'` }];
      }),
    );
}
