import { Severity } from '../findings';
import type { ObservedComponent } from '../observed';
import type { Rule, Violation } from './rule';
import { workersOf } from './workers';

const ENABLE = 'NIXL_TELEMETRY_ENABLE';
const PORT = 'NIXL_TELEMETRY_PROMETHEUS_PORT';
/** What NIXL reads as yes. Source: ai-dynamo/nixl docs/telemetry.md. */
const YES: readonly string[] = ['y', 'yes', 'on', 'true', 'enable', '1'];
/** Ports that the operator gives a worker. Source: ai-dynamo/dynamo deploy/operator/internal/dynamo/component_worker.go. */
const DEFAULTS: Readonly<Record<string, number>> = {
  [PORT]: 19090,
  DYN_SYSTEM_PORT: 9090,
  DYN_FORWARDPASS_METRIC_PORT: 20380,
};
/** Processes of one SGLang worker, each of which takes the next port. Source: ai-dynamo/dynamo docs/observability/metrics.md. */
const SGLANG_PORTS = 8;

export const telemetryPort: Rule = {
  code: 'DYN049',
  title: 'NIXL telemetry has ports of its own',
  severity: Severity.ERROR,
  rationale:
    'With telemetry on, NIXL opens a port for its metrics inside the process of the engine, and SGLang one for each of up to eight processes. Two servers cannot share a port: where one is that of the system server, probes or metrics get no answer. A value that is no port number opens none.',
  fix: `leave ${PORT} out: the operator sets 19090`,
  source: 'ai-dynamo/dynamo docs/observability/metrics.md',
  *checkDocuments({ graphs }) {
    for (const worker of graphs.flatMap(workersOf)) {
      if (YES.includes(worker.env.get(ENABLE)?.value?.trim().toLowerCase() ?? '')) {
        yield* checkPorts(worker, worker.engine.kind === 'sglang' ? SGLANG_PORTS : 1);
      }
    }
  },
};

function* checkPorts(worker: ObservedComponent, count: number): Generator<Violation> {
  const { name, env } = worker;
  const path = env.get(PORT)?.path ?? worker.path;
  const port = portOf(worker, PORT);
  if (env.has(PORT) && port === undefined) {
    const written = env.get(PORT)?.value;
    // The operator opens the port that it reads in the manifest.
    const found = written === undefined ? 'comes from a reference' : `is '${written}'`;
    yield { path, message: `${PORT} of '${name}' ${found}, which is no port number from 1 to 65535` };
  }
  if (port !== undefined && port + count - 1 > 65535) {
    yield {
      path,
      message: `NIXL telemetry of '${name}' takes ${count} ports from ${port} on, and there are none above 65535`,
      fix: `start at ${65535 - count + 1} or below, or leave ${PORT} out`,
    };
  }
  for (const other of Object.keys(DEFAULTS).filter((variable) => variable !== PORT)) {
    const taken = portOf(worker, other);
    if (port !== undefined && taken !== undefined && taken >= port && taken < port + count) {
      const range = count === 1 ? `port ${port}` : `the ports ${port} to ${port + count - 1}`;
      yield { path, message: `NIXL telemetry of '${name}' takes ${range}, but ${other} is ${taken}` };
    }
  }
}

/** The port that holds, `undefined` where it is no number or only the cluster knows it. */
function portOf({ env }: ObservedComponent, variable: string): number | undefined {
  const entry = env.get(variable);
  if (entry === undefined) {
    return DEFAULTS[variable];
  }
  const port = /^\d+$/.test(entry.value?.trim() ?? '') ? Number(entry.value) : 0;
  return port >= 1 && port <= 65535 ? port : undefined;
}
