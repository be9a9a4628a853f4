import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The programs of the control plane. */
type Program = 'etcd' | 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler' | 'kubectl' | 'kwok' | 'stages';

/** Folder with the built programs. */
export interface Binaries {
  readonly folder: string;
  /** Release of Kubernetes they were built from, for example `v1.36.3`. */
  readonly kubernetesVersion: string;
  path(program: Program): string;
}

/** Two modules: etcd wants other versions of the packages that it shares with Kubernetes. */
const MODULES = { kubernetes: join(__dirname, 'kubernetes'), etcd: join(__dirname, 'etcd') } as const;
const ETCD = 'go.etcd.io/etcd/server/v3';
const BUILD_FLAGS = ['-mod=readonly', '-trimpath', '-buildvcs=false'];
/** How fake nodes and pods behave. kwok brings these files along in its module, but not in its binary. */
const STAGES = [
  'node/fast/node-initialize.yaml',
  'node/heartbeat-with-lease/node-heartbeat-with-lease.yaml',
  'pod/fast/pod-ready.yaml',
  'pod/fast/pod-complete.yaml',
  'pod/fast/pod-delete.yaml',
];

/** The control plane cannot be built or started on this machine. */
export class ControlPlaneError extends Error {}

/**
 * The programs, built from their Go modules unless the cache has them. The cache stands outside the tree, in a folder named by the
 * module files and the flags, so that a change of either builds anew. `STATOR_CACHE` moves it.
 *
 * @throws ControlPlaneError without Go, or when a build fails
 */
export function ensureBinaries(progress: (line: string) => void): Binaries {
  const kubernetesVersion = versionOf('k8s.io/kubernetes');
  const flags = linkerFlags(kubernetesVersion);
  const folder = join(cacheFolder(), 'control-plane', cacheKey(flags));
  if (!existsSync(folder)) {
    mkdirSync(join(folder, '..'), { recursive: true });
    const partial = mkdtempSync(`${folder}-`);
    try {
      build(partial, flags, progress);
      publish(partial, folder);
    } finally {
      rmSync(partial, { recursive: true, force: true });
    }
  }
  return { folder, kubernetesVersion, path: (program) => join(folder, program) };
}

function cacheFolder(): string {
  return process.env['STATOR_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'stator');
}

function cacheKey(flags: string): string {
  const hash = createHash('sha256').update(
    JSON.stringify([BUILD_FLAGS, flags, STAGES, process.platform, process.arch]),
  );
  for (const folder of Object.values(MODULES)) {
    hash.update(readFileSync(join(folder, 'go.mod'))).update(readFileSync(join(folder, 'go.sum')));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Clients refuse a server without a version, and kubectl does not even start; a plain module build has none. */
function linkerFlags(version: string): string {
  const [, major, minor] = /^v(\d+)\.(\d+)\./.exec(version) ?? [];
  const stamp = { gitVersion: version, gitMajor: major, gitMinor: minor, gitTreeState: 'clean' };
  const stamps = Object.entries(stamp).map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`);
  return ['-s', '-w', ...stamps].join(' ');
}

function versionOf(module: string): string {
  const file = readFileSync(join(MODULES.kubernetes, 'go.mod'), 'utf8');
  const version = new RegExp(`^(?:require )?\\s*${module.replaceAll('.', '\\.')} (v\\S+)`, 'm').exec(file)?.[1];
  if (version === undefined) {
    throw new ControlPlaneError(`go.mod names no version of ${module}`);
  }
  return version;
}

function build(folder: string, flags: string, progress: (line: string) => void): void {
  const start = Date.now();
  progress('building the control plane from Go modules: about 6 minutes on two idle cores, once');
  for (const module of Object.values(MODULES)) {
    go(module, ['mod', 'download']);
    go(module, ['mod', 'verify']);
  }
  const build = ['build', ...BUILD_FLAGS, '-ldflags', flags, '-o'];
  go(MODULES.kubernetes, [...build, `${folder}/`, 'tool']);
  progress(`kubernetes and kwok: ${Math.round((Date.now() - start) / 1000)} s`);
  go(MODULES.etcd, [...build, join(folder, 'etcd'), ETCD]);
  const kwok = go(MODULES.kubernetes, ['list', '-m', '-f', '{{.Dir}}', 'sigs.k8s.io/kwok']).trim();
  const stages = STAGES.map((name) => readFileSync(join(kwok, 'kustomize', 'stage', name), 'utf8'));
  writeFileSync(join(folder, 'stages'), stages.join('\n---\n'));
  progress(`built in ${Math.round((Date.now() - start) / 1000)} s`);
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

function go(cwd: string, args: readonly string[]): string {
  try {
    const env = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '' };
    return execFileSync('go', [...args], { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new ControlPlaneError("there is no 'go' on the path: install Go 1.26 or newer to build the control plane");
    }
    const output = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    throw new ControlPlaneError(`go ${args[0]} failed in ${cwd}:\n${output.split('\n').slice(-20).join('\n')}`);
  }
}
