import { createHash } from 'node:crypto';
import type { DiffResponse } from '@pulumi/pulumi/proto/provider_pb';
import { parseAllDocuments } from 'yaml';
import { isJsonObject, type JsonObject } from '../../../../constructs/manifests/json';
import { type Difference, diffResponse } from '../plugin/diff';
import type { Change, Created, Existing, Observed, Provider, Resource } from '../plugin/provider';
import { Unimplemented } from '../plugin/serve';
import { keepSecretFields, plainObject } from '../plugin/values';
import { ApiError } from './api';
import { Cluster } from './cluster';
import { driftedInputs } from './drift';
import { identityOfId, metadataOf, outputsOf, previewOutputs } from './objects';
import { RELEASE, release } from './release';

/** Applies objects to a cluster; main.ts says what that proves and what not. */
export class KubernetesStandIn implements Provider {
  private config: JsonObject = {};
  private connected: Cluster | undefined;

  public configure(config: JsonObject): void {
    this.config = plainObject(config);
  }

  public cancel(): void {
    this.connected?.cancel();
  }

  public async check(resource: Resource, inputs: JsonObject, oldInputs: JsonObject): Promise<JsonObject> {
    if (resource.type === RELEASE) {
      return inputs;
    }
    if (/(Patch|List)$/.test(resource.type)) {
      throw new Error(`the stand-in for kubernetes has no ${resource.type}`);
    }
    const old = metadataOf(oldInputs);
    const metadata = { name: old['name'] ?? autoname(resource), ...metadataOf(inputs) };
    // Its kind came with the same update: it was created without one, and stays so.
    const without = old['name'] !== undefined && old['namespace'] === undefined;
    const namespace = without || 'namespace' in metadata ? undefined : await this.cluster.namespaceFor(inputs);
    return { ...inputs, metadata: namespace === undefined ? metadata : { ...metadata, namespace } };
  }

  public diff({ type, oldInputs }: Existing, inputs: JsonObject): DiffResponse {
    if (type === RELEASE) {
      return diffResponse(plainObject(oldInputs), plainObject(inputs), () => false);
    }
    const response = diffResponse(plainObject(oldInputs), plainObject(inputs), (difference) =>
      this.replaces(String(inputs['kind']), difference),
    );
    const [before, after] = [metadataOf(oldInputs), metadataOf(inputs)];
    const sameName = before['name'] === after['name'] && before['namespace'] === after['namespace'];
    response.setDeletebeforereplace(sameName && response.getReplacesList().length > 0);
    return response;
  }

  public async create({ urn, type, inputs, preview }: Change): Promise<Created> {
    if (type === RELEASE) {
      return release(inputs);
    }
    if (preview) {
      const planned = await this.cluster.dryRun(inputs);
      return { id: '', outputs: planned === undefined ? inputs : keepSecretFields(previewOutputs(planned), inputs) };
    }
    const { id, object } = await this.cluster.create(urn, inputs);
    return { id, outputs: keepSecretFields(outputsOf(object), inputs) };
  }

  public async update(_: Existing, { urn, type, inputs, preview }: Change): Promise<JsonObject> {
    if (type === RELEASE) {
      return release(inputs).outputs;
    }
    const object = preview ? await this.cluster.dryRun(inputs) : await this.cluster.update(urn, inputs);
    return object === undefined ? inputs : keepSecretFields(outputsOf(object), inputs);
  }

  public async read({ type, id, oldInputs, oldOutputs }: Existing): Promise<Observed | undefined> {
    if (type === RELEASE) {
      return { inputs: oldInputs, outputs: oldOutputs };
    }
    const live = await this.cluster.get(identityOfId(id, type));
    if (live === undefined) {
      return undefined;
    }
    const outputs = keepSecretFields(outputsOf(live), oldInputs);
    if (Object.keys(oldInputs).length === 0) {
      const { status: _, ...inputs } = outputs;
      return { inputs, outputs };
    }
    const declared = plainObject(oldInputs);
    const expected = (await this.cluster.dryRun(oldInputs).catch(unlessRefused)) ?? declared;
    return { inputs: keepSecretFields(driftedInputs(declared, live, expected), oldInputs), outputs };
  }

  public async delete({ urn, type, id }: Existing, timeoutSeconds: number): Promise<void> {
    if (type !== RELEASE) {
      await this.cluster.delete(urn, identityOfId(id, type), timeoutSeconds);
    }
  }

  public invoke(token: string, args: JsonObject): JsonObject {
    if (token !== 'kubernetes:yaml:decode') {
      throw new Unimplemented(`the stand-in for kubernetes has no function ${token}`);
    }
    const documents = parseAllDocuments(String(args['text'])).map((document): unknown => document.toJSON());
    return { result: documents.filter(isJsonObject) };
  }

  /** Not connected before it is needed: a program that only declares a provider needs no cluster. */
  private get cluster(): Cluster {
    this.connected ??= new Cluster(this.config);
    return this.connected;
  }

  /** What needs another object. The real provider has a longer list, and treats ConfigMaps and Secrets as immutable unless told otherwise. */
  private replaces(kind: string, { keys: [first, second] }: Difference): boolean {
    if (first === 'metadata') {
      return second === 'name' || second === 'namespace';
    }
    const mutable = this.config[`enable${kind}Mutable`]?.toString() === 'true';
    return first !== undefined && [...ALWAYS, ...(mutable ? [] : (IMMUTABLE[kind] ?? []))].includes(first.toString());
  }
}

const ALWAYS = ['apiVersion', 'kind'];
const IMMUTABLE: Readonly<Record<string, readonly string[]>> = {
  ConfigMap: ['data', 'binaryData', 'immutable'],
  Secret: ['data', 'stringData', 'type', 'immutable'],
};

/** The same in every preview of the same resource. */
function autoname({ urn, name }: Resource): string {
  return `${name}-${createHash('sha256').update(urn).digest('hex').slice(0, 8)}`;
}

function unlessRefused(error: unknown): undefined {
  if (!(error instanceof ApiError)) {
    throw error;
  }
}
