import type { DiffResponse } from '@pulumi/pulumi/proto/provider_pb';
import type { JsonObject } from '../../../../constructs/manifests/json';
import { diffResponse } from '../plugin/diff';
import type { Change, Created, Existing, Observed, Provider, Resource } from '../plugin/provider';
import { keepSecretFields, plainObject } from '../plugin/values';
import { call } from './functions';
import { outputsOf } from './outputs';

/** Echoes; main.ts says what that proves and what not. */
export class AwsStandIn implements Provider {
  public configure(): void {}

  public cancel(): void {}

  public check(_: Resource, inputs: JsonObject): JsonObject {
    return inputs;
  }

  public diff({ oldInputs }: Existing, inputs: JsonObject): DiffResponse {
    return diffResponse(plainObject(oldInputs), plainObject(inputs), () => false);
  }

  public create({ preview, inputs, ...resource }: Change): Created {
    // What AWS adds is unknown before.
    return preview ? { id: '', outputs: inputs } : echo(resource, inputs, {});
  }

  public update({ oldOutputs }: Existing, { preview, inputs, ...resource }: Change): JsonObject {
    return preview ? { ...oldOutputs, ...inputs } : echo(resource, inputs, oldOutputs).outputs;
  }

  public read({ oldInputs, oldOutputs }: Existing): Observed {
    return { inputs: oldInputs, outputs: oldOutputs };
  }

  public delete(): void {}

  public invoke(token: string, args: JsonObject): JsonObject {
    return call(token, plainObject(args));
  }
}

function echo(resource: Resource, inputs: JsonObject, old: JsonObject): Created {
  const { id, outputs } = outputsOf(resource, plainObject(inputs), plainObject(old));
  return { id, outputs: keepSecretFields(outputs, inputs) };
}
