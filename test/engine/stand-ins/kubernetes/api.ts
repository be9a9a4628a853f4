import { Agent, request } from 'node:https';
import { isJsonArray, isJsonObject, type JsonObject } from '../../../../constructs/manifests/json';
import type { Connection } from './kubeconfig';

/** The API server refused. */
export class ApiError extends Error {
  public constructor(
    public readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Kind and place of an object. */
export interface Identity {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** Absent for objects of the whole cluster. */
  readonly namespace?: string;
}

interface Kind {
  /** Plural name, as in paths. */
  readonly plural: string;
  readonly namespaced: boolean;
}

/** Who owns the fields that the stand-in applies. */
const FIELD_MANAGER = 'stator-stand-in';

/** The few requests to an API server that a provider needs. */
export class Api {
  private readonly agent: Agent;
  private readonly kinds = new Map<string, Kind>();

  public constructor(private readonly connection: Connection) {
    const { ca, cert, key } = connection;
    this.agent = new Agent({ keepAlive: true, ca, cert, key });
  }

  /** The kind as the server has it; `undefined` when it does not (yet): its CRD may come with this very update. */
  public async kind(apiVersion: string, kind: string): Promise<Kind | undefined> {
    const id = `${apiVersion}/${kind}`;
    if (!this.kinds.has(id)) {
      const found = await this.found(() => this.send('GET', groupPath(apiVersion)));
      const resources = isJsonArray(found?.['resources']) ? found['resources'].filter(isJsonObject) : [];
      for (const { name, kind, namespaced } of resources.filter(({ name }) => !String(name).includes('/'))) {
        this.kinds.set(`${apiVersion}/${kind}`, { plural: String(name), namespaced: namespaced === true });
      }
    }
    return this.kinds.get(id);
  }

  /** Server-side apply, as the owner of all fields. @throws ApiError */
  public async apply(identity: Identity, body: string, dryRun: boolean): Promise<JsonObject> {
    const query = `?fieldManager=${FIELD_MANAGER}&force=true${dryRun ? '&dryRun=All' : ''}`;
    return this.send('PATCH', `${await this.path(identity)}${query}`, body);
  }

  /** The object, or `undefined` when there is none. */
  public async get(identity: Identity): Promise<JsonObject | undefined> {
    if ((await this.kind(identity.apiVersion, identity.kind)) === undefined) {
      return undefined;
    }
    return this.found(async () => this.send('GET', await this.path(identity)));
  }

  /** Asks for its end. Nothing happens when there is none. */
  public async delete(identity: Identity): Promise<void> {
    await this.found(async () => this.send('DELETE', `${await this.path(identity)}?propagationPolicy=Background`));
  }

  private async path({ apiVersion, kind, namespace, name }: Identity): Promise<string> {
    const found = await this.kind(apiVersion, kind);
    if (found === undefined) {
      throw new ApiError(404, `no matches for kind "${kind}" in version "${apiVersion}"`);
    }
    const place = found.namespaced ? `namespaces/${namespace}/` : '';
    return `${groupPath(apiVersion)}/${place}${found.plural}/${name}`;
  }

  private async found(ask: () => Promise<JsonObject>): Promise<JsonObject | undefined> {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) {
        return undefined;
      }
      throw error;
    }
  }

  private send(method: string, path: string, body?: string): Promise<JsonObject> {
    const { server, token } = this.connection;
    const headers = {
      accept: 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/apply-patch+yaml' }),
    };
    return new Promise((resolve, reject) => {
      request(`${server.replace(/\/$/, '')}${path}`, { method, headers, agent: this.agent }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          const { statusCode = 0 } = response;
          const answer = parsed(Buffer.concat(parts).toString('utf8'));
          if (statusCode >= 300) {
            reject(new ApiError(statusCode, String(answer['message'] ?? `the API server answers ${statusCode}`)));
          } else {
            resolve(answer);
          }
        });
      })
        .on('error', (error) => reject(new Error(`the cluster at ${server} cannot be reached: ${error.message}`)))
        .end(body);
    });
  }
}

function groupPath(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

function parsed(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : {};
  } catch {
    return { message: text };
  }
}
