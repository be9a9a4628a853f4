import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type ManifestDocument, readManifests } from '../../constructs/manifests';

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

/** Whether the CRDs are beside the checkout. */
export const HAS_CRDS = existsSync(path.join(SHARED, 'crds'));

/** The CRDs of some projects; of all when none is named. */
export function sharedCrds(...projects: readonly string[]): readonly ManifestDocument[] {
  const folders = projects.length === 0 ? sharedFolders('crds') : projects.map((project) => path.join('crds', project));
  return folders.flatMap(sharedFiles).flatMap((file) => readManifests(file).documents);
}

/** `describe`, or a visibly skipped one where the real files are absent. */
export const describeShared = existsSync(SHARED) ? describe : describe.skip;
