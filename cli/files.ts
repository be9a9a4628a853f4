import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { InputError } from './exit';

const MANIFEST = /\.(?:ya?ml|json)$/i;
/** Larger files are no manifests, and reading them would only fill memory. */
const MAX_BYTES = 16 * 1024 * 1024;

export interface InputFile {
  readonly name: string;
  readonly content: Uint8Array;
}

/** Files under the given paths: a folder stands for the manifests below it, `-` for standard input. */
export function readInputs(paths: readonly string[]): readonly InputFile[] {
  return paths.flatMap((path) => (path === '-' ? [readStdin()] : filesUnder(path).map(readInput)));
}

function readStdin(): InputFile {
  return { name: 'standard input', content: attempt('standard input', () => readFileSync(0)) };
}

function filesUnder(path: string): readonly string[] {
  const stat = attempt(path, () => statSync(path));
  if (!stat.isDirectory()) {
    return [path];
  }
  const files = attempt(path, () => readdirSync(path, { recursive: true, encoding: 'utf8' }))
    .filter((name) => MANIFEST.test(name))
    .map((name) => join(path, name))
    .filter((name) => attempt(name, () => statSync(name)).isFile())
    .sort();
  if (files.length === 0) {
    throw new InputError(
      `the folder '${path}' holds no .yaml, .yml or .json file`,
      'name another folder, or the files',
    );
  }
  return files;
}

function readInput(path: string): InputFile {
  const { size } = attempt(path, () => statSync(path));
  if (size > MAX_BYTES) {
    throw new InputError(
      `'${path}' has ${(size / 2 ** 20).toFixed(0)} MiB, at most ${MAX_BYTES / 2 ** 20} MiB are read`,
      'split the file, or name the right one',
    );
  }
  return { name: path, content: attempt(path, () => readFileSync(path)) };
}

/**
 * Writes files into a folder. They are written beside it first and moved in place when all of them are complete, so that the
 * folder never holds a part of the output.
 */
export function writeOutputs(folder: string, files: ReadonlyMap<string, string>): readonly string[] {
  const target = resolve(folder);
  const parent = dirname(target);
  return attempt(folder, () => {
    mkdirSync(parent, { recursive: true });
    const temporary = mkdtempSync(join(parent, `.${basename(target)}-`));
    try {
      for (const [name, content] of files) {
        writeFileSync(join(temporary, name), content);
      }
      mkdirSync(target, { recursive: true });
      for (const name of files.keys()) {
        renameSync(join(temporary, name), join(target, name));
      }
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
    return [...files.keys()].map((name) => join(folder, name));
  });
}

/** Writes one file, whole or not at all. */
export function writeFile(path: string, content: string): void {
  writeOutputs(dirname(path), new Map([[basename(path), content]]));
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'a file of that name is in the way',
  EISDIR: 'it is a folder, a file was expected',
  ENOSPC: 'there is no space left on the device',
};

/** Turns an error of the file system into a message about the path. */
function attempt<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
      throw new InputError(`cannot use '${path}': ${REASONS[error.code] ?? error.message}`);
    }
    throw error;
  }
}
