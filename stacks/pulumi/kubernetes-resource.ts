import * as pulumi from '@pulumi/pulumi';
import { isJsonObject, type Json, type KubernetesObject } from '../../constructs/manifests';
import type { DeferredOutputs } from './outputs';
import { resourceType } from './resource-type';
import { withOutputs } from './substitute';

/** Metadata as the API server gives it back. */
export interface LiveMetadata {
  readonly name?: string;
  readonly namespace?: string;
}

/** A Kubernetes object as a Pulumi resource, with the type and the inputs that a class of `@pulumi/kubernetes` would send. */
export class KubernetesResource extends pulumi.CustomResource {
  /** Metadata as the API server gives it back. */
  declare public readonly metadata: pulumi.Output<LiveMetadata>;

  public constructor(
    name: string,
    object: KubernetesObject,
    outputs: DeferredOutputs,
    options: pulumi.CustomResourceOptions,
  ) {
    // What is declared without a value becomes an output of the resource.
    const inputs: pulumi.Inputs = { metadata: undefined, status: undefined, ...inputsOf(object, outputs) };
    super(resourceType(object.apiVersion, object.kind), name, inputs, {
      ...(SDK_VERSION === undefined ? {} : { version: SDK_VERSION }),
      ...(object.kind === 'Job' ? { customTimeouts: DOWNLOAD_TIMEOUTS } : {}),
      ...(isSecret(object) ? { additionalSecretOutputs: ['data', 'stringData'] } : {}),
      ...options,
    });
  }
}

/**
 * The provider waits for a Job to complete, and gives up after 10 minutes unless told otherwise. A checkpoint of 700 GB takes ten hours at
 * 20 MB/s. Source: pulumi/pulumi-kubernetes provider/pkg/await/job.go.
 */
const DOWNLOAD_TIMEOUTS: pulumi.CustomTimeouts = { create: '12h', update: '12h' };

/** The provider is taken in the version of the SDK beside it, as the SDK itself does; without one Pulumi takes the newest. */
const SDK_VERSION = installedVersion();

function installedVersion(): string | undefined {
  try {
    const { version }: { readonly version: string } = require('@pulumi/kubernetes/package.json');
    return version;
  } catch {
    return undefined;
  }
}

/** The content of a Secret is kept secret in the state, as the class `Secret` of the SDK does. */
function inputsOf(object: KubernetesObject, outputs: DeferredOutputs): pulumi.Inputs {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [key, inputOf(object, key, value, outputs)] as const),
  );
}

function inputOf(object: KubernetesObject, key: string, value: Json, outputs: DeferredOutputs): pulumi.Input<unknown> {
  const input = withOutputs(value, outputs);
  return isSecret(object) && (key === 'data' || key === 'stringData') && isJsonObject(value)
    ? pulumi.secret(input)
    : input;
}

function isSecret({ apiVersion, kind }: KubernetesObject): boolean {
  return apiVersion === 'v1' && kind === 'Secret';
}
