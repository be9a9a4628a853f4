import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ControlPlaneError, down, up } from '../../scripts/control-plane';
import { ensurePulumi, PulumiCliError } from '../../scripts/pulumi-cli';
import { HANDLES } from '../e2e/cluster';
import { ENGINE, type EngineHandle, INSTANCE } from './environment';
import { buildStandIns } from './stand-ins/build';

let folder: string | undefined;

/**
 * Builds Pulumi's command line and the stand-ins of its plugins, and starts a cluster. Where they cannot be built, tests are skipped and
 * say so; in CI that is a failure. A run that was killed left its cluster behind: it is stopped first.
 */
export default async function setup(): Promise<void> {
  try {
    const cli = ensurePulumi(say);
    await down(INSTANCE);
    const cluster = await up({ name: INSTANCE, progress: say });
    folder = mkdtempSync(join(tmpdir(), 'stator-engine-stand-ins-'));
    const handle: EngineHandle = { cli, standIns: await buildStandIns(folder), kubeconfig: cluster.kubeconfig };
    process.env[ENGINE] = JSON.stringify(handle);
    process.env[HANDLES] = JSON.stringify([{ ...cluster, dryRunOnly: false }]);
  } catch (error) {
    await stop();
    const missing = error instanceof ControlPlaneError || error instanceof PulumiCliError;
    if (!missing || process.env['CI'] !== undefined) {
      throw error;
    }
    say(`no engine, tests with it are skipped: ${error.message}`);
  }
}

/** Stops what `setup` started. */
export async function stop(): Promise<void> {
  await down(INSTANCE);
  if (folder !== undefined) {
    rmSync(folder, { recursive: true, force: true });
  }
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
