import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Real manifests and CRDs beside the repository; they are not part of it. */
const SHARED = path.resolve(__dirname, '../../../shared');

/** The files of a folder under `../shared`. */
export function sharedFiles(folder: string): { name: string; content: Uint8Array }[] {
  const directory = path.join(SHARED, folder);
  return readdirSync(directory).map((name) => ({ name, content: readFileSync(path.join(directory, name)) }));
}

/** The folders under a folder of `../shared`. */
export function sharedFolders(folder: string): string[] {
  return readdirSync(path.join(SHARED, folder)).map((name) => path.join(folder, name));
}

/** `describe`, or a visibly skipped one where the real files are absent. */
export const describeShared = existsSync(SHARED) ? describe : describe.skip;
