import { Severity } from '../findings';
import { isWorkerRole, type ObservedComponent } from '../observed';
import type { Rule } from './rule';

export const multinodeComponent: Rule = {
  code: 'DYN007',
  title: 'only workers span nodes, and at least two',
  severity: Severity.ERROR,
  rationale:
    'The API server refuses multinode.nodeCount below 2, and the operator refuses multinode on anything that runs no engine; older operators split such a component into a leader and workers that nobody starts together.',
  fix: 'take multinode out; use replicas for more pods',
  source: 'ai-dynamo/dynamo deploy/operator/api/v1beta1/common.go',
  *checkDocuments({ graphs }) {
    for (const component of graphs.flatMap((graph) => graph.components).filter(({ multinode }) => multinode)) {
      const { path, name, nodeCount } = component;
      if (!maySpan(component)) {
        yield {
          path,
          message: `'${name}' is of type ${component.type} and has multinode, which only worker, prefill and decode may have`,
        };
      } else if (nodeCount < 2) {
        yield {
          path,
          message: `'${name}' has multinode.nodeCount ${nodeCount}, at least 2 nodes are needed`,
          fix: `take multinode out of '${name}', or set nodeCount to the nodes that one worker spans`,
        };
      }
    }
  },
};

/** A type that no release knows is another rule's matter. */
function maySpan({ type, role }: ObservedComponent): boolean {
  return type === undefined || isWorkerRole(role) || role === 'unknown';
}
