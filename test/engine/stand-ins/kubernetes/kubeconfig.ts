import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../../constructs/manifests/json';

/** Where an API server is, and how to speak to it. */
export interface Connection {
  readonly server: string;
  /** PEM. */
  readonly ca?: string | Buffer;
  readonly cert?: string | Buffer;
  readonly key?: string | Buffer;
  readonly token?: string;
  /** Namespace of the context. */
  readonly namespace?: string;
}

/** The connection of a kubeconfig: its content, its path, or nothing for that of the environment. */
export function connectionOf(kubeconfig: string | undefined, contextName?: string): Connection {
  const config = object(parse(contentOf(kubeconfig)));
  const context = named(config, 'contexts', contextName ?? text(config['current-context']), 'context');
  const cluster = named(config, 'clusters', text(context['cluster']), 'cluster');
  const user = named(config, 'users', text(context['user']), 'user');
  const server = text(cluster['server']);
  if (server === undefined) {
    throw new Error('the kubeconfig names no server');
  }
  return {
    server,
    ...present({
      ca: data(cluster, 'certificate-authority'),
      cert: data(user, 'client-certificate'),
      key: data(user, 'client-key'),
      token: text(user['token']),
      namespace: text(context['namespace']),
    }),
    ...executed(user),
  };
}

function contentOf(kubeconfig: string | undefined): string {
  if (kubeconfig !== undefined && (kubeconfig.includes('\n') || kubeconfig.trimStart().startsWith('{'))) {
    return kubeconfig;
  }
  const path = kubeconfig ?? process.env['KUBECONFIG'] ?? join(homedir(), '.kube', 'config');
  if (!existsSync(path)) {
    throw new Error(`there is no kubeconfig at ${path}`);
  }
  return readFileSync(path, 'utf8');
}

/** What a program such as `aws eks get-token` says. */
function executed({ exec }: JsonObject): Partial<Connection> {
  if (!isJsonObject(exec)) {
    return {};
  }
  const env = Object.fromEntries(list(exec['env']).map(({ name, value }) => [String(name), String(value)]));
  const args = isJsonArray(exec['args']) ? exec['args'].map(String) : [];
  const answer = execFileSync(String(exec['command']), args, { encoding: 'utf8', env: { ...process.env, ...env } });
  const status = object(object(JSON.parse(answer))['status']);
  return present({
    token: text(status['token']),
    cert: text(status['clientCertificateData']),
    key: text(status['clientKeyData']),
  });
}

function named(config: JsonObject, lists: string, name: string | undefined, field: string): JsonObject {
  const found = list(config[lists]).find((entry) => entry['name'] === name);
  if (found === undefined) {
    throw new Error(`the kubeconfig has no ${field} named '${name}'`);
  }
  return object(found[field]);
}

function data(holder: JsonObject, name: string): string | Buffer | undefined {
  const [inline, path] = [text(holder[`${name}-data`]), text(holder[name])];
  if (inline !== undefined) {
    return Buffer.from(inline, 'base64');
  }
  return path === undefined ? undefined : readFileSync(path);
}

function object(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

function list(value: Json | undefined): readonly JsonObject[] {
  return isJsonArray(value) ? value.filter(isJsonObject) : [];
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function present(values: { readonly [Key in keyof Connection]?: Connection[Key] | undefined }): Partial<Connection> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
