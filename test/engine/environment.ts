import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import type { PulumiCli } from '../../scripts/pulumi-cli';
import type { StandIns } from './stand-ins/build';

/** Variable with what the set-up built, as JSON. */
export const ENGINE = 'STATOR_ENGINE';

/** Name of the control plane. */
export const INSTANCE = 'engine';

/** What the set-up hands to the tests. */
export interface EngineHandle {
  readonly cli: PulumiCli;
  readonly standIns: StandIns;
  /** Of the test cluster. */
  readonly kubeconfig: string;
}

export const PASSPHRASE = 'correct horse battery staple';

const NODE_MODULES = resolve(__dirname, '../../node_modules');

/** What the set-up built. @throws Error in other suites */
export function engine(): EngineHandle {
  const handle = process.env[ENGINE];
  if (handle === undefined) {
    throw new Error('no engine: these tests run with npm run test:engine');
  }
  return JSON.parse(handle);
}

const folders: string[] = [];

/** A new folder that is removed when the tests of a file have ended. */
export function temporaryFolder(purpose: string): string {
  const folder = mkdtempSync(join(tmpdir(), `stator-engine-${purpose}-`));
  folders.push(folder);
  return folder;
}

export function removeTemporaryFolders(): void {
  for (const folder of folders.splice(0)) {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A new folder for a project, from which modules of this repository resolve. */
export function projectFolder(): string {
  const folder = temporaryFolder('project');
  symlinkSync(NODE_MODULES, join(folder, 'node_modules'));
  return folder;
}

export interface EnvironmentOptions {
  /** Folder of the state; a new one when absent. */
  readonly backend?: string;
  readonly passphrase?: string;
}

/** The environment in which Pulumi needs neither an account nor a network. */
export function pulumiEnvironment({
  backend = temporaryFolder('state'),
  passphrase = PASSPHRASE,
}: EnvironmentOptions = {}): Record<string, string> {
  const { cli, standIns, kubeconfig } = engine();
  const home = temporaryFolder('home');
  mkdirSync(backend, { recursive: true });
  const path = [
    dirname(cli.path),
    standIns.bin,
    // Plugin of dynamic resources.
    join(NODE_MODULES, '@pulumi', 'pulumi'),
    dirname(process.execPath),
    process.env['PATH'] ?? '',
  ];
  return {
    PATH: path.join(delimiter),
    PULUMI_BACKEND_URL: `file://${backend}`,
    PULUMI_CONFIG_PASSPHRASE: passphrase,
    PULUMI_HOME: home,
    PULUMI_SKIP_UPDATE_CHECK: 'true',
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
    PULUMI_NODEJS_TRANSPILE_ONLY: 'true',
    KUBECONFIG: kubeconfig,
    STATOR_STANDIN_KUBECONFIG: kubeconfig,
    STATOR_STANDIN_LOG: join(home, 'changes.jsonl'),
  };
}
