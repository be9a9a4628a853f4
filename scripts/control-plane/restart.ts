import { ControlPlaneError } from './binaries';
import { folderOf, readState, status, writeState } from './control-plane';
import { isRunning, startDaemon, waitUntil } from './daemons';

const SERVER = 'kube-apiserver';

/**
 * Kills the API server of an instance and starts it again, on the same address and data, as when its machine fails.
 *
 * @param meanwhile what happens while nothing answers
 * @throws ControlPlaneError when the instance does not run, or the server does not come back
 */
export async function restartApiServer(name: string, meanwhile: () => Promise<void>): Promise<void> {
  const state = readState(name);
  const server = state?.daemons.find((daemon) => daemon.name === SERVER);
  if (state === undefined || server === undefined) {
    throw new ControlPlaneError(`no instance '${name}' runs`);
  }
  const folder = folderOf(name);
  process.kill(server.pid, 'SIGKILL');
  await waitUntil(10_000, () => !isRunning(folder, server));
  await meanwhile();
  const next = startDaemon(folder, SERVER, server.program, server.args);
  writeState({ ...state, daemons: state.daemons.map((daemon) => (daemon === server ? next : daemon)) });
  await waitUntil(60_000, () => status(name) !== undefined);
}
