import { Severity } from '../findings';
import { at, mapping, mappings, type ObservedComponent, text, whole } from '../observed';
import type { Rule, Violation } from './rule';
import { numberOf, type Setting, setting } from './workers';

/** The port that probes, Service and metrics of a component ask by its name. */
interface NamedPort {
  readonly name: string;
  /** What the operator gives it. */
  readonly fallback: number;
  /** What the process is told to listen on. */
  readonly listens: Setting | undefined;
  readonly probes: readonly string[];
}

export const componentPorts: Rule = {
  code: 'DYN120',
  title: 'a component answers on the port that probes and Service ask',
  severity: Severity.ERROR,
  rationale:
    'Probes, Service and PodMonitor of the operator ask a worker by the port name system and a frontend by http. Ports in the manifest replace those of the operator, names included, and another DYN_SYSTEM_PORT or DYN_HTTP_PORT moves the process alone: the probes find nothing, and the pod never becomes ready.',
  fix: 'leave ports and the port variables out: the operator sets both',
  source: 'ai-dynamo/dynamo deploy/operator/internal/dynamo/component_worker.go, component_frontend.go, graph.go',
  *checkDocuments({ graphs }) {
    for (const component of graphs.flatMap((graph) => graph.components)) {
      const port = namedPort(component);
      if (port !== undefined) {
        yield* checkPort(component, port);
      }
    }
  },
};

function* checkPort(component: ObservedComponent, port: NamedPort): Generator<Violation> {
  const { name, path } = component;
  const written = mappings(component.main?.['ports']);
  const found = written.find((each) => each['name'] === port.name);
  const asked = port.probes.filter((probe) => asksByName(component, probe, port.name));
  const severity = asked.length > 0 ? Severity.ERROR : Severity.WARNING;
  const askers = [...asked, 'Service'].join(', ');
  if (written.length > 0 && found === undefined) {
    yield {
      path: `${path}.ports`,
      severity,
      message: `the ports of '${name}' replace those of the operator, and none is called '${port.name}', which ${askers} ask`,
      fix: `add { name: ${port.name}, containerPort: ${port.fallback} } to the ports of '${name}', or leave its ports out`,
    };
    return;
  }
  const open = found === undefined ? port.fallback : whole(found['containerPort']);
  const listens = numberOf(port.listens);
  if (port.listens !== undefined && listens !== undefined && open !== undefined && listens !== open) {
    yield {
      path: port.listens.path,
      severity,
      message: `'${name}' answers on ${listens} (${port.listens.name}), but its port '${port.name}', which ${askers} ask, is ${open}`,
      fix: `leave ${port.listens.name} out, or give '${name}' the port { name: ${port.name}, containerPort: ${listens} }`,
    };
  }
}

function namedPort(component: ObservedComponent): NamedPort | undefined {
  if (component.role === 'frontend') {
    const listens = setting(component, ['--http-port'], ['DYN_HTTP_PORT']);
    return { name: 'http', fallback: 8000, listens, probes: ['livenessProbe', 'readinessProbe'] };
  }
  return component.engine === undefined || component.role === 'unknown'
    ? undefined
    : {
        name: 'system',
        fallback: 9090,
        listens: setting(component, [], ['DYN_SYSTEM_PORT']),
        probes: ['startupProbe', 'livenessProbe', 'readinessProbe'],
      };
}

/** Whether a probe is left to the operator, or written to ask for the port's name. */
function asksByName({ main, written }: ObservedComponent, probe: string, port: string): boolean {
  const own = mapping(main?.[probe]) ?? mapping(written[probe]);
  return own === undefined || text(at(own, 'httpGet', 'port')) === port;
}
