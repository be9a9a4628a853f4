import type { Policy } from '@pulumi/policy';

/** What a policy says about itself, whatever it looks at. */
export interface PolicyText {
  /** By this name organisations set its level; it never changes. */
  readonly name: string;
  /** What must hold, as a short sentence: lower case, no final full stop. */
  readonly title: string;
  /** What goes wrong otherwise. */
  readonly rationale: string;
  /** What to change: lower case, no final full stop. */
  readonly fix: string;
  readonly severity: NonNullable<Policy['severity']>;
  readonly enforcementLevel: 'advisory' | 'mandatory';
}

/** The same as Pulumi shows it. The CLI repeats the description with every violation, so that it is no more than the title. */
export function policyHead({ name, title, rationale, fix, severity, enforcementLevel }: PolicyText): Policy {
  return {
    name,
    description: sentence(title),
    remediationSteps: `${sentence(fix)} ${sentence(rationale)}`,
    severity,
    enforcementLevel,
  };
}

function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return first.endsWith('.') ? first : `${first}.`;
}
