import { Severity } from '../findings';
import type { ObservedGraph } from '../observed';
import { disagreements, EVENT_PLANE, planeUses, REQUEST_PLANE } from './planes';
import type { Rule, Violation } from './rule';

export const requestPlane: Rule = {
  code: 'DYN030',
  title: 'all components use one request plane, and its server exists',
  severity: Severity.ERROR,
  rationale:
    'A frontend finds workers through discovery but sends requests over its own request plane: to a worker that listens on another one no request ever gets through. NATS is a server of its own, which the platform chart no longer installs from release 1.4 on; without it the processes stop at start.',
  fix: 'set DYN_REQUEST_PLANE once for the whole graph, or leave it out everywhere: tcp is the default',
  source: 'ai-dynamo/dynamo docs/design-docs/request-plane.md',
  *checkDocuments({ graphs }, { releaseOf }) {
    for (const graph of graphs) {
      for (const [use, reference] of disagreements(planeUses(graph, REQUEST_PLANE))) {
        yield {
          path: use.path,
          message: `'${use.component.name}' uses the request plane ${use.value} (${use.because}), but '${reference.component.name}' uses ${reference.value} (${reference.because}); all components must use the same`,
        };
      }
      if (!releaseOf(graph).natsBundled) {
        yield* checkNats(graph, releaseOf(graph).version);
      }
    }
  },
};

function* checkNats(graph: ObservedGraph, release: string): Generator<Violation> {
  const users = [REQUEST_PLANE, EVENT_PLANE]
    .flatMap((plane) => planeUses(graph, plane))
    .filter(({ value, component }) => value === 'nats' && !component.env.has('NATS_SERVER'));
  const [first] = users;
  if (first !== undefined) {
    const names = [...new Set(users.map(({ component }) => `'${component.name}'`))].join(', ');
    yield {
      path: graph.path,
      severity: Severity.WARNING,
      message: `${names} need${names.includes(',') ? '' : 's'} a NATS server (${first.because}), which the platform of release ${release} does not install unless told to, and NATS_SERVER is not set`,
      fix: 'install the platform with global.nats.install=true or dynamo-operator.natsAddr, set NATS_SERVER, or use tcp (requests) and zmq (events)',
    };
  }
}
