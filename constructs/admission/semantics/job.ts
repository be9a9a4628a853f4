import { formed, inRange, oneOf, requiredForm, requiredItems, requiredOneOf } from './checks';
import type { Field } from './field';
import { DNS_LABEL, DOMAIN_PATH, LABEL_KEY } from './forms';
import { checkLabelSelector, selects } from './label-selector';
import { checkPodTemplate, labelsOf } from './pod-template';

const COUNTS = [
  'parallelism',
  'completions',
  'activeDeadlineSeconds',
  'backoffLimit',
  'ttlSecondsAfterFinished',
  'backoffLimitPerIndex',
  'maxFailedIndexes',
] as const;
const MAX_INDEXED = 100_000;
const MAX_LABEL = 63;
const MAX_RULES = 20;
const MAX_EXIT_CODES = 255;

/** Reports what is wrong with a Job. */
export function checkJob(object: Field): void {
  const spec = object.get('spec');
  checkJobSpec(spec);
  checkJobName(object.at('metadata', 'name'), spec);
  const selector = spec.get('selector');
  if (spec.get('manualSelector').isTrue) {
    checkLabelSelector(selector);
    if (!selector.given) selector.refuse('a selector beside manualSelector');
    else if (!selects(selector, labelsOf(spec.get('template')))) {
      spec.at('template', 'metadata', 'labels').refuse('labels that the selector selects');
    }
  } else if (selector.given) {
    selector.forbid('without manualSelector: the API server makes the selector');
  }
}

/** The name becomes a label of the pods; with an index behind it, it becomes their host name. */
function checkJobName(name: Field, spec: Field): void {
  const completions = spec.get('completions').number ?? 0;
  if (spec.get('completionMode').text === 'Indexed' && completions > 0) {
    if (!DNS_LABEL.test(`${name.text}-${completions - 1}`))
      name.refuse(`${DNS_LABEL.words}, with -${completions - 1} behind it`);
  } else if (name.text.length > MAX_LABEL && !spec.get('manualSelector').isTrue) {
    name.refuse(`a name of at most ${MAX_LABEL} characters`);
  }
}

/** Reports what is wrong with the spec of a Job, or with that of the Jobs of a CronJob. */
export function checkJobSpec(spec: Field): void {
  for (const count of COUNTS) inRange(spec.get(count), 0);
  const manager = spec.get('managedBy');
  formed(manager, DOMAIN_PATH);
  if (manager.text.length > MAX_LABEL) manager.refuse(`at most ${MAX_LABEL} characters`);
  checkIndexes(spec);
  checkFailurePolicy(spec);
  checkSuccessPolicy(spec);
  const replacement = spec.get('podReplacementPolicy');
  oneOf(replacement, spec.get('podFailurePolicy').given ? ['Failed'] : ['Failed', 'TerminatingOrFailed']);
  checkPodTemplate(spec.get('template'));
  const restart = spec.at('template', 'spec', 'restartPolicy');
  if (spec.get('podFailurePolicy').given) requiredOneOf(restart, ['Never']);
  else requiredOneOf(restart, ['OnFailure', 'Never']);
}

function checkIndexes(spec: Field): void {
  const [mode, completions, parallelism] = [
    spec.get('completionMode'),
    spec.get('completions'),
    spec.get('parallelism'),
  ];
  const [limit, failed] = [spec.get('backoffLimitPerIndex'), spec.get('maxFailedIndexes')];
  oneOf(mode, ['NonIndexed', 'Indexed']);
  if (failed.given && !limit.given) limit.refuse('a number beside maxFailedIndexes');
  if (mode.text !== 'Indexed') {
    for (const field of [limit, failed, spec.get('successPolicy')]) {
      if (field.given) field.forbid("unless completionMode is 'Indexed'");
    }
    return;
  }
  if (!completions.given) completions.refuse("a number with completionMode 'Indexed'");
  inRange(parallelism, 0, MAX_INDEXED);
  inRange(failed, 0, Math.min(MAX_INDEXED, completions.number ?? MAX_INDEXED));
  if ((completions.number ?? 0) > MAX_INDEXED && limit.given) {
    if (!failed.given) failed.refuse(`a number with more than ${MAX_INDEXED} completions`);
    inRange(parallelism, 0, 10_000);
    inRange(failed, 0, 10_000);
  }
}

function checkFailurePolicy(spec: Field): void {
  const rules = spec.at('podFailurePolicy', 'rules');
  const template = spec.at('template', 'spec');
  const names = [...template.get('containers').items, ...template.get('initContainers').items].map(
    (container) => container.get('name').text,
  );
  if (rules.items.length > MAX_RULES) rules.refuse(`at most ${MAX_RULES} rules`);
  for (const rule of rules.items) {
    const action = rule.get('action');
    requiredOneOf(action, ['Count', 'FailIndex', 'FailJob', 'Ignore']);
    if (action.text === 'FailIndex' && !spec.get('backoffLimitPerIndex').given) {
      action.refuse("'FailIndex' only beside backoffLimitPerIndex");
    }
    const [codes, conditions] = [rule.get('onExitCodes'), rule.get('onPodConditions')];
    if (codes.given === conditions.items.length > 0) rule.refuse('one of onExitCodes, onPodConditions');
    if (codes.given) checkExitCodes(codes, names);
    if (conditions.items.length > MAX_RULES) conditions.refuse(`at most ${MAX_RULES} conditions`);
    for (const condition of conditions.items) {
      requiredForm(condition.get('type'), LABEL_KEY);
      if (condition.get('status').text !== '') oneOf(condition.get('status'), ['False', 'True', 'Unknown']);
    }
  }
}

function checkExitCodes(codes: Field, containers: readonly string[]): void {
  requiredOneOf(codes.get('operator'), ['In', 'NotIn']);
  const container = codes.get('containerName');
  if (container.given && !containers.includes(container.text))
    container.refuse('the name of a container of the template');
  const values = codes.get('values');
  const numbers = values.items.map((value) => value.number ?? 0);
  if (requiredItems(values, 'at least one exit code') && numbers.length > MAX_EXIT_CODES) {
    values.refuse(`at most ${MAX_EXIT_CODES} exit codes`);
  }
  if (codes.get('operator').text === 'In' && numbers.includes(0)) values.refuse('exit codes other than 0 for In');
  if (numbers.some((number, index) => index > 0 && number <= (numbers[index - 1] ?? 0))) {
    values.refuse('exit codes in rising order, each once');
  }
}

function checkSuccessPolicy(spec: Field): void {
  const policy = spec.get('successPolicy');
  if (!policy.given || spec.get('completionMode').text !== 'Indexed') return;
  const rules = policy.get('rules');
  requiredItems(rules, 'at least one rule');
  if (rules.items.length > MAX_RULES) rules.refuse(`at most ${MAX_RULES} rules`);
  const completions = spec.get('completions').number ?? 0;
  for (const rule of rules.items) {
    const [count, indexes] = [rule.get('succeededCount'), rule.get('succeededIndexes')];
    if (!count.given && !indexes.given) rule.refuse('one of succeededCount, succeededIndexes');
    const total = indexes.given ? countIndexes(indexes, completions) : completions;
    inRange(count, 0, Math.min(total, completions));
  }
}

/** How many indexes a list such as `1,3-5` names; reports one that is none, or names some that the Job does not have. */
function countIndexes(field: Field, completions: number): number {
  if (field.text === '') return 0;
  let [total, last] = [0, -1];
  for (const part of field.text.split(',')) {
    const [, from, to] = /^([0-9]+)(?:-([0-9]+))?$/.exec(part) ?? [];
    const [first, end] = [Number(from), Number(to ?? from)];
    if (from === undefined || first <= last || end >= completions || (to !== undefined && end <= first)) {
      field.refuse(`rising indexes below ${completions} such as '1,3-5'`);
      return 0;
    }
    total += end - first + 1;
    last = end;
  }
  return total;
}
