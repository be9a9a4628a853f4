import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUILD_FLAGS, ensurePrograms } from '../go-programs';

/** A server that graphs need besides Kubernetes, built. */
export interface ServerProgram {
  /** For example `2.15.2`. */
  readonly version: string;
  /** The program. */
  readonly path: string;
}

interface Source {
  /** Folder with the `go.mod`. */
  readonly module: string;
  readonly package: string;
}

const NATS: Source = { module: join(__dirname, 'nats'), package: 'github.com/nats-io/nats-server/v2' };
const ETCD: Source = { module: join(__dirname, '..', 'control-plane', 'etcd'), package: 'go.etcd.io/etcd/server/v3' };

/** A server cannot be built on this machine. */
class ServerError extends Error {}

/** @throws ServerError without Go, or when the build fails */
export function ensureNatsServer(): ServerProgram {
  return ensureServer('nats-server', NATS);
}

/** @throws ServerError without Go, or when the build fails */
export function ensureEtcd(): ServerProgram {
  return ensureServer('etcd', ETCD);
}

/** The version that a server's module file pins. */
function versionOf({ module, package: name }: Source): string {
  const file = readFileSync(join(module, 'go.mod'), 'utf8');
  const version = new RegExp(`^\\s*${name.replaceAll('.', '\\.')} v(\\S+)`, 'm').exec(file)?.[1];
  if (version === undefined) {
    throw new ServerError(`go.mod names no version of ${name}`);
  }
  return version;
}

function ensureServer(name: string, source: Source): ServerProgram {
  const folder = ensurePrograms({
    name,
    purpose: `to build ${name}`,
    modules: [source.module],
    settings: [],
    error: ServerError,
    build: (folder, go) => {
      go(source.module, ['build', ...BUILD_FLAGS, '-ldflags', '-s -w', '-o', join(folder, name), source.package]);
    },
  });
  return { version: versionOf(source), path: join(folder, name) };
}
