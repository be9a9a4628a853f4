import { Severity } from '../../findings';
import { childPath, type Json } from '../../manifests';
import { childrenOf } from '../children';
import type { RuleText, Schema } from '../schema';
import { AdmissionCode, type Report } from '../violation';
import { optionalNone } from './optional';
import { compile, type Outcome, type Program } from './program';
import { toCelValue } from './values';

const MAX_MESSAGE_BYTES = 5 * 1024;
const REASONS: Readonly<Record<string, string>> = {
  FieldValueForbidden: 'forbidden: ',
  FieldValueRequired: 'required value: ',
  FieldValueDuplicate: 'duplicate value: ',
};

/**
 * Reports the rules of `x-kubernetes-validations` that do not hold, at every level, as for a create: rules about a transition
 * (`oldSelf`) do not apply, unless they take `oldSelf` as an optional. A rule of a field is not evaluated where the field is absent
 * or null. Cost budgets are not modelled.
 *
 * @param value normalized: defaults are applied
 * @param schema of the value; the schemas under `allOf` and the like may not have rules
 * @param isResource true if the value is a whole resource, whose type and name its rules may use
 */
export function checkRules(value: Json, schema: Schema, report: Report, path = '', isResource = true): void {
  if (value === null) return;
  const { rules } = schema;
  if (rules.length > 0) {
    const self = toCelValue(value, schema, isResource);
    for (const rule of rules) checkRule(rule, self, path, report);
  }
  for (const child of childrenOf(value, schema, path)) {
    checkRules(child.value, child.schema, report, child.path, child.schema.isEmbeddedResource);
  }
}

type CelSelf = ReturnType<typeof toCelValue>;

function checkRule(rule: RuleText, self: CelSelf, path: string, report: Report): void {
  const place = appendFieldPath(path, rule.fieldPath);
  const program = compile(rule.rule);
  if ('unsupported' in program) {
    report(unchecked(rule, place, program.unsupported));
    return;
  }
  if (program.usesOldSelf && !rule.optionalOldSelf) return;
  const outcome = run(program, self, rule);
  if ('unsupported' in outcome) report(unchecked(rule, place, outcome.unsupported));
  else if ('failure' in outcome) report(broken(rule, path, `${outcome.failure} evaluating rule: ${nameOf(rule)}`));
  else if (outcome.value !== true)
    report(broken(rule, place, (REASONS[rule.reason ?? ''] ?? '') + messageOf(rule, self)));
}

function run(program: Program, self: CelSelf, rule: RuleText): Outcome {
  return rule.optionalOldSelf ? program.run(self, optionalNone()) : program.run(self);
}

function broken(rule: RuleText, path: string, message: string): Parameters<Report>[0] {
  return { code: AdmissionCode.RULE, path, message, fix: `make the rule hold: ${oneLine(rule.rule)}` };
}

function unchecked(rule: RuleText, path: string, reason: string): Parameters<Report>[0] {
  return {
    code: AdmissionCode.RULE_UNCHECKED,
    severity: Severity.WARNING,
    path,
    message: `the rule '${oneLine(rule.rule)}' could not be evaluated: ${reason}`,
    fix: 'check by hand that the rule holds; the API server may still refuse the object',
  };
}

/** The message of a rule that does not hold: what its expression says, or else its text, or else the rule itself. */
function messageOf(rule: RuleText, self: CelSelf): string {
  if (rule.messageExpression !== undefined) {
    const program = compile(rule.messageExpression);
    const outcome = 'run' in program ? run(program, self, rule) : undefined;
    const text = outcome !== undefined && 'value' in outcome ? outcome.value : undefined;
    if (typeof text === 'string' && isUsableMessage(text.trim())) return text.trim();
  }
  return rule.message === undefined || rule.message === '' ? `failed rule: ${oneLine(rule.rule)}` : rule.message.trim();
}

function isUsableMessage(text: string): boolean {
  return text !== '' && !text.includes('\n') && new TextEncoder().encode(text).length <= MAX_MESSAGE_BYTES;
}

function nameOf(rule: RuleText): string {
  return rule.message === undefined || rule.message === '' ? oneLine(rule.rule) : rule.message.trim();
}

/** Appends a JSON path such as `.spec.template` or `.a['b.c']`. */
function appendFieldPath(path: string, fieldPath: string | undefined): string {
  let place = path;
  for (const [, name, quoted] of (fieldPath ?? '').matchAll(/\.([^.[\]]+)|\['((?:[^'\\]|\\.)*)'\]/g)) {
    place = childPath(place, name ?? quoted?.replace(/\\(.)/g, '$1') ?? '');
  }
  return place;
}

function oneLine(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length > 200 ? `${line.slice(0, 197)}...` : line;
}
