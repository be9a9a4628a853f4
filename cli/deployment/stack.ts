import { LocalWorkspace, type PulumiFn, type Stack, StackNotFoundError } from '@pulumi/pulumi/automation';
import { InputError } from '../exit';
import type { Output } from '../output';
import { inputError } from './pulumi-error';
import { PROJECT, prepare, requireReadable, requireStackName, type StateLocation } from './state';

/** A stack with where it is kept. */
export interface OpenStack {
  readonly name: string;
  readonly state: StateLocation;
  readonly stack: Stack;
  /** Whether there was none of that name before. */
  readonly isNew: boolean;
}

/**
 * Opens a stack, or makes it.
 *
 * @throws InputError when Pulumi cannot, or the name is none
 */
export async function openStack(
  name: string,
  state: StateLocation,
  program: PulumiFn,
  messages: Output,
): Promise<OpenStack> {
  const found = await select(name, state, program, messages);
  return (
    found ?? {
      ...{ name, state, isNew: true },
      stack: await translated(name, state, () => LocalWorkspace.createStack(...settings(name, state, program))),
    }
  );
}

/**
 * Opens a stack that there is, to take down what it holds.
 *
 * @throws InputError when Pulumi cannot, or there is none
 */
export async function findStack(name: string, state: StateLocation, messages: Output): Promise<OpenStack> {
  const found = await select(name, state, async () => ({}), messages);
  if (found === undefined) {
    throw new InputError(
      `there is no stack '${name}' in ${state.folder ?? state.url}`,
      'give its name, or the place with --state',
    );
  }
  return found;
}

async function select(
  name: string,
  state: StateLocation,
  program: PulumiFn,
  messages: Output,
): Promise<OpenStack | undefined> {
  requireStackName(name, state);
  prepare(state);
  requireReadable(state, name);
  // Pulumi Cloud encrypts with a key of its own.
  if (!hasPassphrase() && !/^https?:/i.test(state.url)) {
    messages.line(
      messages.colors.dim(
        'the state is not encrypted, as PULUMI_CONFIG_PASSPHRASE is not set; a graph puts no secret into it',
      ),
    );
  }
  try {
    return { name, state, stack: await LocalWorkspace.selectStack(...settings(name, state, program)), isNew: false };
  } catch (error) {
    if (error instanceof StackNotFoundError) {
      return undefined;
    }
    throw inputError(error, name, state);
  }
}

function hasPassphrase(): boolean {
  const env = process.env;
  return env['PULUMI_CONFIG_PASSPHRASE'] !== undefined || env['PULUMI_CONFIG_PASSPHRASE_FILE'] !== undefined;
}

function settings(stackName: string, { url, folder, settings: workDir }: StateLocation, program: PulumiFn) {
  // A URL may hold a password, and this is written into a file.
  const backend = folder === undefined ? {} : { backend: { url } };
  return [
    { stackName, projectName: PROJECT, program },
    {
      workDir,
      projectSettings: { name: PROJECT, runtime: 'nodejs', ...backend },
      envVars: {
        PULUMI_BACKEND_URL: url,
        PULUMI_SKIP_UPDATE_CHECK: 'true',
        ...(hasPassphrase() ? {} : { PULUMI_CONFIG_PASSPHRASE: '' }),
      },
    },
  ] as const;
}

/** Runs something of Pulumi's; what goes wrong is told in words. */
export async function translated<T>(stack: string, state: StateLocation, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw inputError(error, stack, state);
  }
}
