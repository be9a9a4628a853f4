/** What the shell gets to see. */
export const ExitCode = {
  OK: 0,
  /** Findings of severity error, or input that cannot be used. */
  FAILED: 1,
  /** The command line itself is wrong. */
  USAGE: 2,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** Marks the class below: each command is a bundle of its own, with a copy of it. */
const INPUT_ERROR = Symbol.for('stator.InputError');

/** Input that cannot be used: shown as a message without a stack trace. */
export class InputError extends Error {
  public static is(error: unknown): error is InputError {
    return error instanceof Error && INPUT_ERROR in error;
  }

  public readonly [INPUT_ERROR] = true;

  public constructor(
    message: string,
    /** What to do about it. */
    public readonly fix?: string,
  ) {
    super(message);
    this.name = 'InputError';
  }
}
