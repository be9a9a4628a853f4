/*
 * A stand-in for Pulumi's language host `pulumi-language-nodejs`, for tests of Stator, because the real one cannot be had from package
 * registries.
 *
 * What it does: runs programs and policy packs of projects with `runtime: nodejs` by the scripts that `@pulumi/pulumi` brings along, as
 * the real one does.
 *
 * What it does not do: install dependencies or plugins, find out which plugins a program needs, make projects or packages, tracing,
 * debugging, other package managers or Node options.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { handleServerStreamingCall } from '@grpc/grpc-js';
import { LanguageRuntimeService } from '@pulumi/pulumi/proto/language_grpc_pb';
import * as rpc from '@pulumi/pulumi/proto/language_pb';
import { PluginInfo } from '@pulumi/pulumi/proto/plugin_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { servePlugin, unary } from '../plugin/serve';
import { decode } from '../plugin/values';

/** Code with which a program ends after it has told the user why. */
const BAIL = 32;

const engine = process.argv.at(-1) ?? '';
const children = new Set<ChildProcess>();

function start(
  script: string,
  folder: string,
  args: readonly string[],
  options: Parameters<typeof spawn>[2],
): ChildProcess {
  const path = createRequire(join(folder, 'index.js')).resolve(`@pulumi/pulumi/cmd/${script}`);
  const child = spawn(process.execPath, [path, ...args], options);
  children.add(child);
  child.on('close', () => children.delete(child));
  return child;
}

function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

async function run(request: rpc.RunRequest): Promise<rpc.RunResponse> {
  const info = request.getInfo();
  const folder = info?.getProgramDirectory() ?? request.getPwd();
  const config = Object.fromEntries(request.getConfigMap().toObject(false));
  const typescript = decode(info?.getOptions())['typescript'] !== false;
  const args = [
    ...['--monitor', request.getMonitorAddress(), '--engine', engine],
    ...['--project', request.getProject(), '--stack', request.getStack(), '--organization', request.getOrganization()],
    ...['--root-directory', info?.getRootDirectory() ?? request.getPwd(), '--pwd', request.getPwd()],
    ...['--parallel', String(request.getParallel()), ...(request.getDryrun() ? ['--dry-run'] : [])],
    info?.getEntryPoint() ?? request.getProgram(),
    ...request.getArgsList(),
  ];
  const env = {
    ...process.env,
    PULUMI_NODEJS_TYPESCRIPT: String(typescript),
    PULUMI_CONFIG: JSON.stringify(config),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
  };
  const code = await ended(start('run', folder, args, { cwd: folder, env, stdio: ['ignore', 'inherit', 'inherit'] }));
  const response = new rpc.RunResponse();
  response.setBail(code === BAIL);
  response.setError(code === 0 || code === BAIL ? '' : `the program ended with code ${code}`);
  return response;
}

/** Policy packs: their first line of output is the port. */
const runPlugin: handleServerStreamingCall<rpc.RunPluginRequest, rpc.RunPluginResponse> = (call) => {
  const { request } = call;
  const folder = request.getInfo()?.getProgramDirectory() ?? request.getProgram();
  const pairs = request.getEnvList().map((entry): [string, string] => {
    const at = entry.indexOf('=');
    return [entry.slice(0, at), entry.slice(at + 1)];
  });
  const script = request.getKind() === 'analyzer' ? 'run-policy-pack' : 'run-plugin';
  const child = start(script, folder, [...request.getArgsList(), folder], {
    // Policy packs read their package.json there.
    cwd: folder,
    env: { ...process.env, ...Object.fromEntries(pairs) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout?.on('data', (part: Buffer) => call.write(new rpc.RunPluginResponse().setStdout(part)));
  child.stderr?.on('data', (part: Buffer) => call.write(new rpc.RunPluginResponse().setStderr(part)));
  child.on('close', (code) => {
    call.write(new rpc.RunPluginResponse().setExitcode(code ?? 1));
    call.end();
  });
  call.on('cancelled', () => child.kill());
};

function stopChildren(): void {
  for (const child of children) {
    child.kill();
  }
}

servePlugin(
  LanguageRuntimeService,
  {
    run: unary(run),
    runPlugin,
    handshake: unary(() => new rpc.LanguageHandshakeResponse()),
    getRequiredPackages: unary(() => new rpc.GetRequiredPackagesResponse()),
    getRequiredPlugins: unary(() => new rpc.GetRequiredPluginsResponse()),
    getProgramDependencies: unary(() => new rpc.GetProgramDependenciesResponse()),
    runtimeOptionsPrompts: unary(() => new rpc.RuntimeOptionsResponse()),
    about: unary(() => new rpc.AboutResponse().setExecutable(process.execPath).setVersion(process.version)),
    getPluginInfo: unary(() => new PluginInfo().setVersion('0.0.0')),
    cancel: unary(() => {
      stopChildren();
      return new Empty();
    }),
  },
  stopChildren,
);
