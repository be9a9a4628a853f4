import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Runs `go` in the folder of a module and gives what it printed. */
export type Go = (module: string, args: readonly string[]) => string;

/** Programs that are built from Go modules and kept in the cache. */
export interface GoPrograms {
  /** Their folder below the cache, for example `control-plane`. */
  readonly name: string;
  /** For error messages: what they are built for, for example `to build the control plane`. */
  readonly purpose: string;
  /** Folders with the `go.mod` and `go.sum` that they are built from. */
  readonly modules: readonly string[];
  /** What else they depend on, as JSON: flags, files. */
  readonly settings: readonly unknown[];
  /** The error that is thrown without Go, or when a build fails. */
  readonly error: new (
    message: string,
  ) => Error;
  /** Builds them into a folder, which is there and empty. */
  build(folder: string, go: Go): void;
}

export const BUILD_FLAGS = ['-mod=readonly', '-trimpath', '-buildvcs=false'];

/**
 * The folder with the programs, which are built unless the cache has them. The cache stands outside the tree, in a folder named by the
 * module files and the settings, so that a change of either builds anew. `STATOR_CACHE` moves it.
 *
 * @throws programs.error without Go, or when a build fails
 */
export function ensurePrograms(programs: GoPrograms): string {
  const folder = join(cacheFolder(), programs.name, cacheKey(programs));
  if (!existsSync(folder)) {
    mkdirSync(join(folder, '..'), { recursive: true });
    const partial = mkdtempSync(`${folder}-`);
    try {
      programs.build(partial, (module, args) => go(programs, module, args));
      publish(partial, folder);
    } finally {
      rmSync(partial, { recursive: true, force: true });
    }
  }
  return folder;
}

function cacheFolder(): string {
  return process.env['STATOR_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'stator');
}

function cacheKey({ modules, settings }: GoPrograms): string {
  const hash = createHash('sha256').update(JSON.stringify([BUILD_FLAGS, ...settings, process.platform, process.arch]));
  for (const folder of modules) {
    hash.update(readFileSync(join(folder, 'go.mod'))).update(readFileSync(join(folder, 'go.sum')));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Complete or not there: the rename is one step. Who comes second keeps the first one's. */
function publish(partial: string, folder: string): void {
  try {
    renameSync(partial, folder);
  } catch (error) {
    if (!existsSync(folder)) {
      throw error;
    }
  }
}

function go(programs: GoPrograms, cwd: string, args: readonly string[]): string {
  try {
    const env = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '' };
    return execFileSync('go', [...args], { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new programs.error(`there is no 'go' on the path: install Go 1.26 or newer ${programs.purpose}`);
    }
    const output = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    throw new programs.error(`go ${args[0]} failed in ${cwd}:\n${output.split('\n').slice(-20).join('\n')}`);
  }
}
