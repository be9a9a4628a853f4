import type { UntypedServiceImplementation } from '@grpc/grpc-js';
import { PluginInfo } from '@pulumi/pulumi/proto/plugin_pb';
import { ResourceProviderService } from '@pulumi/pulumi/proto/provider_grpc_pb';
import * as rpc from '@pulumi/pulumi/proto/provider_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import type { JsonObject } from '../../../../constructs/manifests/json';
import { servePlugin, Unimplemented, unary } from './serve';
import { decode, encode } from './values';

/** A resource as the engine names it. */
export interface Resource {
  readonly urn: string;
  /** For example `kubernetes:core/v1:ConfigMap`. */
  readonly type: string;
  /** Name in the program. */
  readonly name: string;
}

export interface Change extends Resource {
  readonly inputs: JsonObject;
  /** Whether nothing is to be done, only said. */
  readonly preview: boolean;
}

export interface Existing extends Resource {
  readonly id: string;
  /** The inputs of the last update; empty when the engine does not have them. */
  readonly oldInputs: JsonObject;
  readonly oldOutputs: JsonObject;
}

export interface Created {
  readonly id: string;
  readonly outputs: JsonObject;
}

/** A resource as it is now. */
export interface Observed {
  readonly inputs: JsonObject;
  readonly outputs: JsonObject;
}

/** What a stand-in for a provider does. Properties hold secrets and unknown values as the engine writes them (see values.ts). */
export interface Provider {
  configure(config: JsonObject): void;
  /** The inputs with defaults. */
  check(resource: Resource, inputs: JsonObject, oldInputs: JsonObject): Promise<JsonObject> | JsonObject;
  diff(resource: Existing, inputs: JsonObject): rpc.DiffResponse;
  create(change: Change): Promise<Created> | Created;
  update(existing: Existing, change: Change): Promise<JsonObject> | JsonObject;
  /** Inputs and outputs as they are now; `undefined` when it is gone. */
  read(existing: Existing): Promise<Observed | undefined> | Observed | undefined;
  delete(existing: Existing, timeoutSeconds: number): Promise<void> | void;
  /** The result of a function. @throws Unimplemented when there is none of that name */
  invoke(token: string, args: JsonObject): JsonObject;
  /** Gives up what it waits for. */
  cancel(): void;
}

/** Serves a provider to the engine. */
export function serveProvider(provider: Provider): void {
  servePlugin(ResourceProviderService, methods(provider));
}

function methods(provider: Provider): UntypedServiceImplementation {
  return {
    handshake: unary(() => {
      const response = new rpc.ProviderHandshakeResponse();
      response.setAcceptSecrets(true);
      return response;
    }),
    getPluginInfo: unary(() => {
      const info = new PluginInfo();
      // Newer than any SDK asks for, and no version that there is.
      info.setVersion('99.0.0');
      return info;
    }),
    checkConfig: unary((request: rpc.CheckRequest) => checked(decode(request.getNews()))),
    configure: unary((request: rpc.ConfigureRequest) => {
      provider.configure(decode(request.getArgs()));
      const response = new rpc.ConfigureResponse();
      response.setAcceptsecrets(true);
      response.setSupportspreview(true);
      return response;
    }),
    check: unary(async (request: rpc.CheckRequest) =>
      checked(await provider.check(resourceOf(request), decode(request.getNews()), decode(request.getOlds()))),
    ),
    diff: unary((request: rpc.DiffRequest) => provider.diff(existingOf(request), decode(request.getNews()))),
    create: unary(async (request: rpc.CreateRequest) => {
      const inputs = decode(request.getProperties());
      const { id, outputs } = await provider.create({
        ...resourceOf(request),
        inputs,
        preview: request.getPreview(),
      });
      const response = new rpc.CreateResponse();
      response.setId(request.getPreview() ? '' : id);
      response.setProperties(encode(outputs));
      return response;
    }),
    update: unary(async (request: rpc.UpdateRequest) => {
      const change = {
        ...resourceOf(request),
        inputs: decode(request.getNews()),
        preview: request.getPreview(),
      };
      const response = new rpc.UpdateResponse();
      response.setProperties(encode(await provider.update(existingOf(request), change)));
      return response;
    }),
    read: unary(async (request: rpc.ReadRequest) => {
      const found = await provider.read({
        ...resourceOf(request),
        id: request.getId(),
        oldInputs: decode(request.getInputs()),
        oldOutputs: decode(request.getProperties()),
      });
      const response = new rpc.ReadResponse();
      if (found !== undefined) {
        response.setId(request.getId());
        response.setProperties(encode(found.outputs));
        response.setInputs(encode(found.inputs));
      }
      return response;
    }),
    delete: unary(async (request: rpc.DeleteRequest) => {
      const existing = {
        ...resourceOf(request),
        id: request.getId(),
        oldInputs: decode(request.getOldInputs()),
        oldOutputs: decode(request.getProperties()),
      };
      await provider.delete(existing, request.getTimeout());
      return new Empty();
    }),
    invoke: unary((request: rpc.InvokeRequest) => {
      const response = new rpc.InvokeResponse();
      response.setReturn(encode(provider.invoke(request.getTok(), decode(request.getArgs()))));
      return response;
    }),
    construct: unary((request: rpc.ConstructRequest) => {
      throw new Unimplemented(`the stand-in has no components: ${request.getType()}`);
    }),
    cancel: unary(() => {
      provider.cancel();
      return new Empty();
    }),
  };
}

interface ResourceRequest {
  getUrn(): string;
  getType(): string;
  getName(): string;
}

function resourceOf(request: ResourceRequest): Resource {
  return { urn: request.getUrn(), type: request.getType(), name: request.getName() };
}

function existingOf(request: rpc.DiffRequest | rpc.UpdateRequest): Existing {
  return {
    ...resourceOf(request),
    id: request.getId(),
    oldInputs: decode(request.getOldInputs()),
    oldOutputs: decode(request.getOlds()),
  };
}

function checked(inputs: JsonObject): rpc.CheckResponse {
  const response = new rpc.CheckResponse();
  response.setInputs(encode(inputs));
  return response;
}
