import type { GraphDescription } from '../../constructs/description';
import type { Finding } from '../../constructs/findings';
import { Release } from '../../constructs/releases';
import type { Rule } from '../../constructs/rules';
import { toFinding } from '../../constructs/rules/rule';
import { violations } from './support';

/** What a rule reports about manifests, with the rule's severity and fix where a violation has none of its own. */
export function findings(
  rule: Rule,
  yaml: string,
  options: { readonly release?: Release; readonly complete?: boolean } = {},
): readonly Finding[] {
  return violations(rule, yaml, options).map((violation) => toFinding(rule, violation));
}

/** What a rule reports about a description. */
export function graphFindings(rule: Rule, graph: GraphDescription): readonly Finding[] {
  return [...(rule.checkGraph?.(graph, { release: Release.latest }) ?? [])].map((violation) =>
    toFinding(rule, violation),
  );
}
