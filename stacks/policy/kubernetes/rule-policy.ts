import { InvalidValueError, nearest, Severity } from '../../../constructs/findings';
import { RULES, type Rule, type Violation } from '../../../constructs/rules';
import type { KubernetesPolicy } from './kubernetes-policy';

/**
 * The rules of Stator that are about security, and how much each weighs in an organisation. DYN123 only warns where a graph is made, as
 * Kubernetes takes such a role.
 */
const SECURITY: ReadonlyMap<string, Pick<KubernetesPolicy, 'severity' | 'enforcementLevel'>> = new Map([
  ['DYN102', { severity: 'high', enforcementLevel: 'mandatory' }],
  ['DYN115', { severity: 'high', enforcementLevel: 'mandatory' }],
  ['DYN123', { severity: 'critical', enforcementLevel: 'mandatory' }],
]);

/** Their codes. */
export const SECURITY_RULES: readonly string[] = [...SECURITY.keys()];

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
  return {
    name: code,
    title,
    rationale,
    fix,
    severity: 'medium',
    enforcementLevel: severity === Severity.ERROR ? 'mandatory' : 'advisory',
    ...SECURITY.get(code),
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
  if (RULES.some((rule) => rule.code === code)) {
    return 'it looks at graphs as code describes them, of which a stack shows nothing';
  }
  const meant = nearest(
    code,
    RULES.map((rule) => rule.code),
  );
  return meant === undefined ? undefined : `did you mean ${meant}?`;
}
