import { confirmed } from '../deployment/confirm';
import { changesInWords } from '../deployment/reporter';
import { perform, preview } from '../deployment/run';
import { findStack, translated } from '../deployment/stack';
import { type StateLocation, stacksIn, stateLocation } from '../deployment/state';
import { ExitCode, InputError } from '../exit';
import type { Output } from '../output';
import { count } from '../text';

export interface DestroyOptions {
  readonly state?: string;
  readonly preview?: boolean;
  readonly yes?: boolean;
}

/** `stator destroy [stack]`: shows what would be deleted, asks, and deletes everything that `stator deploy` made. */
export async function destroy(
  given: string | undefined,
  options: DestroyOptions,
  output: Output,
  messages: Output,
): Promise<ExitCode> {
  const state = stateLocation(options.state);
  const name = stackName(given, state);
  const open = await findStack(name, state, messages);
  const planned = await preview(open, (events) => open.stack.previewDestroy(events), output);
  output.line(planned.length === 0 ? 'nothing to delete' : `${count(planned.length, 'object')} would be deleted`);
  if (options.preview === true) {
    return ExitCode.OK;
  }
  if (planned.length > 0 && options.yes !== true && !(await confirmed(`delete '${name}'?`))) {
    output.line('nothing was deleted');
    return ExitCode.FAILED;
  }
  const done = await perform(open, (events) => open.stack.destroy(events), output, process.stdout);
  await translated(name, state, () => open.stack.workspace.removeStack(name));
  output.line(changesInWords(done));
  return ExitCode.OK;
}

/** The stack that was said, or the only one that there is. */
function stackName(given: string | undefined, state: StateLocation): string {
  const known = stacksIn(state);
  // Only a folder can be looked into without asking Pulumi.
  if (state.folder !== undefined && given !== undefined && !known.includes(given)) {
    throw new InputError(
      `there is no stack '${given}' in ${state.settings}`,
      known.length === 0
        ? 'nothing is deployed from here; give the folder with --state'
        : `there are ${known.join(', ')}`,
    );
  }
  const [only] = known;
  const name = given ?? only;
  if (name === undefined || (given === undefined && known.length > 1)) {
    throw new InputError(
      'no stack is named',
      known.length === 0
        ? `nothing is deployed from ${state.settings}; give the name, or the folder with --state`
        : `name one of ${known.join(', ')}`,
    );
  }
  return name;
}
