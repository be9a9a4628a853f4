import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LocalWorkspace, type OutputMap, PulumiCommand, type PulumiFn, type Stack } from '@pulumi/pulumi/automation';
import { stringify } from 'yaml';
import { type EnvironmentOptions, engine, projectFolder, pulumiEnvironment } from './environment';
import type { LogLine } from './stand-ins/kubernetes/faults';

export interface InlineStackOptions extends EnvironmentOptions {
  /** Name of the project. */
  readonly name: string;
  /** Name of the stack. @default 'test' */
  readonly stack?: string;
  /** What `up` and `preview` run, unless they are given a `program` of their own. */
  readonly program: PulumiFn;
  /** Further variables of the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** What the stand-in for kubernetes is to do wrong from now on. */
interface Faults {
  /** How long each creation waits before it begins, in milliseconds. @default 0 */
  readonly slowMs?: number;
  /** Objects whose creation fails, as `<kind>/<name>`. @default none */
  readonly fail?: readonly string[];
}

/** A stack whose program is a function of the test, on the real engine, with stand-ins for providers. */
export interface InlineStack {
  readonly stack: Stack;
  /** Folder of the state. */
  readonly backend: string;
  /** File of the state. */
  readonly stateFile: string;
  /** The state as it stands in its file. */
  state(): string;
  /** What was changed in the cluster since the last call, with the bytes that were sent. */
  changes(): readonly LogLine[];
  /** Sets faults for the operations to come; without an argument there are none. */
  faults(faults?: Faults): void;
}

let command: Promise<PulumiCommand> | undefined;

/** A new stack, or an existing one where `backend` is the state of another one of that name. */
export async function inlineStack(options: InlineStackOptions): Promise<InlineStack> {
  const { name, stack: stackName = 'test', program, env = {} } = options;
  const { cli } = engine();
  const workDir = projectFolder();
  writeProject(workDir, { name, runtime: 'nodejs' });
  const envVars = { ...pulumiEnvironment(options), ...env };
  command ??= PulumiCommand.get({ root: cli.folder });
  const stack = await LocalWorkspace.createOrSelectStack(
    { projectName: name, stackName, program },
    { workDir, envVars, pulumiCommand: await command },
  );
  const backend = fileURLToPath(envVars['PULUMI_BACKEND_URL'] ?? '');
  const stateFile = join(backend, '.pulumi', 'stacks', name, `${stackName}.json`);
  let seen = 0;
  return {
    stack,
    backend,
    stateFile,
    state: () => readFileSync(stateFile, 'utf8'),
    changes: () => {
      const all = changesIn(envVars);
      const fresh = all.slice(seen);
      seen = all.length;
      return fresh;
    },
    faults: ({ slowMs = 0, fail = [] } = {}) => {
      stack.workspace.envVars['STATOR_STANDIN_SLOW_MS'] = String(slowMs);
      stack.workspace.envVars['STATOR_STANDIN_FAIL'] = fail.join(',');
    },
  };
}

/** A `Pulumi.yaml` with the stand-ins as plugins. */
export function writeProject(folder: string, settings: Readonly<Record<string, unknown>>): void {
  const { standIns } = engine();
  const providers = Object.entries(standIns.providers).map(([name, path]) => ({ name, path }));
  const plugins = { providers, languages: [{ name: 'nodejs', path: standIns.bin }] };
  writeFileSync(join(folder, 'Pulumi.yaml'), stringify({ ...settings, plugins }));
}

/** Plain values of a stack's outputs. */
export function outputsOf(outputs: OutputMap): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
}

/** All changes of the cluster that commands of this environment made. */
export function changesIn(env: Readonly<Record<string, string>>): readonly LogLine[] {
  const file = env['STATOR_STANDIN_LOG'] ?? '';
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  return lines.filter((line) => line !== '').map((line): LogLine => JSON.parse(line));
}
