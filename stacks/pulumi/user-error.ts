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
 * @param heading what is said before the list of what is wrong, and before each entry; without one the message stands alone
 * @throws ProgramError for a value or parameter that cannot be right
 */
export function inWords<T>(run: () => T, heading?: { readonly title: string; readonly place?: string }): T {
  try {
    return run();
  } catch (error) {
    if (!isUserError(error)) {
      throw error;
    }
    throw new ProgramError(heading === undefined ? error.message : listed(heading.title, lines(error, heading.place)));
  }
}

/** Collects what is wrong with several values, to tell all of it at once. */
export class UserErrors {
  private readonly messages: string[] = [];

  /** Remembers one thing that is wrong. */
  public add(message: string): void {
    this.messages.push(message);
  }

  /**
   * The value, or undefined when it cannot be right.
   *
   * @param place stands before each message, for values whose names do not say where they are
   */
  public attempt<T>(run: () => T, place?: string): T | undefined {
    try {
      return run();
    } catch (error) {
      if (!isUserError(error)) {
        throw error;
      }
      this.messages.push(...lines(error, place));
      return undefined;
    }
  }

  /** @throws ProgramError with everything that was wrong, if anything was */
  public throwIfAny(title: string): void {
    if (this.messages.length > 0) {
      throw new ProgramError(listed(title, this.messages));
    }
  }
}

function isUserError(error: unknown): error is Error {
  return error instanceof InvalidValueError || error instanceof InvalidParametersError;
}

/** What an error says, a line for each thing that is wrong. */
function lines({ message }: Error, place?: string): readonly string[] {
  return message.split('\n').map((line) => (place === undefined ? line : `${place}: ${line}`));
}

function listed(title: string, messages: readonly string[]): string {
  return `${title}:\n${messages.map((message) => `- ${message}`).join('\n')}`;
}
