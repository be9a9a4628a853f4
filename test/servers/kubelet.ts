import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Contents of Secrets by name and key. */
export type Secrets = Readonly<Record<string, Readonly<Record<string, string>>>>;

interface EnvVar {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly secretKeyRef?: { readonly name: string; readonly key: string };
    readonly fieldRef?: { readonly fieldPath: string };
  };
}

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
}

export interface Container {
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly EnvVar[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
  readonly lifecycle?: { readonly preStop: { readonly exec: { readonly command: readonly string[] } } };
  readonly startupProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly livenessProbe?: Probe;
}

interface Volume {
  readonly name: string;
  readonly configMap?: { readonly name: string };
  readonly secret?: {
    readonly secretName: string;
    readonly items: readonly { readonly key: string; readonly path: string }[];
  };
}

export interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec: {
    readonly replicas: number;
    readonly serviceName: string;
    readonly template: {
      readonly spec: { readonly containers: readonly [Container]; readonly volumes?: readonly Volume[] };
    };
  };
}

/** A server as the kubelet would run it, on loopback. */
export class Pod {
  private process: ChildProcess | undefined;
  private output = '';

  public constructor(
    public readonly name: string,
    private readonly program: string,
    private readonly container: Container,
    private readonly env: Readonly<Record<string, string>>,
    private readonly localise: (text: string) => string,
    private readonly ports: ReadonlyMap<string, number>,
  ) {}

  public get log(): string {
    return this.output;
  }

  public port(name: string): number {
    const port = this.ports.get(name);
    if (port === undefined) throw new Error(`no port ${name}`);
    return port;
  }

  public start(): void {
    const args = (this.container.args ?? []).map((arg) => this.localise(expand(arg, this.env)));
    this.process = spawn(this.program, args, { env: { ...this.env }, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream?.on('data', (data: Buffer) => {
        this.output += data.toString();
      });
    }
  }

  /** Runs the hook before a stop and gives its exit code. */
  public preStop(): number | null {
    const [, ...args] = this.container.lifecycle?.preStop.exec.command ?? [];
    return spawnSync(this.program, args.map(this.localise)).status;
  }

  /** The HTTP status of a probe. */
  public async probe(kind: 'startupProbe' | 'readinessProbe' | 'livenessProbe'): Promise<number> {
    const { path, port } = this.container[kind]?.httpGet ?? { path: '', port: '' };
    return (await fetch(`http://127.0.0.1:${this.port(port)}${path}`)).status;
  }

  /** An answer of the monitoring port. */
  public async monitor(path: string): Promise<string> {
    return (await fetch(`http://127.0.0.1:${this.port('monitor')}${path}`)).text();
  }

  public get exited(): boolean {
    return this.process?.exitCode !== null || this.process.signalCode !== null;
  }

  public async stop(): Promise<void> {
    const { process } = this;
    if (process === undefined || this.exited) return;
    const exit = new Promise((resolve) => process.once('exit', resolve));
    process.kill('SIGKILL');
    await exit;
  }
}

/** The pods of a rendered StatefulSet. */
export class Pods {
  /** Lays out the files of every pod, and starts none. */
  public static async of(
    documents: readonly KubernetesObject[],
    name: string,
    program: string,
    secrets: Secrets,
  ): Promise<Pods> {
    const set = documents.find(({ kind, metadata }) => kind === 'StatefulSet' && metadata.name === name);
    if (set === undefined) throw new Error(`no StatefulSet ${name}`);
    const folder = mkdtempSync(join(tmpdir(), `stator-${name}-`));
    const [container] = set.spec.template.spec.containers;
    const names = Array.from({ length: set.spec.replicas }, (_, index) => `${name}-${index}`);
    const ports = await freePorts(names, container);
    const pods = names.map((pod) => layOut({ documents, set, folder, pod, ports, program, secrets }));
    return new Pods(folder, pods);
  }

  private constructor(
    private readonly folder: string,
    public readonly all: readonly Pod[],
  ) {}

  public get first(): Pod {
    const [pod] = this.all;
    if (pod === undefined) throw new Error('no pod');
    return pod;
  }

  public start(): void {
    for (const pod of this.all) pod.start();
  }

  /** Waits until every pod passes its readiness probe. */
  public async ready(): Promise<void> {
    for (const pod of this.all) {
      await until(
        async () => (await pod.probe('readinessProbe')) === 200,
        () => `${pod.name} is not ready:\n${pod.log}`,
      );
    }
  }

  public async stop(): Promise<void> {
    await Promise.all(this.all.map((pod) => pod.stop()));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The environment of a container. */
export function environment({ env = [] }: Container, pod: string, secrets: Secrets): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const { name, value, valueFrom } of env) {
    const { secretKeyRef, fieldRef } = valueFrom ?? {};
    if (secretKeyRef !== undefined) {
      values[name] = secretOf(secrets, secretKeyRef.name, secretKeyRef.key);
    } else {
      values[name] = fieldRef === undefined ? expand(value ?? '', values) : pod;
    }
  }
  return values;
}

/** Tries again until it holds, or a minute has passed. */
export async function until(holds: () => Promise<boolean>, otherwise: () => string): Promise<void> {
  const end = Date.now() + 60_000;
  for (;;) {
    try {
      if (await holds()) return;
    } catch (error) {
      if (Date.now() > end) throw new Error(otherwise(), { cause: error });
    }
    if (Date.now() > end) throw new Error(otherwise());
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

interface Layout {
  readonly documents: readonly KubernetesObject[];
  readonly set: KubernetesObject;
  readonly folder: string;
  readonly pod: string;
  readonly ports: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly program: string;
  readonly secrets: Secrets;
}

/** Writes what the volumes of a pod hold. */
function layOut({ documents, set, folder, pod, ports, program, secrets }: Layout): Pod {
  const { containers, volumes = [] } = set.spec.template.spec;
  const [container] = containers;
  const root = join(folder, pod);
  const localise = localiser(set, root, pod, ports);
  for (const { name, mountPath } of container.volumeMounts ?? []) {
    mkdirSync(join(root, mountPath), { recursive: true });
    const volume = volumes.find((each) => each.name === name);
    const files = volume === undefined ? {} : filesOf(volume, documents, secrets);
    for (const [file, content] of Object.entries(files)) {
      const path = join(root, mountPath, file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, volume?.configMap === undefined ? content : localise(content));
    }
  }
  const own = ports.get(pod) ?? new Map<string, number>();
  return new Pod(pod, program, container, environment(container, pod, secrets), localise, own);
}

function filesOf(
  { configMap, secret }: Volume,
  documents: readonly KubernetesObject[],
  secrets: Secrets,
): Readonly<Record<string, string>> {
  if (secret !== undefined) {
    return Object.fromEntries(
      secret.items.map(({ key, path }) => [path, secretOf(secrets, secret.secretName, key)] as const),
    );
  }
  if (configMap === undefined) return {};
  const found = documents.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === configMap.name);
  if (found?.data === undefined) throw new Error(`no ConfigMap ${configMap.name}`);
  return found.data;
}

/**
 * The one place where a configuration differs from the rendered one: pods of a test share a machine. Paths of mounts move below the
 * folder of the pod, names of pods become loopback with a port of their own, and so do the ports that a pod listens on.
 */
function localiser(
  set: KubernetesObject,
  root: string,
  pod: string,
  ports: ReadonlyMap<string, ReadonlyMap<string, number>>,
): (text: string) => string {
  const [container] = set.spec.template.spec.containers;
  const mounts = (container.volumeMounts ?? []).map(({ mountPath }) => mountPath);
  const named = container.ports ?? [];
  const local = (of: string, port: number) =>
    ports.get(of)?.get(named.find(({ containerPort }) => containerPort === port)?.name ?? '') ?? port;
  const paths = new RegExp(`(?<![\\w/])(?:${mounts.join('|')})(?=[/"]|$)`, 'g');
  const hosts = new RegExp(`([\\w-]+)\\.${set.spec.serviceName}[\\w.]*:(\\d+)`, 'g');
  const own = new RegExp(`\\b(?:${named.map(({ containerPort }) => containerPort).join('|')})\\b`, 'g');
  return (text) =>
    text
      .replace(own, (port) => `<${port}>`)
      .replace(paths, (path) => join(root, path))
      .replaceAll('0.0.0.0:', '127.0.0.1:')
      .replace(new RegExp(hosts.source.replace(':(\\d+)', ':<(\\d+)>'), 'g'), (_, host: string, port: string) => {
        return `127.0.0.1:${local(host, Number(port))}`;
      })
      .replace(/<(\d+)>/g, (_, port: string) => String(local(pod, Number(port))));
}

function secretOf(secrets: Secrets, name: string, key: string): string {
  const value = secrets[name]?.[key];
  if (value === undefined) throw new Error(`no key ${key} in Secret ${name}`);
  return value;
}

/** `$(NAME)`, as in commands and later variables. */
function expand(text: string, env: Readonly<Record<string, string>>): string {
  return text.replace(/\$\((\w+)\)/g, (whole, name: string) => env[name] ?? whole);
}

async function freePorts(
  pods: readonly string[],
  { ports = [] }: Container,
): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> {
  // All at once: a port that is given back may be given out again.
  const servers = await Promise.all(
    pods.flatMap((pod) =>
      ports.map(async ({ name }) => {
        const server = createServer();
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
        const address = server.address();
        if (address === null || typeof address === 'string') throw new Error('no port');
        return { pod, name, server, port: address.port };
      }),
    ),
  );
  await Promise.all(servers.map(({ server }) => new Promise((resolve) => server.close(resolve))));
  return new Map(
    pods.map((pod) => [
      pod,
      new Map(servers.filter((each) => each.pod === pod).map(({ name, port }) => [name, port] as const)),
    ]),
  );
}
