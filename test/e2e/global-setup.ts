import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ControlPlaneError, type ControlPlaneOptions, down, ensureBinaries, up } from '../../scripts/control-plane';
import { type ClusterHandle, HANDLES } from './cluster';
import { openFigures } from './figures';

/** The oldest and the newest Kubernetes under test; programs of the newest behave like the oldest, too. */
const EMULATED = '1.34';
const INSTANCES: readonly ControlPlaneOptions[] = [{ name: 'e2e-newest' }, { name: 'e2e-oldest', emulate: EMULATED }];

/**
 * Starts the clusters, or takes the user's own. Where they cannot be built, tests are skipped and say so; in CI that is a failure.
 * A run that was killed left its clusters behind: they are stopped first.
 */
export default async function setup(): Promise<void> {
  openFigures();
  const own = process.env['STATOR_E2E_KUBECONFIG'];
  process.env[HANDLES] = JSON.stringify(own === undefined ? await startAll() : [await ownCluster(own)]);
}

async function startAll(): Promise<readonly ClusterHandle[]> {
  try {
    await stopInstances();
    ensureBinaries(say);
    const started = await Promise.allSettled(INSTANCES.map((instance) => up(instance)));
    const clusters = started.map((result) => {
      if (result.status === 'rejected') {
        throw result.reason;
      }
      return result.value;
    });
    return clusters.map((cluster) => ({ ...cluster, dryRunOnly: false }));
  } catch (error) {
    await stopInstances();
    if (!(error instanceof ControlPlaneError) || process.env['CI'] !== undefined) {
      throw error;
    }
    say(`no control plane, tests against it are skipped: ${error.message}`);
    return [];
  }
}

/** The proxy to a user's own cluster, while tests run. */
let proxy: ChildProcess | undefined;

async function ownCluster(kubeconfig: string): Promise<ClusterHandle> {
  const folder = mkdtempSync(join(tmpdir(), 'stator-e2e-'));
  const socket = join(folder, 'api.sock');
  proxy = spawn('kubectl', ['proxy', '--kubeconfig', kubeconfig, '--unix-socket', socket], { stdio: 'ignore' });
  proxy.on('error', (error) => say(`kubectl cannot be started: ${error.message}`));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (let tries = 0; !existsSync(socket) && tries < 100; tries++) {
    await sleep(100);
  }
  if (!existsSync(socket)) {
    proxy.kill();
    throw new Error(`kubectl proxy does not start with ${kubeconfig}`);
  }
  return { version: 'your cluster', kubeconfig, kubectl: 'kubectl', socket, dryRunOnly: true };
}

/** Stops what `setup` started. */
export async function stopAll(): Promise<void> {
  if (proxy === undefined) {
    await stopInstances();
  } else {
    proxy.kill();
  }
}

async function stopInstances(): Promise<void> {
  await Promise.all(INSTANCES.map(({ name }) => down(name)));
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
