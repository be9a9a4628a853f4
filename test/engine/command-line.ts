import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parse } from 'yaml';
import { isJsonObject } from '../../constructs/manifests';
import { type EnvironmentOptions, engine, projectFolder, pulumiEnvironment } from './environment';
import { writeProject } from './stack';

export interface CommandResult {
  /** -1 when it was ended by a signal. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** A command that runs. */
export interface RunningCommand {
  readonly process: ChildProcess;
  readonly result: Promise<CommandResult>;
}

/** Runs the real command line of Pulumi, for example `['up', '--yes', '--skip-preview']`. It never asks. */
export function runPulumi(args: readonly string[], options: CommandOptions): Promise<CommandResult> {
  return startPulumi(args, options).result;
}

/** As `runPulumi`, for tests that interrupt it. */
export function startPulumi(args: readonly string[], { cwd, env }: CommandOptions): RunningCommand {
  const child = spawn(engine().cli.path, [...args, '--non-interactive', '--color', 'never'], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (part: Buffer) => stdout.push(part));
  child.stderr.on('data', (part: Buffer) => stderr.push(part));
  const result = new Promise<CommandResult>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? -1, stdout: text(stdout), stderr: text(stderr) }));
  });
  return { process: child, result };
}

export interface ProjectOptions extends EnvironmentOptions {
  /** Program of the project instead of the one that it names: a file or a folder of this repository. */
  readonly main?: string;
}

/** A copy of a project: tests leave no stack settings in the tree. Pass it to `runPulumi` as it is. */
export function projectCopy(source: string, options: ProjectOptions = {}): CommandOptions {
  const cwd = projectFolder();
  cpSync(source, cwd, { recursive: true, filter: (path) => !path.includes('node_modules') });
  const settings: unknown = parse(readFileSync(join(source, 'Pulumi.yaml'), 'utf8'));
  const named = isJsonObject(settings) && typeof settings['main'] === 'string' ? settings['main'] : undefined;
  const main = options.main ?? (named?.startsWith('..') ? resolve(source, named) : undefined);
  writeProject(cwd, { ...(isJsonObject(settings) ? settings : {}), ...(main && { main: relative(cwd, main) }) });
  return { cwd, env: pulumiEnvironment(options) };
}

function text(parts: readonly Buffer[]): string {
  return Buffer.concat(parts).toString('utf8');
}
