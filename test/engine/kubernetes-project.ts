import { join } from 'node:path';
import { type CommandOptions, type CommandResult, projectCopy, runPulumi } from './command-line';

/** The project of stacks/kubernetes, ready for a stack with its settings. */
export interface KubernetesProject {
  readonly options: CommandOptions;
  /** Runs Pulumi's command line in it. */
  run(...args: readonly string[]): Promise<CommandResult>;
}

/**
 * A copy of stacks/kubernetes with a stack.
 *
 * @param settings without the prefix `stator:`
 * @param env further variables of the environment
 */
export async function kubernetesProject(
  settings: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
): Promise<KubernetesProject> {
  const copy = projectCopy(join(__dirname, '..', '..', 'stacks', 'kubernetes'));
  const options = { ...copy, env: { ...copy.env, ...env } };
  const run = (...args: readonly string[]) => runPulumi(args, options);
  await run('stack', 'init', 'test');
  const pairs = Object.entries(settings).map(([name, value]) => `stator:${name}=${value}`);
  const { code, stderr } = await run('config', 'set-all', ...pairs.flatMap((pair) => ['--plaintext', pair]));
  if (code !== 0) {
    throw new Error(`the settings are not taken: ${stderr}`);
  }
  return { options, run };
}
