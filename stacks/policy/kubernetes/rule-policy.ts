import { InvalidValueError, nearest, Severity } from '../../../constructs/findings';
import { RULES, type Rule, type Violation } from '../../../constructs/rules';
import type { KubernetesPolicy } from './kubernetes-policy';

/** The rules of Stator that are about security: no secret in a manifest, and the Pod Security level of the namespace. */
export const SECURITY_RULES: readonly string[] = ['DYN102', 'DYN115'];

/**
 * A rule of Stator as a policy of the same name. What a graph acknowledges does not count: that is for the organisation to say.
 *
 * @throws InvalidValueError for a code that no rule over documents has
 */
export function rulePolicy(code: string): KubernetesPolicy {
  const rule = RULES.find((candidate) => candidate.code === code);
  if (rule?.checkDocuments === undefined) {
    throw new InvalidValueError('rules', code, 'codes of rules over manifests, see docs/rules.md', hint(code));
  }
  const { title, rationale, fix, severity } = rule;
  const security = SECURITY_RULES.includes(code);
  return {
    name: code,
    title,
    rationale,
    fix,
    severity: security ? 'high' : 'medium',
    enforcementLevel: severity === Severity.ERROR ? 'mandatory' : 'advisory',
    check: (observation, context) => heavyEnough(rule, rule.checkDocuments?.(observation, context) ?? []),
  };
}

/** A policy has one level for all that it finds: what weighs less than the rule is left to `stator check`. */
function* heavyEnough(rule: Rule, violations: Iterable<Violation>): Generator<Violation> {
  for (const violation of violations) {
    if ((violation.severity ?? rule.severity) === rule.severity) {
      yield violation;
    }
  }
}

function hint(code: string): string | undefined {
  const codes = RULES.flatMap((rule) => (rule.checkDocuments === undefined ? [] : [rule.code]));
  const meant = nearest(code, codes);
  return meant === undefined || meant === code ? undefined : `did you mean ${meant}?`;
}
