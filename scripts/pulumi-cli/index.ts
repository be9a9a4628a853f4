import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUILD_FLAGS, ensurePrograms, type Go } from '../go-programs';

/** The command line of Pulumi, built. */
export interface PulumiCli {
  /** An installation as Pulumi's own installer makes it: the program is `bin/pulumi` below. */
  readonly folder: string;
  /** For example `v3.259.0`. */
  readonly version: string;
  /** The program. */
  readonly path: string;
}

const MODULE = join(__dirname, 'module');
const PACKAGE = 'github.com/pulumi/pulumi/pkg/v3';

/** The command line of Pulumi cannot be built on this machine. */
export class PulumiCliError extends Error {}

/**
 * The command line of Pulumi without plugins, built from its Go modules unless the cache has it.
 *
 * @throws PulumiCliError without Go, or when the build fails
 */
export function ensurePulumi(progress: (line: string) => void): PulumiCli {
  const version = cliVersion();
  const flags = linkerFlags(version);
  const folder = ensurePrograms({
    name: 'pulumi-cli',
    purpose: 'to build the command line of Pulumi',
    modules: [MODULE],
    settings: [flags],
    error: PulumiCliError,
    build: (folder, go) => build(folder, go, flags, progress),
  });
  return { folder, version, path: join(folder, 'bin', 'pulumi') };
}

/** The Automation API refuses a program without a version; a plain module build has none. */
function linkerFlags(version: string): string {
  return `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${version}`;
}

function cliVersion(): string {
  const file = readFileSync(join(MODULE, 'go.mod'), 'utf8');
  const version = new RegExp(`^\\s*${PACKAGE.replaceAll('.', '\\.')} (v\\S+)`, 'm').exec(file)?.[1];
  if (version === undefined) {
    throw new PulumiCliError(`go.mod names no version of ${PACKAGE}`);
  }
  return version;
}

/** No `go mod download`: the module proxy does not answer for every module of the list, but for all that the program is built from. */
function build(folder: string, go: Go, flags: string, progress: (line: string) => void): void {
  const start = Date.now();
  progress('building the command line of Pulumi from Go modules: about 6 minutes on two idle cores, once');
  go(MODULE, ['build', ...BUILD_FLAGS, '-ldflags', flags, '-o', join(folder, 'bin', 'pulumi'), 'tool']);
  progress(`built in ${Math.round((Date.now() - start) / 1000)} s`);
}
