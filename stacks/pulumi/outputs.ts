import * as pulumi from '@pulumi/pulumi';
import type { IResolver, ResolutionContext } from 'cdk8s';
import { type IConstruct, Node } from 'constructs';
import { InvalidValueError, requireDnsLabel } from '../../constructs/findings';
import { deferredText } from '../../constructs/manifests';

/** Outputs that stand in the objects of an app, by the texts that stand for them. */
export type DeferredOutputs = ReadonlyMap<string, pulumi.Output<unknown>>;

/** By the root of the construct tree, so that two programs in one process do not see each other's. */
const outputsByRoot = new WeakMap<IConstruct, Map<string, pulumi.Output<unknown>>>();
/** Trees whose objects are about to be deployed, where outputs are as good as values. */
const deploying = new WeakSet<IConstruct>();

/** Names have to leave room for what is put before and behind them in a DNS label. */
const MAX_NAME = 40;

/**
 * A Pulumi output as a text for the props of constructs: a storage class, a queue, the name of a Secret from another stack.
 *
 * ```ts
 * const storageClassName = asString(chart, 'storage-class', infrastructure.requireOutput('storageClass'));
 * new ModelCache(chart, 'weights', { model, storageClassName });
 * ```
 *
 * Rules see a stand-in, and the value as soon as Pulumi knows it. A secret stays one. An app with outputs cannot be written as YAML.
 *
 * @param scope any construct of the app
 * @param name lower-case letters, digits and hyphens, at most 40; once in an app. What is derived from a text, such as the hash in the
 * name of a ConfigMap, is derived from this name and not from the value
 * @throws InvalidValueError when the name is none, or taken by another output
 */
export function asString(scope: IConstruct, name: string, output: pulumi.Output<string>): string {
  return defer(scope, name, output);
}

/**
 * Lets outputs stand in plain `ApiObject`s without `asString`: `new App({ resolvers: [new OutputResolver()] })`. They have to be texts
 * as far as the API server is concerned, since rules see a text.
 */
export class OutputResolver implements IResolver {
  /** Called by cdk8s for every value. */
  public resolve(context: ResolutionContext): void {
    if (pulumi.Output.isInstance(context.value)) {
      context.replaceValue(defer(context.obj, nameOfPlace(context), context.value));
    }
  }
}

/** The outputs in the app of a construct. */
export function outputsOf(root: IConstruct): DeferredOutputs {
  return outputsByRoot.get(root) ?? new Map();
}

/** Runs with the outputs of an app taken for values. */
export function whileDeploying<T>(root: IConstruct, run: () => T): T {
  deploying.add(root);
  try {
    return run();
  } finally {
    deploying.delete(root);
  }
}

function defer(scope: IConstruct, name: string, output: pulumi.Output<unknown>): string {
  requireDnsLabel('name', name, MAX_NAME);
  const { root } = scope.node;
  const outputs = outputsByRoot.get(root) ?? new Map<string, pulumi.Output<unknown>>();
  if (!outputsByRoot.has(root)) {
    outputsByRoot.set(root, outputs);
    Node.of(root).addValidation({ validate: () => (deploying.has(root) ? [] : [notForFiles(outputs)]) });
  }
  const text = deferredText(name);
  if ((outputs.get(text) ?? output) !== output) {
    throw new InvalidValueError('name', name, 'a name that no other output of the app has');
  }
  outputs.set(text, output);
  return text;
}

function notForFiles(outputs: DeferredOutputs): string {
  return (
    `the app holds outputs of Pulumi (${[...outputs.keys()].join(', ')}), whose values only 'pulumi up' knows; ` +
    'deploy it with GraphDeployment, or give values instead of outputs'
  );
}

/** Stable as long as the place is: object and field. */
function nameOfPlace({ obj, key }: ResolutionContext): string {
  const place = [...obj.node.path.split('/'), ...key].join('-').toLowerCase();
  const safe = place.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
  return safe.slice(-MAX_NAME).replace(/^-+/, '');
}
