import { Severity } from '../findings';
import type { ObservedComponent } from '../observed';
import type { Rule } from './rule';

/** Longest name that Grove's PodCliqueSet webhook and older operators accept for graph and component together. */
const LIMIT = 45;
/** What newer operators keep free for the graph's (truncated) name, so a component may need at most LIMIT - 8. */
const COMPONENT_LIMIT = 37;

/** Characters that a component takes of the budget, without the graph's name. */
function componentBudget(component: ObservedComponent): number {
  const { length } = component.name;
  return component.multinode ? length + length + '-ldr'.length : length;
}

export const groveNameBudget: Rule = {
  code: 'DYN001',
  title: 'graph and component names fit the name budget of Grove',
  severity: Severity.ERROR,
  rationale:
    'Grove composes pod names from the graph and component names and refuses more than 45 characters in all; a component that spans nodes counts twice, once with "-ldr". Operators up to 1.5 refuse the graph; from 1.6 on the operator shortens the graph name with a hash, so that pod names no longer contain it.',
  fix: 'shorten the graph name or the component name; "prefill", "decode" and "worker" are enough',
  source: 'ai-dynamo/dynamo deploy/operator/internal/webhook/validation/dynamographdeployment.go',
  *checkDocuments({ graphs }, { releaseOf }) {
    for (const graph of graphs.filter((candidate) => candidate.annotations['nvidia.com/enable-grove'] !== 'false')) {
      for (const component of graph.components) {
        const budget = componentBudget(component);
        const total = graph.name.length + budget;
        const parts = `'${graph.name}' (${graph.name.length}) and '${component.name}' (${budget}${component.multinode ? ', counted with its leader' : ''})`;
        if (budget > COMPONENT_LIMIT) {
          yield {
            path: component.path,
            message: `the component '${component.name}' needs ${budget} characters of the name budget, at most ${COMPONENT_LIMIT} are allowed`,
          };
        } else if (total > LIMIT) {
          const strict = releaseOf(graph).groveNames === 'strict';
          yield {
            path: component.path,
            severity: strict ? Severity.ERROR : Severity.WARNING,
            message: `the names ${parts} take ${total} characters together, at most ${LIMIT} are allowed${
              strict ? '' : '; this operator shortens the graph name with a hash, older ones refuse it'
            }`,
          };
        }
      }
    }
  },
};
