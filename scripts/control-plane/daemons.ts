import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ControlPlaneError } from './binaries';

/** A background process of a control plane. */
export interface Daemon {
  readonly name: string;
  readonly pid: number;
  readonly program: string;
  readonly args: readonly string[];
}

/** Starts a program that outlives this process and writes into `<folder>/<name>.log`. */
export function startDaemon(folder: string, name: string, program: string, args: readonly string[]): Daemon {
  const log = openSync(join(folder, `${name}.log`), 'a');
  try {
    const child = spawn(program, [...args], { detached: true, stdio: ['ignore', log, log] }).on('error', () => {});
    child.unref();
    const { pid } = child;
    if (pid === undefined) {
      throw new ControlPlaneError(`${program} cannot be started`);
    }
    return { name, pid, program, args };
  } finally {
    closeSync(log);
  }
}

/** Whether the process runs and is ours: after a reboot or a long time the number may be another's. */
export function isRunning(folder: string, { pid }: Daemon): boolean {
  // Twice wide: else ps cuts its lines to the width of the terminal.
  const { status, stdout, error } = spawnSync('ps', ['-ww', '-o', 'stat=,args=', '-p', String(pid)], {
    encoding: 'utf8',
  });
  if (error !== undefined) {
    throw new ControlPlaneError(`processes cannot be listed with 'ps': ${error.message}`);
  }
  const [state = '', ...command] = stdout.trim().split(/\s+/);
  return status === 0 && !state.startsWith('Z') && command.join(' ').includes(folder);
}

/** Ends processes, politely first. There is nothing to lose: data of a control plane goes with it. */
export async function stopDaemons(folder: string, daemons: readonly Daemon[]): Promise<void> {
  for (const [signal, seconds] of [
    ['SIGTERM', 1],
    ['SIGKILL', 5],
  ] as const) {
    const running = daemons.filter((daemon) => isRunning(folder, daemon));
    if (running.length === 0) {
      return;
    }
    for (const { pid } of running) {
      try {
        process.kill(pid, signal);
      } catch {
        // It ended in between.
      }
    }
    await waitUntil(seconds * 1000, () => !running.some((daemon) => isRunning(folder, daemon))).catch(() => undefined);
  }
}

/** The end of a daemon's log, for a message. */
export function logTail(folder: string, name: string, lines = 15): string {
  const file = join(folder, `${name}.log`);
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n') : '';
}

/** Asks again every 100 ms until it holds. @throws ControlPlaneError after that time */
export async function waitUntil(milliseconds: number, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!(await holds())) {
    if (Date.now() > end) {
      throw new ControlPlaneError(`nothing came in ${milliseconds / 1000} s`);
    }
    await sleep(100);
  }
}

/** Ports of loopback that nobody listens on. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
      return server;
    }),
  );
  return Promise.all(
    servers.map(async (server) => {
      const address = server.address();
      await new Promise((resolve) => server.close(resolve));
      return typeof address === 'object' && address !== null ? address.port : 0;
    }),
  );
}
