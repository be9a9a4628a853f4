import { LocalWorkspace, type PulumiFn, type Stack } from '@pulumi/pulumi/automation';
import type { Output } from '../text';
import { inputError } from './pulumi-error';
import { PROJECT, prepare, requireReadable, type StateLocation } from './state';

/** Opens a stack, or makes it. */
export async function openStack(
  name: string,
  state: StateLocation,
  program: PulumiFn,
  messages: Output,
): Promise<Stack> {
  prepare(state);
  requireReadable(state, name);
  const env = process.env;
  const encrypted = env['PULUMI_CONFIG_PASSPHRASE'] !== undefined || env['PULUMI_CONFIG_PASSPHRASE_FILE'] !== undefined;
  if (!encrypted && state.folder !== undefined) {
    messages.line(
      messages.colors.dim(
        'the state is not encrypted, as PULUMI_CONFIG_PASSPHRASE is not set; a graph puts no secret into it',
      ),
    );
  }
  return translated(name, state, () =>
    LocalWorkspace.createOrSelectStack(
      { stackName: name, projectName: PROJECT, program },
      {
        workDir: state.settings,
        projectSettings: { name: PROJECT, runtime: 'nodejs', backend: { url: state.url } },
        envVars: {
          PULUMI_BACKEND_URL: state.url,
          PULUMI_SKIP_UPDATE_CHECK: 'true',
          ...(encrypted ? {} : { PULUMI_CONFIG_PASSPHRASE: '' }),
        },
      },
    ),
  );
}

/** Runs something of Pulumi's; what goes wrong is told in words. */
export async function translated<T>(stack: string, state: StateLocation, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw inputError(error, stack, state);
  }
}
