import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const ROOT = join(__dirname, '..', '..');
const STATOR = join(ROOT, 'dist', 'cli', 'stator.js');

export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the built command line as a user does. */
export function stator(args: readonly string[], options: { readonly cwd?: string; readonly input?: string } = {}): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [STATOR, ...args], {
    encoding: 'utf8',
    cwd: options.cwd ?? ROOT,
    maxBuffer: 1 << 28,
    ...(options.input === undefined ? {} : { input: options.input }),
  });
  return { code: status, out: stdout, err: stderr };
}

/** A folder for one test, removed afterwards. */
export function inFolder<T>(test: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'stator-test-'));
  try {
    return test(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
