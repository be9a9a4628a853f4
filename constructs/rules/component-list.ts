import { Severity } from '../findings';
import type { ObservedComponent } from '../observed';
import type { Rule } from './rule';

/** Most components of one graph. */
const LIMIT = 25;

export const componentList: Rule = {
  code: 'DYN002',
  title: 'a graph has 1 to 25 components with names of their own',
  severity: Severity.ERROR,
  rationale:
    'The API server refuses a graph with more than 25 components, with two components whose names differ only in case (their Services would share one name), or with a second endpoint picker; the operator refuses one without components.',
  fix: 'give every component a name of its own, and split the graph if it has too many',
  source: 'ai-dynamo/dynamo deploy/operator/api/v1beta1/dynamographdeployment_types.go',
  *checkDocuments({ graphs }) {
    for (const graph of graphs) {
      const { components } = graph;
      if (components.length < 1 || components.length > LIMIT) {
        yield {
          path: graph.path,
          message: `the graph '${graph.name}' has ${components.length} components, 1 to ${LIMIT} are allowed`,
          fix: components.length < 1 ? 'add a frontend and at least one worker' : 'split the graph into several',
        };
      }
      yield* namesakes(components).map(([component, other]) => ({
        path: component.path,
        message:
          component.name === other.name
            ? `the name '${component.name}' occurs twice, each component needs its own`
            : `the names '${other.name}' and '${component.name}' differ only in case, which Services do not keep`,
        fix: `rename '${component.name}'`,
      }));
      const pickers = components.filter(({ type }) => type === 'epp');
      yield* pickers.slice(1).map((picker) => ({
        path: picker.path,
        message: `'${picker.name}' is endpoint picker number ${pickers.indexOf(picker) + 1} of the graph, at most one component may have type epp`,
        fix: `keep '${pickers[0]?.name}' and take '${picker.name}' out`,
      }));
    }
  },
};

/** Components with the name of an earlier one, together with that one. Components without a name are another rule's matter. */
function namesakes(components: readonly ObservedComponent[]): (readonly [ObservedComponent, ObservedComponent])[] {
  return components.flatMap((component, index) => {
    const name = component.name.toLowerCase();
    const earlier = components.slice(0, index).find((other) => other.name.toLowerCase() === name);
    return name === '' || earlier === undefined ? [] : [[component, earlier] as const];
  });
}
