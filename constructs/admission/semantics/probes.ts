import { exactlyOne, formed, inRange, oneOfIfAny, portNumber, portNumberOrName, requiredItems } from './checks';
import type { Field } from './field';
import { HTTP_HEADER } from './forms';

const PROBE_HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc'] as const;
const HOOK_HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'sleep'] as const;
const COUNTS = ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'];

/** The pod that a container belongs to, as far as its probes and hooks care. */
export interface ProbedPod {
  readonly graceSeconds: number;
}

/** Reports what is wrong with the probes and hooks of a container that runs as long as its pod. */
export function checkProbes(container: Field, pod: ProbedPod): void {
  for (const name of ['livenessProbe', 'startupProbe', 'readinessProbe']) {
    const probe = container.get(name);
    if (probe.given) checkProbe(probe, name === 'readinessProbe', pod);
  }
  const lifecycle = container.get('lifecycle');
  for (const hook of [lifecycle.get('postStart'), lifecycle.get('preStop')]) {
    if (hook.given) checkHandler(hook, HOOK_HANDLERS, pod);
  }
}

function checkProbe(probe: Field, readiness: boolean, pod: ProbedPod): void {
  checkHandler(probe, PROBE_HANDLERS, pod);
  for (const count of COUNTS) inRange(probe.get(count), 0);
  const grace = probe.get('terminationGracePeriodSeconds');
  const success = probe.get('successThreshold');
  if (readiness) {
    if (grace.given) grace.forbid('in a readiness probe, which stops nothing');
  } else {
    inRange(grace, 1);
    // 0 means the default, which is 1.
    if ((success.number ?? 0) > 1) success.refuse('1, except for readiness probes');
  }
}

function checkHandler(handler: Field, kinds: readonly string[], pod: ProbedPod): void {
  const kind = exactlyOne(handler, kinds, 'a handler');
  if (kind === undefined) return;
  if (kind.path.endsWith('.exec')) {
    requiredItems(kind.get('command'), 'a command');
  } else if (kind.path.endsWith('.sleep')) {
    const { graceSeconds } = pod;
    inRange(kind.get('seconds'), 0, graceSeconds);
  } else if (kind.path.endsWith('.grpc')) {
    if (kind.get('port').given) portNumber(kind.get('port'));
    else kind.get('port').refuse('a port from 1 to 65535');
  } else {
    portNumberOrName(kind.get('port'));
    oneOfIfAny(kind.get('scheme'), ['HTTP', 'HTTPS']);
    for (const header of kind.get('httpHeaders').items) {
      if (header.get('name').given) formed(header.get('name'), HTTP_HEADER);
      else header.get('name').refuse(HTTP_HEADER.words);
    }
  }
}
