import { formed, formedIfAny, inRange, MAX_INT32, oneOf, oneOfIfAny, requiredForm } from './checks';
import { checkContainers } from './containers';
import { checkDns } from './dns';
import { Field, type SemanticViolation } from './field';
import { DNS_LABEL, DNS_SUBDOMAIN, LABEL_KEY } from './forms';
import { checkOs } from './pod-os';
import { checkPodResources } from './pod-resources';
import { checkAmount, checkResourceName } from './resources';
import { checkScheduling } from './scheduling';
import { checkPodSecurityContext } from './security-context';
import { checkPodClaims, checkVolumes } from './volumes';

const DEFAULT_GRACE_SECONDS = 30;
const MAX_HOST_NAME = 64;

/** What else is known of a pod. */
export interface PodOptions {
  readonly labels?: Readonly<Record<string, string>>;
  /** Claims of which a StatefulSet makes volumes of the same names. */
  readonly claimTemplates?: readonly Field[];
}

/**
 * Why the API server would refuse to create a pod with this spec, beyond its schema.
 *
 * Source: kubernetes/kubernetes v1.36.3 pkg/apis/core/validation, seen at run time.
 *
 * @param path where the spec stands; '' for paths that start inside it
 */
export function podViolations(spec: object, path: string, options: PodOptions = {}): readonly SemanticViolation[] {
  const violations: SemanticViolation[] = [];
  checkPod(Field.root(spec, path, violations), options);
  return violations;
}

/** Reports what is wrong with a pod spec. */
export function checkPod(pod: Field, { labels = {}, claimTemplates = [] }: PodOptions): void {
  const volumeSources = checkVolumes(pod, claimTemplates);
  const claims = checkPodClaims(pod);
  checkContainers(pod, {
    volumeSources,
    claims,
    ownUsers: pod.get('hostUsers').value === false,
    restartPolicy: pod.get('restartPolicy').text || 'Always',
    graceSeconds: graceSeconds(pod.get('terminationGracePeriodSeconds')),
  });
  checkPodSecurityContext(pod.get('securityContext'), pod);
  checkScheduling(pod, labels);
  checkDns(pod);
  checkNames(pod);
  checkLifetime(pod);
  checkPodResources(pod);
  checkOverhead(pod.get('overhead'));
  checkOs(pod);
  checkSharing(pod);
}

/** Less than 0 becomes 1. */
function graceSeconds({ number = DEFAULT_GRACE_SECONDS }: Field): number {
  return number < 0 ? 1 : number;
}

function checkNames(pod: Field): void {
  for (const name of ['serviceAccountName', 'priorityClassName']) formedIfAny(pod.get(name), DNS_SUBDOMAIN);
  for (const name of ['hostname', 'subdomain']) formedIfAny(pod.get(name), DNS_LABEL);
  formed(pod.get('runtimeClassName'), DNS_SUBDOMAIN);
  for (const gate of pod.get('readinessGates').items) requiredForm(gate.get('conditionType'), LABEL_KEY);
  const override = pod.get('hostnameOverride');
  if (override.given) {
    if (override.text.length > MAX_HOST_NAME) override.refuse(`at most ${MAX_HOST_NAME} characters`);
    formed(override, DNS_SUBDOMAIN);
    for (const other of ['setHostnameAsFQDN', 'hostNetwork']) {
      if (pod.get(other).isTrue) override.forbid(`beside ${other}`);
    }
  }
}

function checkLifetime(pod: Field): void {
  oneOfIfAny(pod.get('restartPolicy'), ['Always', 'OnFailure', 'Never']);
  inRange(pod.get('activeDeadlineSeconds'), 1, MAX_INT32);
  oneOf(pod.get('preemptionPolicy'), ['PreemptLowerPriority', 'Never']);
}

function checkOverhead(overhead: Field): void {
  for (const [key, amount] of overhead.entries) {
    checkResourceName(amount, key);
    checkAmount(amount, key);
  }
}

/** What a pod may not share with its node at the same time. */
function checkSharing(pod: Field): void {
  if (pod.get('shareProcessNamespace').isTrue && pod.get('hostPID').isTrue) {
    pod.get('shareProcessNamespace').refuse('false with hostPID');
  }
  if (pod.get('hostUsers').value !== false) return;
  for (const shared of ['hostNetwork', 'hostPID', 'hostIPC']) {
    if (pod.get(shared).isTrue) pod.get(shared).forbid('while hostUsers is false');
  }
  for (const container of [...pod.get('initContainers').items, ...pod.get('containers').items]) {
    if (container.get('volumeDevices').items.length > 0) {
      container.get('volumeDevices').forbid('while hostUsers is false');
    }
  }
}
