import type { Mapping, ObservedComponent } from '../observed';
import type { Release } from '../releases';
import { HTTP_PORT, NIXL_PORT, PLANNER_PORT, SYSTEM_PORT } from './injected-env';

/** Ports of a component's main container unless it names its own: those replace all of these. */
export function defaultPorts(component: ObservedComponent): readonly Mapping[] {
  const port = (name: string, containerPort: number): Mapping => ({ name, containerPort, protocol: 'TCP' });
  if (component.runsEngine) {
    return [port('system', SYSTEM_PORT), port('nixl', NIXL_PORT)];
  }
  switch (component.role) {
    case 'frontend':
      return [port('http', HTTP_PORT)];
    case 'planner':
      return [port('metrics', PLANNER_PORT), port('system', SYSTEM_PORT)];
    default:
      return [];
  }
}

/**
 * Probes of a component's main container unless it has its own. Source: ai-dynamo/dynamo deploy/operator internal/dynamo
 * component_frontend.go, component_worker.go, component_planner.go.
 */
export function defaultProbes(component: ObservedComponent, release: Release): Mapping {
  if (component.runsEngine) {
    return {
      livenessProbe: probe('/live', 'system', [0, 5, 4, release.livenessFailureThreshold]),
      readinessProbe: probe('/health', 'system', [0, 10, 4, 3]),
      startupProbe: probe('/live', 'system', [0, 10, 5, 720]),
    };
  }
  switch (component.role) {
    case 'frontend':
      return {
        livenessProbe: probe('/live', 'http', [15, 10, 1, 3]),
        readinessProbe: probe('/health', 'http', [10, 10, 3, 3]),
      };
    case 'planner':
      return { startupProbe: probe('/live', 'system', [0, 10, 5, 720]) };
    default:
      return {};
  }
}

type Timing = readonly [delay: number, period: number, timeout: number, failures: number];

function probe(path: string, port: string, [delay, period, timeout, failures]: Timing): Mapping {
  return {
    httpGet: { path, port },
    ...(delay > 0 ? { initialDelaySeconds: delay } : {}),
    periodSeconds: period,
    timeoutSeconds: timeout,
    failureThreshold: failures,
  };
}
