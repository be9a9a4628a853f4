import { spawn } from 'node:child_process';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** What the set-up hands to the tests, through the environment. */
export interface ClusterHandle {
  /** Minor release of Kubernetes, for example `1.36`. */
  readonly version: string;
  readonly kubeconfig: string;
  readonly kubectl: string;
  /** Socket of `kubectl proxy`: the API in plain HTTP. */
  readonly socket: string;
  /** Whether it is somebody's own cluster, where tests write nothing. */
  readonly dryRunOnly: boolean;
}

/** Variable with the handles, as JSON. */
export const HANDLES = 'STATOR_E2E_CLUSTERS';

export interface KubectlResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A cluster under test: kubectl as its users have it, and the API itself where there are many questions. */
export class Cluster {
  /** The clusters of this run; the newest first. */
  public static readonly all: readonly Cluster[] = handles().map((handle) => new Cluster(handle));

  /** The newest cluster. */
  public static get newest(): Cluster {
    const [first] = Cluster.all;
    if (first === undefined) {
      throw new Error('no cluster: these tests run with npm run test:e2e');
    }
    return first;
  }

  private readonly agent = new Agent({ keepAlive: true, maxSockets: 6 });

  private constructor(private readonly handle: ClusterHandle) {}

  public get version(): string {
    return this.handle.version;
  }

  public get dryRunOnly(): boolean {
    return this.handle.dryRunOnly;
  }

  /** Runs kubectl; the input is what `--filename -` reads. */
  public kubectl(args: readonly string[], input = ''): Promise<KubectlResult> {
    const { kubectl, kubeconfig } = this.handle;
    return new Promise((resolve, reject) => {
      const child = spawn(kubectl, ['--kubeconfig', kubeconfig, ...args]);
      const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
      child.stdout.on('data', (part: Buffer) => stdout.push(part));
      child.stderr.on('data', (part: Buffer) => stderr.push(part));
      child.on('error', reject);
      child.on('close', (status) => resolve({ status: status ?? -1, stdout: text(stdout), stderr: text(stderr) }));
      // A kubectl that fails early does not read to the end.
      child.stdin.on('error', () => {}).end(input);
    });
  }

  /** Runs kubectl and gives what it printed. @throws Error with its messages when it fails */
  public async run(args: readonly string[], input = ''): Promise<string> {
    const { status, stdout, stderr } = await this.kubectl(args, input);
    if (status !== 0) {
      throw new Error(`Kubernetes ${this.version}: kubectl ${args.join(' ')} failed:\n${stderr.slice(0, 4000)}`);
    }
    return stdout;
  }

  /** One request to the API server. */
  public request(method: string, path: string, body?: unknown, type = 'application/json'): Promise<ApiAnswer> {
    return new Promise((resolve, reject) => {
      const headers = { host: 'localhost', ...(body === undefined ? {} : { 'content-type': type }) };
      const options = { socketPath: this.handle.socket, method, path, agent: this.agent, headers };
      request(options, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          const body = text(parts);
          resolve({ status: response.statusCode ?? 0, body: body.startsWith('{') ? JSON.parse(body) : { text: body } });
        });
      })
        .on('error', reject)
        .end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  /** What the API server says to a document that is created with strict validation and not kept; `undefined` when it takes it. */
  public async refusal(document: Readonly<Record<string, unknown>>, collection: string): Promise<string | undefined> {
    const { status, body } = await this.request(
      'POST',
      `${collection}?dryRun=All&fieldValidation=Strict&fieldManager=stator-test`,
      document,
    );
    if (status >= 500 || status === 404) {
      throw new Error(`the API server failed with ${status}: ${JSON.stringify(body)}`);
    }
    return status < 300 ? undefined : String(body['message'] ?? body['text']);
  }

  /** Asks again until the value is there. */
  public async eventually<T>(what: string, seconds: number, look: () => Promise<T | undefined>): Promise<T> {
    const end = Date.now() + seconds * 1000;
    for (;;) {
      const found = await look();
      if (found !== undefined) {
        return found;
      }
      if (Date.now() > end) {
        throw new Error(`${what}: nothing in ${seconds} s`);
      }
      await sleep(200);
    }
  }
}

/** Does something for each item, a few at a time: a kubectl keeps a processor busy. */
export async function forEachOf<T>(items: readonly T[], work: (item: T) => Promise<void>, atOnce = 3): Promise<void> {
  const left = [...items];
  const next = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) {
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, next));
}

function handles(): readonly ClusterHandle[] {
  return JSON.parse(process.env[HANDLES] ?? '[]');
}

function text(parts: readonly Buffer[]): string {
  return Buffer.concat(parts).toString('utf8');
}
