import { Severity } from '../findings';
import type { ObservedComponent, ObservedGraph } from '../observed';
import { componentsFor, type ReadPlanner, readPlanners } from './planners';
import type { Rule, Violation } from './rule';

export const plannerPools: Rule = {
  code: 'DYN054',
  title: 'a planner finds one pool for each role that it scales',
  severity: Severity.ERROR,
  rationale:
    'The planner looks for its pools by their type and stops when there is none, or more than one, for a role of its mode. It scales through the scaling adapter of a pool; without one it writes the replicas into the graph itself, and the next apply of the manifest takes them back.',
  fix: 'set mode to what the graph has, and give each of its pools a scaling adapter',
  source: 'ai-dynamo 1.6.1 dynamo/planner/monitoring/dgd_services.py, dynamo/planner/connectors/kubernetes.py',
  *checkDocuments(observation, context) {
    for (const planner of readPlanners(observation, context)) {
      yield* poolsOf(planner);
      yield* sameEngine(planner);
    }
  },
};

function* poolsOf({ graph, component: { name, path }, settings }: ReadPlanner): Generator<Violation> {
  const { mode, roles, environment } = settings;
  for (const role of roles) {
    const found = componentsFor(graph, role);
    const names = found.map((each) => `'${each.name}'`).join(' and ');
    if (found.length === 0) {
      yield {
        path,
        message: `planner '${name}': mode ${mode} scales ${mode === 'agg' ? 'a worker' : role}, but the graph has no component of type ${mode === 'agg' ? 'worker' : role}`,
        fix: `add a component of type ${mode === 'agg' ? 'worker' : role}, or set mode to what the graph has`,
      };
    } else if (found.length > 1) {
      yield {
        path,
        message: `planner '${name}': ${names} are both ${role} workers, and it can only scale one`,
        fix: 'merge the pools, or move one into a graph of its own with its own planner and a GlobalPlanner over both',
      };
    } else if (environment !== 'virtual' && !settings.advisory) {
      yield* withAdapter(graph, name, found[0]);
    }
  }
  const split = mode === 'agg' ? componentsFor(graph, 'prefill') : [];
  if (split.length > 0) {
    yield {
      path,
      message: `planner '${name}': mode is agg, but '${split[0]?.name ?? ''}' is a prefill worker, which it would leave alone`,
      fix: 'set mode to disagg',
    };
  }
}

function* withAdapter(
  graph: ObservedGraph,
  planner: string,
  pool: ObservedComponent | undefined,
): Generator<Violation> {
  if (pool !== undefined && !pool.scalingAdapter) {
    const field = graph.apiVersion === 'v1alpha1' ? 'scalingAdapter: { enabled: true }' : 'scalingAdapter: {}';
    yield {
      path: pool.path,
      severity: Severity.WARNING,
      message: `planner '${planner}' scales '${pool.name}', which has no scaling adapter: every apply of the manifest sets its replicas back`,
      fix: `add ${field} to '${pool.name}' and leave its replicas out`,
    };
  }
}

/** The planner looks for the metrics of one engine. */
function* sameEngine({ graph, component: { name, path }, settings }: ReadPlanner): Generator<Violation> {
  const worker = settings.roles
    .flatMap((role) => componentsFor(graph, role))
    .find(({ engine }) => engine !== undefined);
  const kind = worker?.engine?.kind;
  if (worker !== undefined && kind !== undefined && kind !== settings.backend) {
    yield {
      path,
      message: `planner '${name}': backend is ${settings.backend}, but '${worker.name}' runs ${kind}`,
      fix: `set backend to ${kind}`,
    };
  }
}
