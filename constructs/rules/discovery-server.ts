import { Severity } from '../findings';
import type { ObservedComponent, ObservedGraph } from '../observed';
import { runsDynamo } from './dynamo-process';
import type { Rule } from './rule';
import { setting } from './workers';

const ANNOTATION = 'nvidia.com/dynamo-discovery-backend';

export const discoveryServer: Rule = {
  code: 'DYN142',
  title: 'all components discover each other in one place, and its server is named',
  severity: Severity.ERROR,
  rationale:
    'Workers register where their discovery backend says, and the frontend looks where its own does: in another one it finds no model. etcd is a server of its own, which the platform does not install unless told to; without an address components try localhost for two minutes and stop.',
  fix: 'set the backend once for the whole graph, and ETCD_ENDPOINTS with etcd (Planes.withEtcd in code)',
  source: 'ai-dynamo/dynamo docs/design-docs/discovery-plane; lib/runtime/src/transports/etcd.rs',
  *checkDocuments({ graphs }) {
    for (const graph of graphs) {
      const uses = graph.components
        .filter(takesPart)
        .map((component) => ({ component, ...backendOf(graph, component) }));
      const reference = uses.find(({ component }) => component.role === 'frontend') ?? uses[0];
      for (const { component, backend, path } of uses) {
        if (reference !== undefined && backend !== undefined && backend !== (reference.backend ?? backend)) {
          yield {
            path,
            message: `'${component.name}' discovers through ${backend}, but '${reference.component.name}' through ${reference.backend}; all components must use the same`,
          };
        }
      }
      const homeless = uses.filter(
        ({ backend, component }) => backend === 'etcd' && !component.env.has('ETCD_ENDPOINTS'),
      );
      if (homeless.length > 0) {
        yield {
          path: graph.path,
          severity: Severity.WARNING,
          message: `${homeless.map(({ component }) => `'${component.name}'`).join(', ')} discover${homeless.length === 1 ? 's' : ''} through etcd, which the platform does not install unless told to, and ETCD_ENDPOINTS is not set`,
          fix: 'set ETCD_ENDPOINTS, give the platform dynamo-operator.etcdAddr, or leave discovery to Kubernetes',
        };
      }
    }
  },
};

/** Planner and endpoint picker take part, too, but need not register. */
function takesPart(component: ObservedComponent): boolean {
  return runsDynamo(component) && (component.engine !== undefined || component.role === 'frontend');
}

function backendOf(
  { annotations }: ObservedGraph,
  component: ObservedComponent,
): { readonly backend: string | undefined; readonly path: string } {
  const found = setting(component, ['--discovery-backend'], ['DYN_DISCOVERY_BACKEND']);
  // The operator sets the variable unless the annotation says etcd, which is the runtime's own default.
  const implied = annotations[ANNOTATION]?.trim() === 'etcd' ? 'etcd' : 'kubernetes';
  return { backend: found === undefined ? implied : found.value?.trim(), path: found?.path ?? component.path };
}
