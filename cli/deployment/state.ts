import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { InputError } from '../exit';

/** Name of the Pulumi project under which all stacks of the command line stand. */
export const PROJECT = 'stator';

/** Where Pulumi keeps what it knows about the deployments. */
export interface StateLocation {
  /** What Pulumi calls the backend, for example `file:///home/me/site/.stator/state`. */
  readonly url: string;
  /** Folder with the configuration of the stacks. */
  readonly settings: string;
  /** Folder of the state, when it is one of this machine. */
  readonly folder: string | undefined;
}

const DEFAULT_FOLDER = '.stator';

/**
 * Where the state is: what the user said, else Pulumi's own variable, else a folder beside the user's files, so that one folder means
 * one site.
 *
 * @param given a folder or the URL of a Pulumi backend
 */
export function stateLocation(given: string | undefined, env: NodeJS.ProcessEnv = process.env): StateLocation {
  const place = given ?? env['PULUMI_BACKEND_URL'] ?? DEFAULT_FOLDER;
  if (/^[a-z0-9+.-]+:\/\//i.test(place)) {
    return { url: place, settings: resolve(DEFAULT_FOLDER), folder: undefined };
  }
  const folder = join(resolve(place), 'state');
  return { url: pathToFileURL(folder).href, settings: resolve(place), folder };
}

/** Makes the folders that Pulumi expects. */
export function prepare({ settings, folder }: StateLocation): void {
  for (const path of [settings, ...(folder === undefined ? [] : [folder])]) {
    try {
      mkdirSync(path, { recursive: true });
    } catch (error) {
      throw new InputError(
        `the folder '${path}' cannot be made: ${reasonOf(error)}`,
        'choose another one with --state',
      );
    }
  }
}

/** Names of the stacks in a folder. */
export function stacksIn({ folder }: StateLocation): readonly string[] {
  const stacks = folder === undefined ? '' : stacksFolder(folder);
  if (!existsSync(stacks)) {
    return [];
  }
  return readdirSync(stacks).flatMap((file) => /^(.+)\.json$/.exec(file)?.[1] ?? []);
}

/**
 * Pulumi only says that the end of the file was not expected.
 *
 * @throws InputError for a state file that is no JSON, with the backup to go back to
 */
export function requireReadable({ folder }: StateLocation, stack: string): void {
  const file = folder === undefined ? '' : join(stacksFolder(folder), `${stack}.json`);
  if (!existsSync(file) || isJson(file)) {
    return;
  }
  const backup = `${file}.bak`;
  throw new InputError(
    `the state of '${stack}' is damaged: ${file} is no JSON`,
    isJson(backup)
      ? `go back to the last version with: cp '${backup}' '${file}'; then deploy again, which takes up what the version lacks`
      : `no readable backup stands beside it; look below ${join(folder ?? '', '.pulumi', 'backups')}`,
  );
}

function stacksFolder(folder: string): string {
  return join(folder, '.pulumi', 'stacks', PROJECT);
}

function isJson(file: string): boolean {
  try {
    JSON.parse(readFileSync(file, 'utf8'));
    return true;
  } catch {
    return false;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
