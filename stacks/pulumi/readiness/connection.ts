import type { RequestOptions } from 'node:https';
import { nearest, someOf } from '../../../constructs/findings';
import { oneLine } from './text';

/** Where the way to a cluster is written. Without `text` and `path`: where kubectl looks, `KUBECONFIG` first. */
export interface KubeconfigSource {
  /** The kubeconfig itself. */
  readonly text?: string;
  /** File of the kubeconfig. Not read when `text` is given. */
  readonly path?: string;
  /**
   * Name of the context.
   * @default - the current context of the kubeconfig
   */
  readonly context?: string;
}

/** Thrown for a kubeconfig that cannot be read, or that does not say how to reach the cluster. */
export class KubeconfigError extends Error {
  public constructor(message: string) {
    super(message);
    this.name = 'KubeconfigError';
  }
}

/** Thrown when no credentials can be had, for example because the command that prints them fails. */
export class CredentialsError extends Error {
  public constructor(message: string) {
    super(message);
    this.name = 'CredentialsError';
  }
}

/** How requests get to the API server. */
export interface Connection {
  /** Address of the API server, without a slash at its end. */
  readonly server: string;
  /**
   * Credentials and TLS settings of a request.
   *
   * @throws CredentialsError when they cannot be had
   */
  authorize(): Promise<RequestOptions>;
}

type Client = typeof import('@kubernetes/client-node');

/**
 * Reads the kubeconfig with `@kubernetes/client-node`, which is loaded here and nowhere else.
 *
 * @throws KubeconfigError
 */
export async function connect(source: KubeconfigSource): Promise<Connection> {
  const { KubeConfig } = await loadClient();
  const config = new KubeConfig();
  const origin = load(config, source);
  const contexts = config.getContexts().map(({ name }) => name);
  const name = source.context ?? config.getCurrentContext() ?? '';
  if (name === '') {
    throw new KubeconfigError(`${origin} has no current context; name one of its contexts: ${listed(contexts)}`);
  }
  if (!contexts.includes(name)) {
    const meant = nearest(name, contexts);
    const hint = meant === undefined ? `it has ${listed(contexts)}` : `did you mean '${meant}'?`;
    throw new KubeconfigError(`${origin} has no context '${oneLine(name)}'; ${hint}`);
  }
  config.setCurrentContext(name);
  const server = config.getCurrentCluster()?.server ?? '';
  if (!/^https?:\/\//.test(server)) {
    throw new KubeconfigError(`context '${oneLine(name)}' of ${origin} leads to no cluster with a server address`);
  }
  if (config.getCurrentUser() === null) {
    throw new KubeconfigError(`context '${oneLine(name)}' of ${origin} names a user that the kubeconfig does not have`);
  }
  return {
    server: server.replace(/\/+$/, ''),
    async authorize() {
      const options: RequestOptions = {};
      try {
        await config.applyToHTTPSOptions(options);
      } catch (error) {
        throw new CredentialsError(
          `no credentials for context '${oneLine(name)}': ${messageOf(error)}; check that \`kubectl --context ${oneLine(name)} version\` works`,
        );
      }
      return options;
    },
  };
}

async function loadClient(): Promise<Client> {
  try {
    return await import('@kubernetes/client-node');
  } catch (error) {
    throw new KubeconfigError(
      `waiting for a graph needs the package @kubernetes/client-node, which cannot be loaded (${messageOf(error)}); install it: npm install @kubernetes/client-node`,
    );
  }
}

/** Gives what to call the kubeconfig in messages. */
function load(config: InstanceType<Client['KubeConfig']>, { text, path }: KubeconfigSource): string {
  const origin = text !== undefined ? 'the kubeconfig' : path === undefined ? 'the default kubeconfig' : `'${path}'`;
  try {
    if (text !== undefined) config.loadFromString(text);
    else if (path !== undefined) config.loadFromFile(path);
    else config.loadFromDefault();
  } catch (error) {
    // A text of another shape is only met as a property that is missing somewhere.
    const why = error instanceof TypeError ? 'it needs lists of clusters, users and contexts' : messageOf(error);
    throw new KubeconfigError(`${origin} cannot be read as a kubeconfig: ${why}`);
  }
  return origin;
}

function listed(contexts: readonly string[]): string {
  return contexts.length === 0 ? 'none' : someOf(contexts.map((name) => `'${oneLine(name)}'`));
}

/** First line only: those after it quote the file, and with it its secrets. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return oneLine(message.trim().split('\n')[0] ?? '', 300);
}
