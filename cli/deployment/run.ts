import type { EngineEvent } from '@pulumi/pulumi/automation';
import { InputError } from '../exit';
import type { Output } from '../output';
import { type Change, changeOf } from './events';
import { Reporter } from './reporter';
import { type OpenStack, translated } from './stack';

type Operation = (options: {
  readonly onEvent: (event: EngineEvent) => void;
  readonly signal?: AbortSignal;
}) => Promise<unknown>;

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
  const stop = new AbortController();
  const say = once(() => reporter.note('stopping after the steps that are under way; what is done stays in the state'));
  // The key sends the signal to all processes of the terminal, and a second one makes Pulumi give up at once: so it is not passed on.
  const interrupted = (): void => say();
  const terminated = (): void => {
    say();
    stop.abort();
  };
  // Not `process.once`: without a listener at the time of the signal, packages that put the cursor back end the process, and Pulumi
  // could not write its state.
  process.on('SIGINT', interrupted).on('SIGTERM', terminated);
  try {
    await run(open, reporter, ({ onEvent }) => operation({ onEvent, signal: stop.signal }));
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', terminated);
  }
  return reporter.changes;
}

async function run({ name, state }: OpenStack, reporter: Reporter, operation: Operation): Promise<void> {
  // Pulumi reports what fails while the program runs. What fails later only says that nobody listens any more, and after an operation
  // that failed it comes until the process ends.
  process.on('unhandledRejection', late);
  try {
    await translated(name, state, () => operation({ onEvent: (event) => reporter.onEvent(event) }));
    process.off('unhandledRejection', late);
  } catch (error) {
    throw reporter.errors.length > 0 && InputError.is(error) && error.fix === undefined
      ? new InputError([...new Set(reporter.errors)].join('\n'))
      : error;
  } finally {
    reporter.end();
  }
}

function late(): void {}

function once(run: () => void): () => void {
  let ran = false;
  return () => {
    if (!ran) {
      ran = true;
      run();
    }
  };
}
