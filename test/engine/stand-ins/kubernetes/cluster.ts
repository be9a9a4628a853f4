import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '../../../../constructs/manifests/json';
import { hasUnknown, plainObject } from '../plugin/values';
import { Api, ApiError, type Identity } from './api';
import { delay, failIfTold, log } from './faults';
import { connectionOf } from './kubeconfig';
import { identityOf, idOf, metadataOf, stableJson } from './objects';

const POLL_MS = 100;
const DELETE_SECONDS = 120;
/** How long a kind may take to appear after its CRD. */
const KIND_SECONDS = 15;

/** Objects of the cluster that the configuration of a provider names. Inputs may hold secrets and unknown values. */
export class Cluster {
  private readonly api: Api;
  private readonly defaultNamespace: string;
  private readonly upsert: boolean;
  private readonly cancelled = new AbortController();

  public constructor(config: JsonObject) {
    const text = (name: string) => (config[name] === '' ? undefined : config[name]?.toString());
    const connection = connectionOf(text('kubeconfig'), text('context'));
    this.api = new Api(connection);
    this.defaultNamespace = text('namespace') ?? connection.namespace ?? 'default';
    this.upsert = text('upsertExistingObjects') === 'true';
  }

  /** Gives up what it waits for. */
  public cancel(): void {
    this.cancelled.abort();
  }

  /** Where an object without a namespace goes; `undefined` for a kind of the whole cluster, or one that is not there yet. */
  public async namespaceFor({ apiVersion, kind }: JsonObject): Promise<string | undefined> {
    const found = await this.api.kind(String(apiVersion), String(kind));
    return found?.namespaced === true ? this.defaultNamespace : undefined;
  }

  /** What the object would become; `undefined` where that cannot be asked yet: something is unknown, or its kind or namespace is to come. */
  public async dryRun(inputs: JsonObject): Promise<JsonObject | undefined> {
    if (hasUnknown(inputs)) {
      return undefined;
    }
    const object = plainObject(inputs);
    try {
      return await this.api.apply(await this.identity(object), stableJson(object), true);
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) {
        return undefined;
      }
      throw error;
    }
  }

  /** @throws Error when it is there already: the real provider only takes objects over when it is told so */
  public async create(urn: string, inputs: JsonObject): Promise<{ readonly id: string; readonly object: JsonObject }> {
    const object = plainObject(inputs);
    await delay(this.cancelled.signal);
    failIfTold(identityOf(object));
    await this.eventually(`kind ${object['kind']} of ${object['apiVersion']}`, KIND_SECONDS, async () => {
      return (await this.api.kind(String(object['apiVersion']), String(object['kind']))) !== undefined;
    });
    const identity = await this.identity(object);
    if (!this.upsert && (await this.api.get(identity)) !== undefined) {
      throw new Error(`${identity.kind} ${idOf(identity)} already exists, and this stack did not create it`);
    }
    return { id: idOf(identity), object: await this.apply('create', urn, object) };
  }

  public update(urn: string, inputs: JsonObject): Promise<JsonObject> {
    return this.apply('update', urn, plainObject(inputs));
  }

  public get(identity: Identity): Promise<JsonObject | undefined> {
    return this.api.get(identity);
  }

  /** Deletes an object and waits until it is gone. Nothing happens when it is not there. */
  public async delete(urn: string, identity: Identity, timeoutSeconds: number): Promise<void> {
    const uid = await this.uidOf(identity);
    if (uid === undefined) {
      return;
    }
    await this.api.delete(identity);
    log({ operation: 'delete', urn, ...identity, body: '' });
    await this.eventually(`end of ${identity.kind} ${idOf(identity)}`, timeoutSeconds || DELETE_SECONDS, async () => {
      return (await this.uidOf(identity)) !== uid;
    });
  }

  private async apply(operation: 'create' | 'update', urn: string, object: JsonObject): Promise<JsonObject> {
    const identity = await this.identity(object);
    const body = stableJson(object);
    const applied = await this.api.apply(identity, body, false);
    log({ operation, urn, ...identity, body });
    return applied;
  }

  private async identity(object: JsonObject): Promise<Identity> {
    const namespace = await this.namespaceFor(object);
    return { ...(namespace === undefined ? {} : { namespace }), ...identityOf(object) };
  }

  private async uidOf(identity: Identity): Promise<unknown> {
    return metadataOf((await this.api.get(identity)) ?? {})['uid'];
  }

  private async eventually(what: string, seconds: number, holds: () => Promise<boolean>): Promise<void> {
    const end = Date.now() + seconds * 1000;
    while (!(await holds())) {
      if (Date.now() > end) {
        throw new Error(`no ${what} after ${seconds} s`);
      }
      await sleep(POLL_MS, undefined, { signal: this.cancelled.signal });
    }
  }
}
