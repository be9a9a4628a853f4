import * as http from 'node:http';
import * as https from 'node:https';
import { isJsonObject, type Json, type JsonObject } from '../../../constructs/manifests';
import { at, text } from '../../../constructs/observed';
import { ApiServerError } from './api-server-error';
import { type Connection, connect, type KubeconfigSource, messageOf } from './connection';

/** Objects of one kind in a namespace. */
export interface ObjectsQuery {
  /** For example `v1` or `batch/v1`. */
  readonly apiVersion: string;
  /** Plural name of the kind, for example `pods`. */
  readonly resource: string;
  readonly namespace: string;
  /**
   * As in kubectl, for example `app=x`.
   * @default - all objects
   */
  readonly labelSelector?: string;
}

export interface ObjectReference extends Omit<ObjectsQuery, 'labelSelector'> {
  readonly name: string;
}

/**
 * Reads from a cluster.
 *
 * Every method throws ApiServerError when the API server cannot be reached or refuses, and the reason of the signal when that fires.
 */
export interface ClusterReader {
  /** Undefined when there is no object of that name. */
  get(reference: ObjectReference, signal?: AbortSignal): Promise<JsonObject | undefined>;
  list(query: ObjectsQuery, signal?: AbortSignal): Promise<readonly JsonObject[]>;
  events(namespace: string, signal?: AbortSignal): Promise<readonly JsonObject[]>;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

const REQUEST_MS = 30_000;
const PAGE = 500;
/** A namespace with more objects than this many pages is not read to its end. */
const MOST_PAGES = 40;

/**
 * Reads from the cluster that a kubeconfig names. The kubeconfig is read, and `@kubernetes/client-node` loaded, at the first request.
 *
 * Methods throw KubeconfigError for a kubeconfig that leads nowhere, and CredentialsError when its credentials cannot be had.
 */
export function clusterReader(kubeconfig: KubeconfigSource): ClusterReader {
  let connection: Promise<Connection> | undefined;
  const ask = async (action: string, path: string, signal?: AbortSignal): Promise<Answer> => {
    connection ??= connect(kubeconfig);
    return request(await connection, action, path, signal);
  };
  const listAll = async (query: ObjectsQuery, signal?: AbortSignal): Promise<readonly JsonObject[]> => {
    const action = `list ${query.resource} in namespace ${query.namespace}`;
    const items: Json[] = [];
    let next = '';
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const parameters = new URLSearchParams({ limit: String(PAGE) });
      if (query.labelSelector !== undefined) parameters.set('labelSelector', query.labelSelector);
      if (next !== '') parameters.set('continue', next);
      const answer = await ask(action, `${pathOf(query)}?${parameters}`, signal);
      const value = objectIn(action, answer);
      if (answer.status !== 200) throw refusal(action, answer.status, value);
      const found = value['items'];
      if (!Array.isArray(found)) throw new ApiServerError(action, 'answered without a list', answer.status);
      items.push(...found);
      next = text(at(value, 'metadata', 'continue')) ?? '';
      if (next === '') break;
    }
    return items.filter(isJsonObject);
  };
  return {
    async get(reference, signal) {
      const action = `get ${reference.resource} ${reference.name} in namespace ${reference.namespace}`;
      const answer = await ask(action, `${pathOf(reference)}/${encodeURIComponent(reference.name)}`, signal);
      const value = objectIn(action, answer);
      if (answer.status === 200) return value;
      // Without a name, the API server does not know the kind.
      if (answer.status === 404 && at(value, 'details', 'name') === reference.name) return undefined;
      throw refusal(action, answer.status, value);
    },
    list: listAll,
    events: (namespace, signal) => listAll({ apiVersion: 'v1', resource: 'events', namespace }, signal),
  };
}

function pathOf({ apiVersion, resource, namespace }: ObjectsQuery): string {
  const [first = '', ...rest] = apiVersion.split('/').map(encodeURIComponent);
  const group = rest.length === 0 ? `/api/${first}` : `/apis/${[first, ...rest].join('/')}`;
  return `${group}/namespaces/${encodeURIComponent(namespace)}/${encodeURIComponent(resource)}`;
}

/** What an answer holds; nothing for an error that is not in JSON, as that for an unknown kind is. */
function objectIn(action: string, { status, body }: Answer): JsonObject {
  try {
    const value: Json = JSON.parse(body);
    if (isJsonObject(value)) return value;
  } catch {
    // Reported below.
  }
  if (status !== 200) return { message: body };
  throw new ApiServerError(action, 'answered with something other than a JSON object', status);
}

function refusal(action: string, status: number, answer: JsonObject): ApiServerError {
  const message = (text(answer['message']) ?? '').trim().replace(new RegExp(`^${status} `), '');
  const hint = status === 404 ? ' (the cluster does not serve this kind: are its CRDs installed?)' : '';
  return new ApiServerError(action, `${message || 'without a message'}${hint}`, status);
}

async function request(
  connection: Connection,
  action: string,
  path: string,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  const options = await connection.authorize();
  const timeout = AbortSignal.timeout(REQUEST_MS);
  const either = signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
  try {
    return await send(`${connection.server}${path}`, { ...options, signal: either });
  } catch (error) {
    signal?.throwIfAborted();
    const seconds = REQUEST_MS / 1000;
    const detail = timeout.aborted ? `no answer within ${seconds} s` : connectionWords(error);
    throw new ApiServerError(action, `${connection.server}: ${detail}`);
  }
}

function send(url: string, options: https.RequestOptions): Promise<Answer> {
  const headers = { ...options.headers, Accept: 'application/json', 'User-Agent': 'stator' };
  return new Promise((resolve, reject) => {
    const outgoing = (url.startsWith('https:') ? https : http).request(url, { ...options, headers }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        resolve({ status: incoming.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') });
      });
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

/** Node puts several failed addresses into an error without a message. */
function connectionWords(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join(', ');
  return messageOf(error);
}
