import { Severity } from '../findings';
import type { ObservedComponent } from '../observed';
import type { Rule } from './rule';

const ACCOUNT = 'planner-serviceaccount';
const MODULES: readonly (string | undefined)[] = ['dynamo.planner', 'dynamo.global_planner'];

export const plannerAccount: Rule = {
  code: 'DYN152',
  title: 'a planner may change the graph',
  severity: Severity.WARNING,
  rationale:
    'The operator makes the account planner-serviceaccount in the namespace of a graph, binds it to what a planner may do, and lets the planner run as it. As another account, or without its token, the planner is refused when it reads the graph or scales a pool.',
  fix: `leave serviceAccountName out, or set it to ${ACCOUNT}`,
  source:
    'ai-dynamo/dynamo deploy/operator internal/dynamo/component_planner.go, internal/rbac; platform chart planner.yaml',
  *checkDocuments({ graphs }) {
    for (const component of graphs.flatMap((graph) => graph.components).filter(scales)) {
      const { name, path, serviceAccountName: account, pod } = component;
      if (account !== undefined && account !== ACCOUNT) {
        yield {
          path,
          message: `planner '${name}' runs as '${account}', which has no rights to scale unless they are bound elsewhere`,
        };
      }
      if (pod['automountServiceAccountToken'] === false) {
        yield {
          path,
          severity: Severity.ERROR,
          message: `planner '${name}' gets no token (automountServiceAccountToken: false), so it can change nothing`,
          fix: 'leave automountServiceAccountToken out',
        };
      }
    }
  },
};

function scales({ commandLine }: ObservedComponent): boolean {
  return MODULES.includes(commandLine.module);
}
