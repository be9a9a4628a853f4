import { Severity } from '../findings';
import type { ObservedComponent } from '../observed';
import type { Rule, Violation } from './rule';
import { setting } from './workers';

/** Where a component answers about its health. */
interface HealthServer {
  /** Absent where only the cluster knows it. */
  readonly port: string | undefined;
  readonly paths: readonly string[];
}

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
        yield* wrongProbe(component, server);
      }
    }
  },
};

function* wrongProbe(component: ObservedComponent, server: HealthServer): Generator<Violation> {
  const { name, startupProbe } = component;
  const path = `${component.path}.startupProbe`;
  // A port with a name of the user's own may lead anywhere.
  const port = startupProbe?.port;
  if (port !== undefined && /^\d+$/.test(port) && server.port !== undefined && port !== server.port) {
    yield {
      path,
      message: `the startup probe of '${name}' asks port ${port}, but it answers on ${server.port}`,
      fix: `set the probe's port to ${server.port}`,
    };
  } else if (startupProbe?.path !== undefined && !server.paths.includes(startupProbe.path)) {
    yield {
      path,
      message: `the startup probe of '${name}' asks for ${startupProbe.path}, which nothing serves; it is one of ${server.paths.join(', ')}`,
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
