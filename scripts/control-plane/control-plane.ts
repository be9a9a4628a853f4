import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { ControlPlaneError, ensureBinaries } from './binaries';
import { type Certificate, CertificateAuthority, signingKey } from './certificates';
import { type Daemon, freePorts, isRunning, logTail, startDaemon, stopDaemons, waitUntil } from './daemons';

export interface ControlPlaneOptions {
  /** Name of the instance: each has a folder, ports and certificates of its own. */
  readonly name: string;
  /** Minor release of Kubernetes to behave like, for example `1.34`; that of the programs when absent. */
  readonly emulate?: string;
  readonly progress?: (line: string) => void;
}

/** A running control plane. */
export interface ControlPlane {
  readonly name: string;
  /** What it behaves like, for example `1.36`. */
  readonly version: string;
  readonly kubeconfig: string;
  readonly kubectl: string;
  /** Socket on which the API answers in plain HTTP, as the administrator. */
  readonly socket: string;
}

/** What is kept of a running instance. */
export interface State extends ControlPlane {
  readonly daemons: readonly Daemon[];
}

/** The oldest minor whose behaviour the programs can take on beside their own. */
const OLDEST_EMULATED = 'kube=1.33';
const READY_MS = 60_000;
const STATE = 'state.json';
/** etcd, API server, controllers, scheduler, kwok, proxy. */
const DAEMONS = 6;

/** Controllers that have nothing to do without machines, a cloud or volumes. */
const CONTROLLERS_OFF = [
  'node-ipam-controller',
  'node-route-controller',
  'service-lb-controller',
  'cloud-node-lifecycle-controller',
  'certificatesigningrequest-approving-controller',
  'certificatesigningrequest-cleaner-controller',
  'certificatesigningrequest-signing-controller',
  'persistentvolume-attach-detach-controller',
  'persistentvolume-expander-controller',
];

/**
 * Starts an API server, its controllers, a scheduler and kwok (which plays kubelets) on loopback. What is left of an instance of that
 * name is stopped first, unless it runs, is healthy and of that version: then there is nothing to do.
 *
 * @throws ControlPlaneError when something does not start; everything that did is stopped again
 */
export async function up(options: ControlPlaneOptions): Promise<ControlPlane> {
  const binaries = ensureBinaries(options.progress ?? (() => {}));
  const version = options.emulate ?? binaries.kubernetesVersion.replace(/^v(\d+\.\d+).*/, '$1');
  const running = status(options.name);
  if (running?.version === version && running.kubectl === binaries.path('kubectl')) {
    return running;
  }
  await down(options.name);
  const folder = folderOf(options.name);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const daemons: Daemon[] = [];
  const start = (name: string, args: readonly string[]): void => {
    daemons.push(startDaemon(folder, name, join(binaries.folder, name), args));
    writeState({ ...controlPlane, daemons });
  };
  const emulation = options.emulate === undefined ? [] : [`--emulated-version=kube=${options.emulate}`];
  const controlPlane: ControlPlane = {
    name: options.name,
    version,
    kubeconfig: join(folder, 'kubeconfig'),
    kubectl: binaries.path('kubectl'),
    socket: join(folder, 'api.sock'),
  };
  try {
    const [client = 0, peer = 0, api = 0] = await freePorts(3);
    const pki = await writePki(folder, `https://127.0.0.1:${api}`);
    start('etcd', etcdArgs(folder, client, peer));
    start('kube-apiserver', apiServerArgs(folder, { etcd: client, api, emulation }));
    await ready(folder, daemons, 'kube-apiserver', () => kubectlSucceeds(controlPlane, 'get', '--raw', '/readyz'));
    start('kube-controller-manager', controllerArgs(folder, pki, emulation));
    start('kube-scheduler', [
      ...['--kubeconfig', pki.scheduler, '--authentication-kubeconfig', pki.scheduler],
      ...['--authorization-kubeconfig', pki.scheduler, '--leader-elect=false', '--secure-port=0', ...emulation],
    ]);
    start('kwok', [
      ...['--kubeconfig', controlPlane.kubeconfig, '--config', binaries.path('stages'), '--manage-all-nodes=false'],
      ...['--manage-nodes-with-annotation-selector', 'kwok.x-k8s.io/node=fake', '--node-lease-duration-seconds=40'],
    ]);
    start('kubectl', ['proxy', '--kubeconfig', controlPlane.kubeconfig, '--unix-socket', controlPlane.socket]);
    await ready(folder, daemons, 'kubectl', () => existsSync(controlPlane.socket));
    await ready(folder, daemons, 'kube-controller-manager', () =>
      kubectlSucceeds(controlPlane, 'get', 'serviceaccount', 'default', '--namespace', 'default'),
    );
    return controlPlane;
  } catch (error) {
    await stopDaemons(folder, daemons);
    throw error;
  }
}

/** Stops an instance and removes its folder. Nothing happens when there is none. */
export async function down(name: string): Promise<void> {
  const folder = folderOf(name);
  await stopDaemons(folder, readState(name)?.daemons ?? []);
  rmSync(folder, { recursive: true, force: true });
}

/** The instance when all of its programs run and the API server answers. */
export function status(name: string): ControlPlane | undefined {
  const state = readState(name);
  const folder = folderOf(name);
  if (
    state === undefined ||
    state.daemons.length < DAEMONS ||
    !state.daemons.every((daemon) => isRunning(folder, daemon))
  ) {
    return undefined;
  }
  const { daemons: _, ...controlPlane } = state;
  return kubectlSucceeds(controlPlane, 'get', '--raw', '/readyz') ? controlPlane : undefined;
}

/** Where the instance keeps keys, logs and data: below the temporary folder, readable by its user alone. */
export function folderOf(name: string): string {
  if (!/^[a-z0-9][a-z0-9.-]{0,40}$/.test(name)) {
    throw new ControlPlaneError(`'${name}' is no name of an instance: use lower-case letters, digits, '.' and '-'`);
  }
  return join(tmpdir(), `stator-control-plane-${userInfo().uid}`, name);
}

/** What is kept of an instance; undefined when there is none. */
export function readState(name: string): State | undefined {
  try {
    return JSON.parse(readFileSync(join(folderOf(name), STATE), 'utf8'));
  } catch (error) {
    if (error instanceof ControlPlaneError) {
      throw error;
    }
    return undefined;
  }
}

/** In one step, so that nobody reads half of it. */
export function writeState(state: State): void {
  const file = join(folderOf(state.name), STATE);
  writeFileSync(`${file}.new`, JSON.stringify(state));
  renameSync(`${file}.new`, file);
}

async function ready(folder: string, daemons: readonly Daemon[], name: string, holds: () => boolean): Promise<void> {
  let ended: Daemon | undefined;
  try {
    await waitUntil(READY_MS, () => {
      ended = daemons.find((daemon) => !isRunning(folder, daemon));
      return ended !== undefined || holds();
    });
  } catch {
    ended = undefined;
    throw new ControlPlaneError(`${name} is not ready after ${READY_MS / 1000} s:\n${logTail(folder, name)}`);
  }
  if (ended !== undefined) {
    throw new ControlPlaneError(`${ended.name} ended:\n${logTail(folder, ended.name)}`);
  }
}

function kubectlSucceeds({ kubectl, kubeconfig }: ControlPlane, ...args: readonly string[]): boolean {
  try {
    execFileSync(kubectl, ['--kubeconfig', kubeconfig, '--request-timeout=2s', ...args], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Paths of the kubeconfigs of those who act in a cluster. */
interface Pki {
  readonly controllers: string;
  readonly scheduler: string;
}

async function writePki(folder: string, server: string): Promise<Pki> {
  const authority = await CertificateAuthority.create();
  const write = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    chmodSync(path, 0o600);
    return path;
  };
  const { key, certificate } = await authority.server();
  const tokens = await signingKey();
  write('ca.crt', authority.certificate);
  write('server.key', key);
  write('server.crt', certificate);
  write('tokens.key', tokens.privateKey);
  write('tokens.pub', tokens.publicKey);
  const kubeconfig = (name: string, client: Certificate): string =>
    write(name, kubeconfigOf(server, authority.certificate, client));
  kubeconfig('kubeconfig', await authority.client('stator-admin', 'system:masters'));
  return {
    controllers: kubeconfig('controllers.kubeconfig', await authority.client('system:kube-controller-manager')),
    scheduler: kubeconfig('scheduler.kubeconfig', await authority.client('system:kube-scheduler')),
  };
}

/** JSON, which is YAML too. */
function kubeconfigOf(server: string, authority: string, { key, certificate }: Certificate): string {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'stator-test',
    contexts: [{ name: 'stator-test', context: { cluster: 'stator-test', user: 'stator-test' } }],
    clusters: [{ name: 'stator-test', cluster: { server, 'certificate-authority-data': base64(authority) } }],
    users: [
      {
        name: 'stator-test',
        user: { 'client-certificate-data': base64(certificate), 'client-key-data': base64(key) },
      },
    ],
  });
}

function etcdArgs(folder: string, client: number, peer: number): readonly string[] {
  const [clientUrl, peerUrl] = [`http://127.0.0.1:${client}`, `http://127.0.0.1:${peer}`];
  return [
    ...['--name', 'stator-test', '--data-dir', join(folder, 'etcd'), '--unsafe-no-fsync', '--log-level', 'warn'],
    ...['--listen-client-urls', clientUrl, '--advertise-client-urls', clientUrl],
    ...['--listen-peer-urls', peerUrl, '--initial-advertise-peer-urls', peerUrl],
    ...['--initial-cluster', `stator-test=${peerUrl}`],
  ];
}

function apiServerArgs(
  folder: string,
  { etcd, api, emulation }: { readonly etcd: number; readonly api: number; readonly emulation: readonly string[] },
): readonly string[] {
  return [
    ...['--etcd-servers', `http://127.0.0.1:${etcd}`, '--bind-address', '127.0.0.1', '--secure-port', String(api)],
    // Endpoints on loopback are not valid, so the server must not publish its own.
    ...['--advertise-address', '127.0.0.1', '--endpoint-reconciler-type', 'none'],
    ...['--authorization-mode', 'Node,RBAC', '--enable-admission-plugins', 'NodeRestriction,PodSecurity'],
    // Some fabrics need privileged containers, which managed clusters allow and this server by itself does not.
    '--allow-privileged=true',
    ...['--service-cluster-ip-range', '10.96.0.0/16', '--client-ca-file', join(folder, 'ca.crt')],
    ...['--tls-cert-file', join(folder, 'server.crt'), '--tls-private-key-file', join(folder, 'server.key')],
    ...['--service-account-issuer', 'https://kubernetes.default.svc'],
    ...['--service-account-key-file', join(folder, 'tokens.pub')],
    ...['--service-account-signing-key-file', join(folder, 'tokens.key')],
    ...(emulation.length === 0 ? [] : [...emulation, `--min-compatibility-version=${OLDEST_EMULATED}`]),
  ];
}

function controllerArgs(folder: string, pki: Pki, emulation: readonly string[]): readonly string[] {
  return [
    ...['--kubeconfig', pki.controllers, '--authentication-kubeconfig', pki.controllers],
    ...['--authorization-kubeconfig', pki.controllers, '--use-service-account-credentials'],
    ...['--leader-elect=false', '--secure-port=0', '--root-ca-file', join(folder, 'ca.crt')],
    ...['--service-account-private-key-file', join(folder, 'tokens.key')],
    ...['--controllers', ['*', ...CONTROLLERS_OFF.map((name) => `-${name}`)].join(','), ...emulation],
  ];
}
