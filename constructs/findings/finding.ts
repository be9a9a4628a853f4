/** How much a finding weighs: an error refuses the graph, a warning is only reported. */
export const Severity = { ERROR: 'error', WARNING: 'warning' } as const;
export type Severity = (typeof Severity)[keyof typeof Severity];

/**
 * One thing that is wrong (or unusual) with a graph or a manifest, in the form in which every part of Stator reports it.
 *
 * The texts are part of the API: `message` says what was found and what is allowed, `fix` says what to change.
 */
export interface Finding {
  /** Stable code, for example `DYN008`. `docs/rules.md` explains each. */
  readonly code: string;
  readonly severity: Severity;
  /** Construct path, or for a manifest: file, document and field. */
  readonly path: string;
  /** What was found and what is allowed, in lower case without a final full stop. */
  readonly message: string;
  /** What to do about it. */
  readonly fix: string;
  /** The upstream place that states or enforces the rule. */
  readonly source: string;
}

/** One finding as a line of plain text, as it stands in an error thrown by `app.synth()`. */
export function formatFinding(finding: Finding): string {
  return `${finding.code} ${finding.path}: ${finding.message}. Fix: ${finding.fix} (source: ${finding.source})`;
}

/** Thrown for a single value that cannot be right on its own; relations between objects are reported as findings. */
export class InvalidValueError extends Error {
  /**
   * @param prop name of the property or parameter
   * @param found the value given
   * @param allowed what would be accepted
   * @param fix what to do, if it does not follow from `allowed`
   */
  public constructor(
    public readonly prop: string,
    public readonly found: unknown,
    public readonly allowed: string,
    public readonly fix?: string,
  ) {
    super(`'${prop}' must be ${allowed}, got ${show(found)}${fix === undefined ? '' : `; ${fix}`}`);
    this.name = 'InvalidValueError';
  }
}

/** Throws unless `value` is a whole number of at least `min` and, if given, at most `max`. */
export function requireWhole(prop: string, value: number, min: number, max?: number): void {
  if (!Number.isInteger(value) || value < min || (max !== undefined && value > max)) {
    throw new InvalidValueError(
      prop,
      value,
      max === undefined ? `a whole number of at least ${min}` : `a whole number from ${min} to ${max}`,
    );
  }
}

function show(value: unknown): string {
  const text = typeof value === 'string' ? `'${value}'` : (JSON.stringify(value) ?? String(value));
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
