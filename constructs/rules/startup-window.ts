import { Severity } from '../findings';
import { at, mapping, type ObservedComponent, scalarText, text } from '../observed';
import type { Rule, Violation } from './rule';
import { setting } from './workers';

/** Where a component answers about its health. */
interface HealthServer {
  /** Absent where only the cluster knows it. */
  readonly port: string | undefined;
  readonly paths: readonly string[];
}

const PROBES = ['startupProbe', 'livenessProbe', 'readinessProbe'] as const;

export const startupWindow: Rule = {
  code: 'DYN047',
  title: 'a pod gets the time it needs to start, and its probe asks where it answers',
  severity: Severity.WARNING,
  rationale:
    'Kubernetes restarts a container whose startup probe has not succeeded within its window. Where reading the weights takes longer, or the probe asks a port or path that nothing serves, the worker is killed and starts over for ever.',
  fix: 'let the startup probe ask /live (or /health, which waits for the model) on the system port of the worker',
  source: 'ai-dynamo/dynamo deploy/operator/internal/dynamo/component_worker.go',
  *checkGraph({ pools }) {
    for (const { name, path, startup } of pools) {
      if (startup.loadSeconds !== undefined && startup.windowSeconds < startup.loadSeconds) {
        yield {
          path,
          message: `'${name}' has ${startup.windowSeconds} s to start, but reading the weights alone takes ${startup.loadSeconds} s`,
          fix: `set startupWindow above ${startup.loadSeconds} s, with some minutes on top for compiling kernels, or choose a faster cache`,
        };
      }
    }
  },
  *checkDocuments({ graphs }) {
    for (const component of graphs.flatMap((graph) => graph.components)) {
      const server = healthServer(component);
      if (server !== undefined) {
        yield* PROBES.flatMap((probe) => [...wrongProbe(component, probe, server)]);
      }
    }
  },
};

function* wrongProbe(
  component: ObservedComponent,
  probe: (typeof PROBES)[number],
  server: HealthServer,
): Generator<Violation> {
  const { name, main, written } = component;
  // v1alpha1 also takes probes beside the container.
  const http = mapping(at(mapping(main?.[probe]) ?? written[probe], 'httpGet'));
  const path = `${component.path}.${probe}`;
  const what = `the ${probe.replace('Probe', ' probe')} of '${name}'`;
  const asked = { port: scalarText(http?.['port']), path: text(http?.['path']) };
  // A port with a name of the user's own may lead anywhere.
  if (/^\d+$/.test(asked.port ?? '') && server.port !== undefined && asked.port !== server.port) {
    yield {
      path,
      message: `${what} asks port ${asked.port}, but it answers on ${server.port}`,
      fix: `set the probe's port to ${server.port}`,
    };
  } else if (asked.path !== undefined && !server.paths.includes(asked.path)) {
    yield {
      path,
      message: `${what} asks for ${asked.path}, which nothing serves; it is one of ${server.paths.join(', ')}`,
      fix: `set the probe's path to ${server.paths[0]}`,
    };
  }
}

function healthServer(component: ObservedComponent): HealthServer | undefined {
  const value = (name: string, fallback: string) => component.env.get(name)?.value ?? fallback;
  const port = (flags: readonly string[], variable: string, fallback: string) => {
    const found = setting(component, flags, [variable]);
    return found === undefined ? fallback : found.value;
  };
  if (component.role === 'frontend') {
    return {
      port: port(['--http-port'], 'DYN_HTTP_PORT', '8000'),
      paths: [
        value('DYN_HTTP_SVC_LIVE_PATH', '/live'),
        value('DYN_HTTP_SVC_HEALTH_PATH', '/health'),
        '/v1/models',
        '/metrics',
      ],
    };
  }
  if (!component.runsEngine) {
    return undefined;
  }
  return {
    port: port([], 'DYN_SYSTEM_PORT', '9090'),
    paths: [value('DYN_SYSTEM_LIVE_PATH', '/live'), value('DYN_SYSTEM_HEALTH_PATH', '/health'), '/metrics'],
  };
}
