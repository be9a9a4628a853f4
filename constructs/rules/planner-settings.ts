import { Severity } from '../findings';
import type { Observation, ObservedGraph } from '../observed';
import { type PlannerRole, plannerConflicts } from '../planner';
import { asViolation, componentsFor, type ReadPlanner, readPlanners } from './planners';
import type { Rule, Violation } from './rule';

export const plannerSettings: Rule = {
  code: 'DYN052',
  title: 'the settings of a planner go together',
  severity: Severity.ERROR,
  rationale:
    'The planner checks its configuration when it starts and stops at the first contradiction, so the pod restarts for ever and nothing scales. A budget below what its minimums need makes it ask for no worker at all.',
  fix: 'change one of the two settings',
  source: 'ai-dynamo 1.6.1 dynamo/planner/config/planner_config.py, dynamo/planner/core/budget.py',
  *checkDocuments(observation, context) {
    for (const planner of readPlanners(observation, context)) {
      for (const conflict of plannerConflicts(planner.config.values, context.releaseOf(planner.graph))) {
        yield asViolation(planner, conflict);
      }
      yield* budgetHoldsMinimums(planner);
    }
    yield* unreadable(observation);
  },
};

/** The planner asks for nothing where its budget does not hold the least number of workers. */
function* budgetHoldsMinimums({ graph, component, settings }: ReadPlanner): Generator<Violation> {
  const { roles, minimum, maxGpus } = settings;
  const parts = roles.map((role) => ({
    role,
    workers: minimum[role],
    gpus: gpusOf(graph, role) ?? settings.engineGpus[role],
  }));
  const needed = parts.reduce((sum, { workers, gpus }) => sum + workers * (gpus ?? 0), 0);
  if (maxGpus >= 0 && parts.every(({ gpus }) => gpus !== undefined) && needed > maxGpus) {
    yield {
      path: component.path,
      message: `planner '${component.name}': max_gpu_budget is ${maxGpus}, but the minimums need ${needed} GPUs (${parts
        .map(({ role, workers, gpus }) => `${role} ${workers} x ${gpus}`)
        .join(', ')})`,
      fix: `raise max_gpu_budget to at least ${needed}, or lower the minimums`,
    };
  }
}

/** GPUs of one worker, where there is one component for the role. */
function gpusOf(graph: ObservedGraph, role: PlannerRole): number | undefined {
  const [component, ...others] = componentsFor(graph, role);
  const gpus = component === undefined || others.length > 0 ? 0 : component.gpus * component.nodeCount;
  return gpus > 0 ? gpus : undefined;
}

function* unreadable(observation: Observation): Generator<Violation> {
  for (const graph of observation.graphs) {
    for (const { name, path, planner } of graph.components) {
      const [configMap = '', ...key] = (planner?.name ?? '').split('/');
      const known = observation.find('ConfigMap', graph.namespace, configMap, graph.document) !== undefined;
      if (planner?.state === 'invalid') {
        yield {
          path,
          message: `planner '${name}': its configuration (${planner.name}) is no mapping of YAML or JSON`,
          fix: 'correct the text',
        };
      } else if (planner?.state === 'missing' && (known || planner.name === '--config')) {
        yield {
          path,
          message: known
            ? `planner '${name}': it reads '${key.join('/')}', which is no key of ConfigMap '${configMap}'`
            : `planner '${name}': it has no --config, without which it does not start`,
          fix: known ? 'add the key, or correct the path' : 'add --config with a file or JSON',
        };
      }
    }
  }
}
