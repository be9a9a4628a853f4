import { formed, oneOf, oneOfIfAny, portNumber, required, requiredForm, requiredItems, requiredOneOf } from './checks';
import { checkEnv } from './container-env';
import { checkMounts } from './container-mounts';
import type { Field } from './field';
import { DNS_LABEL, PORT_NAME } from './forms';
import { checkProbes, type ProbedPod } from './probes';
import { checkContainerClaims, checkResources } from './resources';
import { checkSecurityContext } from './security-context';

const PROTOCOLS = ['TCP', 'UDP', 'SCTP'] as const;
const ONLY_WHILE_RUNNING = ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const;
const MAX_RESTART_RULES = 20;
const MAX_EXIT_CODES = 255;

/** What containers share with their pod. */
export interface ContainerContext extends ProbedPod {
  readonly volumeSources: ReadonlyMap<string, Field>;
  readonly claims: readonly string[];
  /** True if the pod has user IDs of its own (`hostUsers: false`). */
  readonly ownUsers: boolean;
  readonly restartPolicy: string;
}

/** Reports what is wrong with the containers of a pod. */
export function checkContainers(pod: Field, context: ContainerContext): void {
  const [containers, initContainers] = [pod.get('containers').items, pod.get('initContainers').items];
  requiredItems(pod.get('containers'), 'at least one container');
  const names = new Set<string>();
  for (const container of [...containers, ...initContainers]) {
    const name = container.get('name');
    if (name.text !== '' && names.has(name.text)) name.refuse('a name that no other container of the pod has');
    names.add(name.text);
  }
  for (const container of containers) {
    checkContainer(container, context);
    checkProbes(container, context);
    checkRestart(container);
  }
  for (const container of initContainers) checkInitContainer(container, context);
  checkHostPorts(containers, pod);
  for (const container of initContainers) checkHostPorts([container], undefined);
  if (pod.get('ephemeralContainers').items.length > 0) {
    pod.get('ephemeralContainers').forbid('before the pod runs', 'add them with kubectl debug');
  }
}

/** One that restarts for ever (a sidecar) runs beside the others and may be probed. */
function checkInitContainer(container: Field, context: ContainerContext): void {
  checkContainer(container, context);
  checkRestart(container);
  if (container.get('restartPolicy').text === 'Always') {
    checkProbes(container, context);
    return;
  }
  for (const name of ONLY_WHILE_RUNNING) {
    if (container.get(name).given) container.get(name).forbid("in an init container without 'restartPolicy: Always'");
  }
  for (const policy of container.get('resizePolicy').items) {
    if (policy.get('restartPolicy').text === 'RestartContainer') {
      policy.get('restartPolicy').refuse("'NotRequired' in an init container without 'restartPolicy: Always'");
    }
  }
}

function checkContainer(container: Field, context: ContainerContext): void {
  requiredForm(container.get('name'), DNS_LABEL);
  const image = container.get('image');
  if (required(image, 'an image') && image.text !== image.text.trim()) image.refuse('an image without space around it');
  oneOfIfAny(container.get('imagePullPolicy'), ['Always', 'IfNotPresent', 'Never']);
  oneOfIfAny(container.get('terminationMessagePolicy'), ['File', 'FallbackToLogsOnError']);
  checkPorts(container.get('ports').items);
  checkEnv(container, context.volumeSources);
  checkMounts(container, context.volumeSources);
  checkResources(container.get('resources'));
  checkContainerClaims(container.at('resources', 'claims'), context.claims);
  checkSecurityContext(container.get('securityContext'), context.ownUsers);
  checkResizePolicies(container.get('resizePolicy').items, context.restartPolicy);
}

function checkPorts(ports: readonly Field[]): void {
  const names = new Set<string>();
  for (const port of ports) {
    const name = port.get('name');
    if (name.text !== '') {
      formed(name, PORT_NAME);
      if (names.has(name.text)) name.refuse('a name that no other port of the container has');
      names.add(name.text);
    }
    const number = port.get('containerPort');
    if (number.given) portNumber(number);
    else number.refuse('a port from 1 to 65535');
    if (port.get('hostPort').number !== 0) portNumber(port.get('hostPort'));
    oneOfIfAny(port.get('protocol'), PROTOCOLS);
  }
}

/** A port of the node can be had once; with hostNetwork it is the port of the container. */
function checkHostPorts(containers: readonly Field[], pod: Field | undefined): void {
  const seen = new Set<string>();
  for (const port of containers.flatMap((container) => container.get('ports').items)) {
    const own = port.get('containerPort').number ?? 0;
    const shared = pod?.get('hostNetwork').isTrue === true;
    const written = port.get('hostPort').number ?? 0;
    const host = written === 0 && shared ? own : written;
    const key = `${port.get('protocol').text || 'TCP'} ${port.get('hostIP').text} ${host}`;
    if (host !== 0 && seen.has(key)) port.refuse('a port of the node that no other container of the pod takes');
    seen.add(key);
    if (shared && host !== own) port.get('hostPort').refuse('the same as containerPort with hostNetwork');
  }
}

function checkResizePolicies(policies: readonly Field[], podRestartPolicy: string): void {
  const seen = new Set<string>();
  for (const policy of policies) {
    const [resource, restart] = [policy.get('resourceName'), policy.get('restartPolicy')];
    requiredOneOf(resource, ['cpu', 'memory']);
    if (seen.has(resource.text)) resource.refuse('each resource once');
    seen.add(resource.text);
    requiredOneOf(restart, podRestartPolicy === 'Never' ? ['NotRequired'] : ['NotRequired', 'RestartContainer']);
  }
}

function checkRestart(container: Field): void {
  const policy = container.get('restartPolicy');
  const rules = container.get('restartPolicyRules').items;
  oneOf(policy, ['Always', 'OnFailure', 'Never']);
  if (rules.length > 0 && !policy.given) policy.refuse('a policy beside restartPolicyRules');
  if (rules.length > MAX_RESTART_RULES)
    container.get('restartPolicyRules').refuse(`at most ${MAX_RESTART_RULES} rules`);
  for (const rule of rules) {
    requiredOneOf(rule.get('action'), ['Restart']);
    const codes = rule.get('exitCodes');
    if (!codes.given) codes.refuse('the exit codes for which the rule holds');
    else requiredOneOf(codes.get('operator'), ['In', 'NotIn']);
    const values = codes.get('values');
    if (values.items.length > MAX_EXIT_CODES) values.refuse(`at most ${MAX_EXIT_CODES} exit codes`);
  }
}
