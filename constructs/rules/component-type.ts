import { Severity } from '../findings';
import type { ObservedComponent, ObservedGraph } from '../observed';
import type { Rule, Violation } from './rule';
import { modeOf, workersOf } from './workers';

const TYPES: readonly string[] = ['frontend', 'worker', 'prefill', 'decode', 'planner', 'epp'];

export const componentType: Rule = {
  code: 'DYN003',
  title: 'every component has a type that the operator knows',
  severity: Severity.ERROR,
  rationale:
    "What the operator adds to a pod follows from the type: command, ports, probes, system port, discovery, multi-node launch. A v1beta1 graph with another type is refused; a v1alpha1 graph with one ('main' of early releases) or with none is taken, and its worker runs without probes and without a system port.",
  fix: `use one of ${TYPES.join(', ')}`,
  source: 'ai-dynamo/dynamo deploy/operator/api/v1beta1/common.go',
  *checkDocuments({ graphs }) {
    for (const graph of graphs) {
      for (const component of graph.components) {
        yield* checkType(component, graph);
      }
    }
  },
};

function* checkType(component: ObservedComponent, graph: ObservedGraph): Generator<Violation> {
  const { path, name, type, commandLine } = component;
  const field = typeField(graph);
  if (type !== undefined && !TYPES.includes(type) && !(type === 'default' && isRouter(commandLine.module))) {
    yield {
      path,
      message: `'${name}' has the ${field} '${type}', allowed are ${TYPES.join(', ')}`,
      ...fixFor(component, graph),
    };
  } else if (type === undefined && needsType(commandLine.module)) {
    yield {
      path,
      message: `'${name}' runs ${commandLine.module} but has no ${field}, allowed are ${TYPES.join(', ')}`,
      ...fixFor(component, graph),
    };
  }
  const subType = graph.apiVersion === 'v1alpha1' ? component.written['subComponentType'] : undefined;
  if (typeof subType === 'string' && subType !== '' && subType !== 'prefill' && subType !== 'decode') {
    yield {
      path,
      message: `'${name}' has the subComponentType '${subType}', allowed are prefill and decode`,
      fix: 'use prefill or decode, or leave subComponentType out',
    };
  }
}

function needsType(module: string | undefined): boolean {
  return module?.startsWith('dynamo.') === true && !isRouter(module);
}

/** Routers of their own get nothing from the operator, which has no type for them; in v1alpha1 they may be called `default`. */
function isRouter(module: string | undefined): boolean {
  return module === 'dynamo.router' || module === 'dynamo.global_router';
}

/** The type that the command line asks for. */
function fixFor(component: ObservedComponent, graph: ObservedGraph): Pick<Violation, 'fix'> {
  const field = typeField(graph);
  if (component.commandLine.module === 'dynamo.frontend') {
    return { fix: `set ${field} to frontend` };
  }
  const worker = workersOf(graph).find(({ path }) => path === component.path);
  const mode = worker === undefined ? undefined : modeOf(worker);
  if (mode === 'prefill' || mode === 'decode') {
    const set = field === 'type' ? `type to ${mode}` : `componentType to worker and subComponentType to ${mode}`;
    return { fix: `set ${set}, as its --disaggregation-mode says` };
  }
  return mode === undefined ? {} : { fix: `set ${field} to worker` };
}

function typeField({ apiVersion }: ObservedGraph): string {
  return apiVersion === 'v1alpha1' ? 'componentType' : 'type';
}
