import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { credentials, type ServiceError } from '@grpc/grpc-js';
import { AnalyzerClient } from '@pulumi/pulumi/proto/analyzer_grpc_pb';
import * as rpc from '@pulumi/pulumi/proto/analyzer_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { Struct } from 'google-protobuf/google/protobuf/struct_pb';

const ROOT = resolve(__dirname, '../..');

const NO_START = new Error('the pack ended before it told its port');

/** A resource as the engine sends it. */
export interface SentResource {
  readonly type: string;
  readonly urn: string;
  readonly props: object;
}

/** The pack as a process of its own, started and asked as the engine does it. */
export class PackProcess {
  /** Bundles `program.ts`, so that the test needs no build, and runs it by the script that Pulumi's language host takes. */
  public static async start(): Promise<PackProcess> {
    const folder = mkdtempSync(join(tmpdir(), 'stator-pack-'));
    const bundle = ['--bundle', '--platform=node', '--packages=external', `--outfile=${join(folder, 'pack.js')}`];
    execFileSync(join(ROOT, 'node_modules/.bin/esbuild'), [
      join(ROOT, 'stacks/policy/program.ts'),
      ...bundle,
      '--log-level=error',
    ]);
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'pack', version: '1.2.3', main: 'pack.js' }));
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    const script = createRequire(join(folder, 'index.js')).resolve('@pulumi/pulumi/cmd/run-policy-pack');
    const child = spawn(process.execPath, [script, '127.0.0.1:1', folder], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: child.stdout });
    const [port] = await Promise.race([once(lines, 'line'), once(child, 'exit').then(() => Promise.reject(NO_START))]);
    return new PackProcess(child, folder, new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure()));
  }

  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    private readonly client: AnalyzerClient,
  ) {}

  /** What the pack says about itself. */
  public info(): Promise<rpc.AnalyzerInfo.AsObject> {
    return answer<rpc.AnalyzerInfo>((done) => this.client.getAnalyzerInfo(new Empty(), done)).then((info) =>
      info.toObject(),
    );
  }

  /** Gives the configuration of policies: level and properties, as the engine has them after reading a file. */
  public async configure(
    policies: Readonly<Record<string, { readonly level: rpc.EnforcementLevel; readonly props?: object }>>,
  ): Promise<void> {
    const request = new rpc.ConfigureAnalyzerRequest();
    for (const [name, { level, props = {} }] of Object.entries(policies)) {
      const config = new rpc.PolicyConfig().setEnforcementlevel(level).setProperties(struct(props));
      request.getPolicyconfigMap().set(name, config);
    }
    await answer<Empty>((done) => this.client.configure(request, done));
  }

  /** What the policies over stacks report. */
  public analyzeStack(resources: readonly SentResource[]): Promise<readonly rpc.AnalyzeDiagnostic.AsObject[]> {
    const sent = resources.map(({ type, urn, props }) =>
      new rpc.AnalyzerResource()
        .setType(type)
        .setUrn(urn)
        .setName(nameOf(urn))
        .setProperties(struct(props))
        .setOptions(new rpc.AnalyzerResourceOptions()),
    );
    const request = new rpc.AnalyzeStackRequest().setResourcesList(sent);
    return answer<rpc.AnalyzeResponse>((done) => this.client.analyzeStack(request, done)).then(diagnostics);
  }

  /** What the policies over single resources report. */
  public analyze({ type, urn, props }: SentResource): Promise<readonly rpc.AnalyzeDiagnostic.AsObject[]> {
    const request = new rpc.AnalyzeRequest()
      .setType(type)
      .setUrn(urn)
      .setName(nameOf(urn))
      .setProperties(struct(props))
      .setOptions(new rpc.AnalyzerResourceOptions());
    return answer<rpc.AnalyzeResponse>((done) => this.client.analyze(request, done)).then(diagnostics);
  }

  public async stop(): Promise<void> {
    this.client.close();
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
    rmSync(this.folder, { recursive: true });
  }
}

function diagnostics(response: rpc.AnalyzeResponse): readonly rpc.AnalyzeDiagnostic.AsObject[] {
  return response.toObject().diagnosticsList;
}

function nameOf(urn: string): string {
  return urn.split('::').at(-1) ?? '';
}

function struct(value: object): Struct {
  return Struct.fromJavaScript(JSON.parse(JSON.stringify(value)));
}

function answer<T>(call: (done: (error: ServiceError | null, response: T) => void) => unknown): Promise<T> {
  return new Promise((resolved, failed) => {
    call((error, response) => (error === null ? resolved(response) : failed(error)));
  });
}
