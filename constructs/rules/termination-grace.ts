import { Severity } from '../findings';
import type { ObservedComponent } from '../observed';
import type { Rule } from './rule';

/** How long engines let running requests finish. Source: ai-dynamo 1.6.1 dynamo/common. */
const DRAIN_VARIABLES = [
  'DYN_RUNTIME_GRACEFUL_SHUTDOWN_TIMEOUT_SECS',
  'DYN_WORKER_SHUTDOWN_INFLIGHT_TIMEOUT_SECS',
] as const;
/** How long a frontend lets running requests finish. Source: ai-dynamo 1.6.1 dynamo.frontend. */
const FRONTEND_VARIABLES = ['DYN_HTTP_GRACEFUL_SHUTDOWN_TIMEOUT_SECS'] as const;
/** What the operator writes where the manifest says nothing. */
const DEFAULT_SECONDS = 60;

export const terminationGrace: Rule = {
  code: 'DYN048',
  title: 'a pod has time to finish its requests before Kubernetes kills it',
  severity: Severity.WARNING,
  rationale:
    'On SIGTERM a worker (and a frontend) lets running requests finish for as long as its drain time says, but Kubernetes kills the pod after terminationGracePeriodSeconds, by default 60. A shorter period cuts the requests off in every rolling update and node drain, drain time or not.',
  fix: 'set terminationGracePeriodSeconds of the pod above the drain time',
  source: 'ai-dynamo/dynamo docs/fault-tolerance/graceful-shutdown.md',
  *checkDocuments({ graphs }) {
    for (const component of graphs.flatMap((graph) => graph.components)) {
      const grace = component.terminationGracePeriodSeconds ?? DEFAULT_SECONDS;
      const drains = drainVariables(component).flatMap((name) => {
        const seconds = Number(component.env.get(name)?.value ?? Number.NaN);
        return Number.isFinite(seconds) ? [{ name, seconds }] : [];
      });
      const longest = drains.sort((a, b) => b.seconds - a.seconds)[0];
      if (longest !== undefined && grace <= longest.seconds) {
        yield {
          path: component.path,
          message: `'${component.name}' may take ${longest.seconds} s to finish its requests (${longest.name}), but is killed after ${grace} s (${
            component.terminationGracePeriodSeconds === undefined
              ? 'default of the operator'
              : 'terminationGracePeriodSeconds'
          })`,
          // Deregistering and cleaning up take up to half a minute after the drain.
          fix: `set terminationGracePeriodSeconds to at least ${longest.seconds + DEFAULT_SECONDS}`,
        };
      }
    }
  },
};

function drainVariables({ role, runsEngine }: ObservedComponent): readonly string[] {
  if (role === 'frontend') {
    return FRONTEND_VARIABLES;
  }
  return runsEngine ? DRAIN_VARIABLES : [];
}
