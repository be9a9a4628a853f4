import { type Finding, Severity } from '../findings';
import type { Observation } from '../observed';
import type { Release } from '../releases';
import { checkDocuments } from '../rules';
import { UpgradeLevel, type UpgradeStep } from './upgrade';

/** Rules whose fixes change what the operator does not let change. */
const IMMUTABLE: Readonly<Record<string, string>> = {
  DYN001: 'names',
  DYN002: 'components',
  DYN003: 'type',
  DYN006: 'backendFramework',
  DYN007: 'multinode',
  DYN016: 'topology constraints',
  DYN071: 'multinode',
};

export interface RuleVerdicts {
  readonly steps: readonly UpgradeStep[];
  readonly solved: readonly Finding[];
  readonly standing: readonly Finding[];
}

/** What rules say of the new manifests on the new release, and do not say of the old ones on the old release. */
export function ruleSteps(
  before: { readonly observation: Observation; readonly release: Release },
  after: { readonly observation: Observation; readonly release: Release },
  complete: boolean,
): RuleVerdicts {
  const check = ({ observation, release }: typeof before) =>
    checkDocuments(observation, { releaseOf: () => release, complete }).findings;
  const [old, now] = [check(before), check(after)];
  const known = new Set(old.map(keyOf));
  const left = new Set(now.map(placeOf));
  return {
    steps: now.filter((finding) => !known.has(keyOf(finding))).map(toStep),
    solved: old.filter((finding) => !left.has(placeOf(finding))),
    standing: now.filter((finding) => finding.severity === Severity.ERROR && known.has(keyOf(finding))),
  };
}

function toStep({ code, severity, path, message, fix, source }: Finding): UpgradeStep {
  const must = severity === Severity.ERROR;
  return {
    level: must ? UpgradeLevel.MUST : UpgradeLevel.SHOULD,
    code,
    path,
    message,
    fix,
    recreate: must && IMMUTABLE[code] !== undefined,
    source,
  };
}

/** The same finding, whatever versions its text names. */
function keyOf(finding: Finding): string {
  return `${placeOf(finding)}\n${finding.severity}\n${plain(finding.message)}`;
}

function placeOf({ code, path, message }: Finding): string {
  // Several names may be wrong in one place: the quoted ones tell them apart.
  return `${code}\n${path}\n${plain((message.match(/'[^']*'/g) ?? []).join(' '))}`;
}

function plain(text: string): string {
  return text.replace(/\d+(?:\.\d+)+/g, '#');
}
