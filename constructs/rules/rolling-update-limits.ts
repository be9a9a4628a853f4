import { Severity } from '../findings';
import { at, isWorkerRole, type ObservedComponent, type ObservedGraph, textMap } from '../observed';
import type { Rule } from './rule';

const PREFIX = 'nvidia.com/deployment-rolling-update-';
const SURGE = `${PREFIX}max-surge`;
const UNAVAILABLE = `${PREFIX}max-unavailable`;

export const rollingUpdateLimits: Rule = {
  code: 'DYN060',
  title: 'a rolling update may take one pod more or one pod less',
  severity: Severity.ERROR,
  rationale:
    'The operator copies max-surge and max-unavailable into the Deployment of a component. The API server refuses a Deployment in which both are 0, since no pod could ever be replaced, and one with a value that is neither a whole number nor a percentage. Grove reads neither.',
  fix: 'set one of the two above 0, or leave both out: 25% is the default',
  source: 'ai-dynamo/dynamo docs/kubernetes/rolling-update.md; Kubernetes DeploymentStrategy',
  *checkDocuments({ graphs }) {
    for (const graph of graphs) {
      // With Grove, which is the default where it is installed, no Deployment is made.
      const severity = graph.annotations['nvidia.com/enable-grove'] === 'false' ? Severity.ERROR : Severity.WARNING;
      for (const component of graph.components) {
        const { name, path } = component;
        const annotations = annotationsOf(graph, component);
        const given = [SURGE, UNAVAILABLE].flatMap((key) =>
          annotations[key] ? [[key, annotations[key]] as const] : [],
        );
        const bad = given.filter(([, value]) => !/^\d+%?$/.test(value));
        for (const [key, value] of bad) {
          yield {
            path,
            severity,
            message: `${key} of '${name}' is '${value}', which is neither a whole number nor a percentage`,
            fix: 'give a number of pods such as 1, or a percentage such as 25%',
          };
        }
        if (given.length === 2 && given.every(([, value]) => /^0+%?$/.test(value)) && mayRoll(component, annotations)) {
          yield {
            path,
            severity,
            message: `max-surge and max-unavailable of '${name}' are both 0: an update can neither add a pod nor take one away`,
          };
        }
      }
    }
  },
};

/** Annotations of the graph's spec hold for all components. */
function annotationsOf(graph: ObservedGraph, { written }: ObservedComponent): Readonly<Record<string, string>> {
  return {
    ...textMap(at(graph.document.value, 'spec', 'annotations')),
    ...textMap(written['annotations']),
    ...textMap(at(written, 'podTemplate', 'metadata', 'annotations')),
  };
}

/** Recreate does without limits, and a worker over several nodes is no Deployment. */
function mayRoll({ role, multinode }: ObservedComponent, annotations: Readonly<Record<string, string>>): boolean {
  return annotations['nvidia.com/deployment-strategy'] !== 'Recreate' && !(multinode && isWorkerRole(role));
}
