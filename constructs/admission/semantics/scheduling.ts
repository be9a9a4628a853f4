import { formed, inRange, labels, oneOf, required, requiredForm, requiredItems, requiredOneOf, unique } from './checks';
import type { Field } from './field';
import { DNS_LABEL, DNS_SUBDOMAIN, LABEL_KEY, LABEL_VALUE } from './forms';
import { checkLabelSelector } from './label-selector';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';
type PodLabels = Readonly<Record<string, string>>;

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] as const;

/**
 * Reports what is wrong with the part of a pod spec that says on which nodes the pod may run.
 *
 * @param podLabels the labels that the pod has, as far as they are known
 */
export function checkScheduling(pod: Field, podLabels: PodLabels): void {
  labels(pod.get('nodeSelector'));
  checkNodeAffinity(pod.at('affinity', 'nodeAffinity'));
  for (const kind of ['podAffinity', 'podAntiAffinity']) checkPodAffinity(pod.at('affinity', kind), podLabels);
  for (const toleration of pod.get('tolerations').items) checkToleration(toleration);
  checkSpread(pod.get('topologySpreadConstraints').items, podLabels);
  const gates = pod.get('schedulingGates').items.map((gate) => gate.get('name'));
  for (const gate of gates) requiredForm(gate, LABEL_KEY);
  unique(gates, 'a gate');
  const node = pod.get('nodeName');
  if (node.text !== '') {
    formed(node, DNS_SUBDOMAIN);
    if (gates.length > 0) node.forbid('while there are schedulingGates');
  }
}

function checkNodeAffinity(affinity: Field): void {
  const needed = affinity.get(REQUIRED);
  if (needed.given) {
    requiredItems(needed.get('nodeSelectorTerms'), 'at least one term');
    for (const term of needed.get('nodeSelectorTerms').items) checkNodeTerm(term, true);
  }
  for (const preferred of affinity.get(PREFERRED).items) {
    checkWeight(preferred);
    checkNodeTerm(preferred.get('preference'), false);
  }
}

/** Values of preferred terms may be anything. */
function checkNodeTerm(term: Field, labelValues: boolean): void {
  for (const expression of term.get('matchExpressions').items) {
    const values = expression.get('values');
    checkNodeOperator(expression.get('operator').text, values, expression);
    requiredForm(expression.get('key'), LABEL_KEY);
    if (labelValues) for (const value of values.items) formed(value, LABEL_VALUE);
  }
  for (const match of term.get('matchFields').items) {
    requiredOneOf(match.get('operator'), ['In', 'NotIn']);
    requiredOneOf(match.get('key'), ['metadata.name']);
    const values = match.get('values');
    if (values.items.length !== 1) values.refuse('one value');
    for (const value of values.items) formed(value, DNS_SUBDOMAIN);
  }
}

function checkNodeOperator(operator: string, values: Field, expression: Field): void {
  switch (operator) {
    case 'In':
    case 'NotIn':
      requiredItems(values, 'at least one value for In and NotIn');
      break;
    case 'Exists':
    case 'DoesNotExist':
      if (values.items.length > 0) values.forbid('for Exists and DoesNotExist');
      break;
    case 'Gt':
    case 'Lt':
      if (values.items.length !== 1) values.refuse('one value for Gt and Lt');
      break;
    default:
      expression.get('operator').refuse('one of In, NotIn, Exists, DoesNotExist, Gt, Lt');
  }
}

function checkPodAffinity(affinity: Field, podLabels: PodLabels): void {
  if (!affinity.given) return;
  for (const term of affinity.get(REQUIRED).items) checkPodTerm(term, podLabels);
  for (const preferred of affinity.get(PREFERRED).items) {
    checkWeight(preferred);
    checkPodTerm(preferred.get('podAffinityTerm'), podLabels);
  }
}

function checkPodTerm(term: Field, podLabels: PodLabels): void {
  const selector = term.get('labelSelector');
  checkLabelSelector(selector);
  checkLabelSelector(term.get('namespaceSelector'));
  for (const namespace of term.get('namespaces').items) formed(namespace, DNS_LABEL);
  requiredForm(term.get('topologyKey'), LABEL_KEY);
  const [matched, mismatched] = [term.get('matchLabelKeys'), term.get('mismatchLabelKeys')];
  checkLabelKeys(mismatched, selector);
  checkMatchKeys(matched, selector, podLabels);
  const excluded = mismatched.items.map((key) => key.text);
  for (const key of matched.items) {
    if (excluded.includes(key.text)) key.refuse('a key that is not among mismatchLabelKeys');
  }
}

/** Keys whose values the pod itself gives; they come on top of a selector. */
function checkLabelKeys(keys: Field, selector: Field): void {
  if (keys.items.length > 0 && !selector.given) keys.forbid('without a labelSelector');
  for (const key of keys.items) formed(key, LABEL_KEY);
}

/** The API server adds an expression for each such key that the pod has a label for, and then no key may occur twice. */
function checkMatchKeys(keys: Field, selector: Field, podLabels: PodLabels): void {
  checkLabelKeys(keys, selector);
  const expressions = selector.get('matchExpressions').items.map((expression) => expression.get('key').text);
  const added = keys.items.map((key) => key.text).filter((key) => Object.hasOwn(podLabels, key));
  const selected = [...selector.get('matchLabels').keys, ...expressions, ...added];
  for (const key of keys.items) {
    if (selected.filter((other) => other === key.text).length > 1) key.refuse('a key that nothing else selects by');
  }
}

function checkWeight(preferred: Field): void {
  const weight = preferred.get('weight');
  if (weight.given) inRange(weight, 1, 100);
  else weight.refuse('a number from 1 to 100');
}

function checkToleration(toleration: Field): void {
  const [key, operator, value, effect] = ['key', 'operator', 'value', 'effect'].map((name) => toleration.get(name));
  if (key === undefined || operator === undefined || value === undefined || effect === undefined) return;
  if (key.text !== '') formed(key, LABEL_KEY);
  else if (operator.text !== 'Exists') operator.refuse("'Exists' while there is no key: it tolerates everything");
  switch (operator.text) {
    case '':
    case 'Equal':
      if (value.text !== '') formed(value, LABEL_VALUE);
      break;
    case 'Exists':
      if (value.text !== '') value.forbid("with the operator 'Exists'");
      break;
    default:
      operator.refuse('one of Equal, Exists');
  }
  if (effect.text !== '') oneOf(effect, EFFECTS);
  if (toleration.get('tolerationSeconds').given && effect.text !== 'NoExecute') {
    effect.refuse("'NoExecute' beside tolerationSeconds");
  }
}

function checkSpread(constraints: readonly Field[], podLabels: PodLabels): void {
  const seen = new Set<string>();
  for (const constraint of constraints) {
    const [skew, key, action] = [
      constraint.get('maxSkew'),
      constraint.get('topologyKey'),
      constraint.get('whenUnsatisfiable'),
    ];
    if (skew.given) inRange(skew, 1);
    else skew.refuse('a number of at least 1');
    required(key, 'a label of nodes');
    requiredOneOf(action, ['DoNotSchedule', 'ScheduleAnyway']);
    const pair = `${key.text} ${action.text}`;
    if (seen.has(pair)) constraint.refuse('each pair of topologyKey and whenUnsatisfiable once');
    seen.add(pair);
    const domains = constraint.get('minDomains');
    inRange(domains, 1);
    if (domains.given && action.text !== 'DoNotSchedule') domains.forbid("unless whenUnsatisfiable is 'DoNotSchedule'");
    for (const policy of ['nodeAffinityPolicy', 'nodeTaintsPolicy']) oneOf(constraint.get(policy), ['Ignore', 'Honor']);
    checkLabelSelector(constraint.get('labelSelector'));
    checkMatchKeys(constraint.get('matchLabelKeys'), constraint.get('labelSelector'), podLabels);
  }
}
