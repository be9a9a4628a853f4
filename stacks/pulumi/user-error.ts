import { RunError } from '@pulumi/pulumi';
import { InvalidParametersError } from '../../blueprints';
import { InvalidValueError } from '../../constructs/findings';

/**
 * Runs a program; what its user can mend is told in words. Pulumi prints a `RunError` without a stack trace.
 *
 * @throws RunError for a value or parameter that cannot be right
 */
export function inWords<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw isUserError(error) ? new RunError(error.message) : error;
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

  /** @throws RunError with everything that was wrong, if anything was */
  public throwIfAny(title: string): void {
    if (this.messages.length > 0) {
      throw new RunError(`${title}:\n${this.messages.map((message) => `- ${message}`).join('\n')}`);
    }
  }
}

function isUserError(error: unknown): error is Error {
  return error instanceof InvalidValueError || error instanceof InvalidParametersError;
}
