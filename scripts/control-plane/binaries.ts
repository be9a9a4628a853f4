import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUILD_FLAGS, ensurePrograms, type Go } from '../go-programs';

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
 * The programs, built from their Go modules unless the cache has them.
 *
 * @throws ControlPlaneError without Go, or when a build fails
 */
export function ensureBinaries(progress: (line: string) => void): Binaries {
  const kubernetesVersion = versionOf('k8s.io/kubernetes');
  const flags = linkerFlags(kubernetesVersion);
  const folder = ensurePrograms({
    name: 'control-plane',
    purpose: 'to build the control plane',
    modules: Object.values(MODULES),
    settings: [flags, STAGES],
    error: ControlPlaneError,
    build: (folder, go) => build(folder, go, flags, progress),
  });
  return { folder, kubernetesVersion, path: (program) => join(folder, program) };
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

function build(folder: string, go: Go, flags: string, progress: (line: string) => void): void {
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
