import type { EngineEvent, Stack } from '@pulumi/pulumi/automation';
import { InputError } from '../exit';
import type { Output } from '../text';
import { type Change, changeOf } from './events';
import { Reporter } from './reporter';
import { translated } from './stack';
import type { StateLocation } from './state';

/** A stack with where it is kept. */
export interface OpenStack {
  readonly name: string;
  readonly state: StateLocation;
  readonly stack: Stack;
}

type Operation = (options: { readonly onEvent: (event: EngineEvent) => void }) => Promise<unknown>;

/** What an operation would change. */
export async function preview(open: OpenStack, operation: Operation, output: Output): Promise<readonly Change[]> {
  const changes: Change[] = [];
  const reporter = new Reporter(output);
  await run(open, reporter, (options) =>
    operation({
      onEvent: (event) => {
        const change = event.resourcePreEvent && changeOf(event.resourcePreEvent.metadata);
        if (change !== undefined) {
          changes.push(change);
        } else if (event.diagnosticEvent !== undefined) {
          options.onEvent(event);
        }
      },
    }),
  );
  reporter.plan(changes);
  return changes;
}

/** Runs an operation with its progress. */
export async function perform(
  open: OpenStack,
  operation: Operation,
  output: Output,
  terminal: NodeJS.WriteStream | undefined,
): Promise<readonly Change[]> {
  const reporter = new Reporter(output, terminal);
  const stop = () => output.line('stopping after the steps that are under way; what is done stays in the state');
  // Pulumi is in the same process group and gets the signal itself.
  process.once('SIGINT', stop);
  try {
    await run(open, reporter, operation);
  } finally {
    process.off('SIGINT', stop);
  }
  return reporter.changes;
}

async function run({ name, state }: OpenStack, reporter: Reporter, operation: Operation): Promise<void> {
  try {
    await translated(name, state, () => operation({ onEvent: (event) => reporter.onEvent(event) }));
  } catch (error) {
    throw reporter.errors.length > 0 && InputError.is(error) && error.fix === undefined
      ? new InputError([...new Set(reporter.errors)].join('\n'))
      : error;
  } finally {
    reporter.end();
  }
}
