/** What the shell gets to see. */
export const ExitCode = {
  OK: 0,
  /** Findings of severity error, or input that cannot be used. */
  FAILED: 1,
  /** The command line itself is wrong. */
  USAGE: 2,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** Input that cannot be used: shown as a message without a stack trace. */
export class InputError extends Error {
  public constructor(
    message: string,
    /** What to do about it. */
    public readonly fix?: string,
  ) {
    super(message);
    this.name = 'InputError';
  }
}
