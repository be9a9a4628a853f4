import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { nearest } from '../../constructs/findings';
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

/** Source: `pulumi login --help`. To anything else Pulumi logs in as if it were a Pulumi Cloud of its own. */
const SCHEMES = ['file', 's3', 'gs', 'azblob', 'postgres', 'http', 'https'];

/**
 * Where the state is: what the user said, else Pulumi's own variable, else a folder beside the user's files, so that one folder means
 * one site.
 *
 * @param given a folder or the URL of a Pulumi backend
 * @throws InputError for the URL of something that is no backend
 */
export function stateLocation(given: string | undefined, env: NodeJS.ProcessEnv = process.env): StateLocation {
  const place = given || env['PULUMI_BACKEND_URL'] || DEFAULT_FOLDER;
  const [, scheme] = /^([a-z0-9+.-]+):\/\//i.exec(place) ?? [];
  if (scheme === undefined) {
    const folder = join(resolve(place), 'state');
    return { url: pathToFileURL(folder).href, settings: resolve(place), folder };
  }
  requireScheme(scheme);
  const folder = scheme.toLowerCase() === 'file' ? localFolder(place) : undefined;
  return { url: folder === undefined ? place : pathToFileURL(folder).href, settings: resolve(DEFAULT_FOLDER), folder };
}

function requireScheme(scheme: string): void {
  if (!SCHEMES.includes(scheme.toLowerCase())) {
    const near = nearest(scheme, SCHEMES);
    throw new InputError(
      `Pulumi keeps no state at '${scheme}://'`,
      near === undefined ? `give a folder, or a URL with ${SCHEMES.join(', ')}` : `did you mean '${near}://'?`,
    );
  }
}

/** The folder of a `file://` URL, where it is not one that only Pulumi can tell, such as `file://~`. */
function localFolder(url: string): string | undefined {
  const [, relative] = /^file:\/\/(\.{1,2}(?:\/.*)?)$/i.exec(url) ?? [];
  if (relative !== undefined) {
    // Pulumi would start from the folder of the settings.
    return resolve(relative);
  }
  return /^file:\/\/\//i.test(url) ? fileURLToPath(url) : undefined;
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

/**
 * A name as Pulumi takes it, before there is anything of that name.
 *
 * @throws InputError for another one
 */
export function requireStackName(name: string, { folder }: StateLocation): void {
  const [form, words] =
    folder === undefined
      ? [
          /^(?:[\w.-]{1,100}\/){0,2}[\w.-]{1,100}$/,
          ', with an organization and a project before it if need be: org/project/stack',
        ]
      : [/^[\w.-]{1,100}$/, ''];
  if (!form.test(name)) {
    throw new InputError(
      `'${name}' is no name of a stack`,
      `use letters, digits, hyphens, underscores and periods, at most 100${words}`,
    );
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
