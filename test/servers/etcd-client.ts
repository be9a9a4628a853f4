import { request as requestHttp } from 'node:http';
import { type RequestOptions, request as requestHttps } from 'node:https';

export interface EtcdClientOptions {
  readonly url: string;
  readonly tls?: Pick<RequestOptions, 'ca' | 'cert' | 'key' | 'servername'>;
  /** Token of a user. */
  readonly token?: string;
}

/** Calls etcd's JSON gateway. Throws with etcd's own words. */
export function call(
  { url, tls, token }: EtcdClientOptions,
  path: string,
  body: object,
): Promise<Readonly<Record<string, unknown>>> {
  const { protocol, hostname, port } = new URL(url);
  const options: RequestOptions = {
    method: 'POST',
    hostname,
    port,
    path,
    agent: false,
    ...tls,
    ...(token === undefined ? {} : { headers: { Authorization: token } }),
  };
  return new Promise((resolve, reject) => {
    const request = (protocol === 'https:' ? requestHttps : requestHttp)(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (response.statusCode === 200) {
          resolve(JSON.parse(text));
        } else {
          reject(new Error(`${response.statusCode} ${text}`));
        }
      });
    });
    request.on('error', reject);
    request.end(JSON.stringify(body));
  });
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

export async function put(options: EtcdClientOptions, key: string, value: string): Promise<void> {
  await call(options, '/v3/kv/put', { key: base64(key), value: base64(value) });
}

export async function get(options: EtcdClientOptions, key: string): Promise<string | undefined> {
  const { kvs } = await call(options, '/v3/kv/range', { key: base64(key) });
  const [first]: readonly { readonly value: string }[] = Array.isArray(kvs) ? kvs : [];
  return first === undefined ? undefined : Buffer.from(first.value, 'base64').toString();
}

/** Logs a user in. */
export async function login(options: EtcdClientOptions, name: string, password: string): Promise<EtcdClientOptions> {
  const { token } = await call(options, '/v3/auth/authenticate', { name, password });
  return { ...options, token: String(token) };
}
