import type { GraphDescription } from '../description';
import type { Finding } from '../findings';
import type { Observation, ObservedGraph } from '../observed';
import { RULES } from './registry';
import { type DocumentContext, type GraphContext, toFinding } from './rule';

/** Annotations with this prefix keep the reasons for acknowledged rules: `acknowledged.stator.dev/DYN033: <reason>`. */
export const ACKNOWLEDGEMENT_PREFIX = 'acknowledged.stator.dev/';

/** Findings, apart from those that a graph acknowledges with a reason. */
export interface CheckResult {
  readonly findings: readonly Finding[];
  readonly acknowledged: readonly (Finding & { readonly reason: string })[];
}

/** Runs every rule over what the user meant. */
export function checkGraph(graph: GraphDescription, context: GraphContext): CheckResult {
  const findings = RULES.flatMap((rule) =>
    [...(rule.checkGraph?.(graph, context) ?? [])].map((violation) => toFinding(rule, violation)),
  );
  return divide(findings, (finding) => graph.acknowledgements[finding.code]);
}

/** Runs every rule over finished documents. A graph's annotations say which findings it acknowledges. */
export function checkDocuments(observation: Observation, context: DocumentContext): CheckResult {
  const findings = RULES.flatMap((rule) =>
    [...(rule.checkDocuments?.(observation, context) ?? [])].map((violation) => toFinding(rule, violation)),
  );
  return divide(findings, (finding) => reasonFor(finding, observation.graphs));
}

/** The reason stands on the graph the finding points into; a finding about another document may be acknowledged by any graph. */
function reasonFor(finding: Finding, graphs: readonly ObservedGraph[]): string | undefined {
  const owner = graphs.find((graph) => finding.path === graph.path || finding.path.startsWith(`${graph.path}:`));
  return (owner === undefined ? graphs : [owner])
    .map((graph) => graph.annotations[`${ACKNOWLEDGEMENT_PREFIX}${finding.code}`])
    .find((reason) => reason !== undefined && reason.trim() !== '');
}

function divide(findings: readonly Finding[], reasonOf: (finding: Finding) => string | undefined): CheckResult {
  const result = { findings: [] as Finding[], acknowledged: [] as (Finding & { reason: string })[] };
  for (const finding of findings) {
    const reason = reasonOf(finding);
    if (reason === undefined) {
      result.findings.push(finding);
    } else {
      result.acknowledged.push({ ...finding, reason });
    }
  }
  return result;
}
