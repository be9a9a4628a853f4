import { Severity } from '../findings';
import { at, mappings, type Observation, type ObservedComponent, type ObservedGraph, text } from '../observed';
import { runsDynamo } from './dynamo-process';
import type { Rule } from './rule';

const BACKEND = 'nvidia.com/dynamo-discovery-backend';
const BINDINGS: readonly string[] = ['RoleBinding', 'ClusterRoleBinding'];

export const discoveryAccount: Rule = {
  code: 'DYN122',
  title: 'a service account of your own may still discover the other components',
  severity: Severity.WARNING,
  rationale:
    'Components find each other through EndpointSlices and DynamoWorkerMetadata objects. The operator makes a service account with these rights for each graph and uses it only where serviceAccountName is left out; with another one the frontend sees no worker, and a worker cannot register.',
  fix: 'leave serviceAccountName out, or bind the account to a Role like "<graph>-k8s-service-discovery-role"',
  source: 'ai-dynamo/dynamo deploy/operator/internal/dynamo/graph.go, internal/discovery',
  *checkDocuments(observation) {
    for (const graph of observation.graphs.filter((each) => each.annotations[BACKEND] !== 'etcd')) {
      for (const component of graph.components.filter(discovers)) {
        const { name, path, serviceAccountName: account } = component;
        if (
          account !== undefined &&
          account !== `${graph.name}-k8s-service-discovery` &&
          !isBound(observation, graph, account)
        ) {
          yield {
            path,
            message: `'${name}' runs as '${account}', which has no rights to discover unless they are bound elsewhere`,
            fix: `leave serviceAccountName out, or bind '${account}' to the Role '${graph.name}-k8s-service-discovery-role'`,
          };
        }
      }
    }
  },
};

/** Planner and endpoint picker have accounts of their own. */
function discovers(component: ObservedComponent): boolean {
  const backend = component.env.get('DYN_DISCOVERY_BACKEND')?.value;
  const takesPart = component.engine !== undefined || component.role === 'frontend';
  return takesPart && runsDynamo(component) && (backend === undefined || backend === 'kubernetes');
}

function isBound(observation: Observation, { namespace }: ObservedGraph, account: string): boolean {
  return BINDINGS.flatMap((kind) => observation.ofKind(kind)).some(({ value }) =>
    mappings(at(value, 'subjects')).some(
      (subject) =>
        subject['kind'] === 'ServiceAccount' &&
        subject['name'] === account &&
        (text(subject['namespace']) ?? namespace) === (namespace ?? text(subject['namespace'])),
    ),
  );
}
