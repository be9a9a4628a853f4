import { Severity } from '../findings';
import type { ObservedComponent, ObservedGraph } from '../observed';
import type { Rule, Violation } from './rule';
import { type Setting, setting, workersOf } from './workers';

const NAMESPACE = 'DYN_NAMESPACE';

export const dynamoNamespace: Rule = {
  code: 'DYN121',
  title: 'workers register in the Dynamo namespace in which the frontend looks',
  severity: Severity.ERROR,
  rationale:
    'The operator lets workers register under "<namespace>-<graph>" and tells the frontend to look for names that begin so (DYN_NAMESPACE_PREFIX, which wins over DYN_NAMESPACE). A worker that is moved to another Dynamo namespace loads its weights and gets no request; the model does not appear in /v1/models.',
  fix: `leave ${NAMESPACE} out, and set globalDynamoNamespace on all components of the graph or on none`,
  source:
    'ai-dynamo/dynamo deploy/operator/internal/dynamo/component_frontend.go, components/src/dynamo/frontend/frontend_args.py',
  *checkDocuments({ graphs }) {
    for (const graph of graphs) {
      const frontend = graph.components.find(({ role }) => role === 'frontend');
      if (frontend !== undefined) {
        yield* checkWorkers(graph, frontend);
      }
    }
  },
};

function* checkWorkers(graph: ObservedGraph, frontend: ObservedComponent): Generator<Violation> {
  const prefix = setting(frontend, ['--namespace-prefix'], ['DYN_NAMESPACE_PREFIX']);
  const seen = new Set<string>();
  for (const worker of workersOf(graph)) {
    const own = setting(worker, ['--namespace'], [NAMESPACE]);
    if (own === undefined && prefix === undefined && worker.globalDynamoNamespace !== frontend.globalDynamoNamespace) {
      const [global, local] = worker.globalDynamoNamespace ? [worker, frontend] : [frontend, worker];
      yield {
        path: worker.path,
        message: `'${global.name}' has globalDynamoNamespace and '${local.name}' has not: '${frontend.name}' does not find '${worker.name}'`,
      };
    }
    if (own?.value !== undefined && !seen.has(own.path) && !isFound(own.value, prefix, graph, frontend)) {
      // A variable of the graph is one place for all workers.
      seen.add(own.path);
      const looks = prefix?.value === undefined ? 'the namespace of the graph' : `'${prefix.value}'`;
      yield {
        path: own.path,
        message: `'${worker.name}' registers in the Dynamo namespace '${own.value}' (${own.name}), but '${frontend.name}' looks in ${looks}`,
      };
    }
  }
}

/** Without a prefix of the user's own it is `<namespace>-<graph>`, or `dynamo` for all graphs of the cluster. */
function isFound(
  value: string,
  prefix: Setting | undefined,
  { name, namespace }: ObservedGraph,
  frontend: ObservedComponent,
): boolean {
  if (prefix !== undefined) {
    return prefix.value === undefined || value.startsWith(prefix.value);
  }
  if (frontend.globalDynamoNamespace) {
    return value.startsWith('dynamo');
  }
  const graph = name.replaceAll('.', '-');
  return namespace === undefined ? value.includes(`-${graph}`) : value.startsWith(`${namespace}-${graph}`);
}
