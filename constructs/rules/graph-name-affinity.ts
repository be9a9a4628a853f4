import { Severity } from '../findings';
import {
  at,
  isMapping,
  list,
  type Mapping,
  mappings,
  type ObservedComponent,
  type ObservedGraph,
  text,
} from '../observed';
import type { Rule } from './rule';

const LABEL = 'nvidia.com/dynamo-graph-deployment-name';

export const graphNameAffinity: Rule = {
  code: 'DYN041',
  title: 'affinity to the pods of a graph uses the name of the graph',
  severity: Severity.ERROR,
  rationale: `The label ${LABEL} carries the name of the DynamoGraphDeployment. With <graph>-<component> as its value the term matches no pod: anti-affinity has no effect, and required affinity leaves the pod pending for ever.`,
  fix: `use the name of the graph as the value of ${LABEL}, and select the component by the label nvidia.com/dynamo-component`,
  source: 'ai-dynamo/dynamo recipes/gpt-oss-120b/trtllm/agg/deploy.yaml',
  *checkDocuments({ graphs }) {
    for (const graph of graphs) {
      for (const component of graph.components) {
        for (const value of new Set(labelValues(component))) {
          const target = componentOf(value, graph, graphs);
          if (target !== undefined) {
            yield {
              path: component.path,
              message: `an affinity term of '${component.name}' looks for ${LABEL} '${value}', but pods of this graph carry '${graph.name}'; the term matches nothing`,
              fix: `use '${graph.name}' there, and add nvidia.com/dynamo-component with '${target.name}' to select the pods of that component`,
            };
          }
        }
      }
    }
  },
};

/** The component that a value means, when it is none of the graphs' names but reads `<graph>-<component>`. */
function componentOf(
  value: string,
  graph: ObservedGraph,
  graphs: readonly ObservedGraph[],
): ObservedComponent | undefined {
  if (graphs.some(({ name }) => name === value)) {
    return undefined;
  }
  return graph.components.find(({ name }) => value.toLowerCase() === `${graph.name}-${name}`.toLowerCase());
}

/** Values that the component's affinity and spread constraints ask of the label. */
function labelValues({ pod }: ObservedComponent): readonly string[] {
  return selectors(pod).flatMap((selector) => [
    ...[text(at(selector, 'matchLabels', LABEL))].filter((value) => value !== undefined),
    ...mappings(selector['matchExpressions'])
      .filter((expression) => expression['key'] === LABEL && expression['operator'] === 'In')
      .flatMap((expression) => list(expression['values']).flatMap((value) => text(value) ?? [])),
  ]);
}

function selectors(pod: Mapping): readonly Mapping[] {
  const terms = ['podAffinity', 'podAntiAffinity'].flatMap((kind) => {
    const affinity = at(pod, 'affinity', kind);
    return [
      ...list(at(affinity, 'requiredDuringSchedulingIgnoredDuringExecution')),
      ...mappings(at(affinity, 'preferredDuringSchedulingIgnoredDuringExecution')).map(
        (term) => term['podAffinityTerm'],
      ),
    ];
  });
  return [...terms, ...list(pod['topologySpreadConstraints'])]
    .map((term) => at(term, 'labelSelector'))
    .filter(isMapping);
}
