import { RunError } from '@pulumi/pulumi';
import { InvalidParametersError } from '../../blueprints/parameters';
import { InvalidValueError } from '../../constructs/findings';

/**
 * An error whose message is all that its user needs. Pulumi prints it without a stack trace, and yet maps the stack to sources first,
 * which takes Node 20 half a minute: so there is none.
 */
export class ProgramError extends RunError {
  public constructor(message: string) {
    super(message);
    this.stack = '';
  }
}

/**
 * Runs a program; what its user can mend is told in words.
 *
 * @throws ProgramError for a value or parameter that cannot be right
 */
export function inWords<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw isUserError(error) ? new ProgramError(error.message) : error;
  }
}

/** Collects what is wrong with several values, to tell all of it at once. */
export class UserErrors {
  private readonly messages: string[] = [];

  /** The value, or undefined when it cannot be right. */
  public attempt<T>(run: () => T): T | undefined {
    try {
      return run();
    } catch (error) {
      if (!isUserError(error)) {
        throw error;
      }
      this.messages.push(...error.message.split('\n'));
      return undefined;
    }
  }

  /** @throws ProgramError with everything that was wrong, if anything was */
  public throwIfAny(title: string): void {
    if (this.messages.length > 0) {
      throw new ProgramError(`${title}:\n${this.messages.map((message) => `- ${message}`).join('\n')}`);
    }
  }
}

function isUserError(error: unknown): error is Error {
  return error instanceof InvalidValueError || error instanceof InvalidParametersError;
}
