import * as pulumi from '@pulumi/pulumi';
import type { IResolver, ResolutionContext } from 'cdk8s';
import { type IConstruct, Node } from 'constructs';
import { InvalidValueError, requireDnsLabel } from '../../constructs/findings';
import { contentHash } from '../../constructs/graph/content-hash';
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
  requireDnsLabel('name', name, MAX_NAME);
  const outputs = outputsIn(scope);
  const text = deferredText(name);
  if ((outputs.get(text) ?? output) !== output) {
    throw new InvalidValueError('name', name, 'a name that no other output of the app has');
  }
  outputs.set(text, output);
  return text;
}

/**
 * Lets outputs of any type stand in plain `ApiObject`s, `Lazy` values included, without `asString`: `new App({ resolvers: [new
 * OutputResolver()] })`. cdk8s resolves props, not JSON patches: what a patch holds needs `asString`.
 */
export class OutputResolver implements IResolver {
  /** Called by cdk8s for every value. */
  public resolve(context: ResolutionContext): void {
    if (pulumi.Output.isInstance(context.value)) {
      const text = deferredText(nameOfPlace(context));
      // A place has one output, which a Lazy makes anew each time.
      outputsIn(context.obj).set(text, context.value);
      context.replaceValue(text);
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

/** The outputs in the app of a construct, to which others may be added. */
function outputsIn({ node: { root } }: IConstruct): Map<string, pulumi.Output<unknown>> {
  const known = outputsByRoot.get(root);
  if (known !== undefined) {
    return known;
  }
  const outputs = new Map<string, pulumi.Output<unknown>>();
  outputsByRoot.set(root, outputs);
  Node.of(root).addValidation({ validate: () => (deploying.has(root) ? [] : [notForFiles(outputs)]) });
  return outputs;
}

function notForFiles(outputs: DeferredOutputs): string {
  return (
    `the app holds outputs of Pulumi (${[...outputs.keys()].join(', ')}), whose values only 'pulumi up' knows; ` +
    'deploy it with GraphDeployment, or give values instead of outputs'
  );
}

/** Stable as long as the place is: object and field. The end of it is for people, the hash tells places with the same end apart. */
function nameOfPlace({ obj, key }: ResolutionContext): string {
  const hash = contentHash(JSON.stringify([obj.node.path, key]));
  const place = [obj.node.path, ...key].join('-').toLowerCase();
  const words = place
    .replace(/[^a-z0-9]+/g, '-')
    .slice(-(MAX_NAME - hash.length - 1))
    .replace(/^-+|-+$/g, '');
  return [words, hash].filter((part) => part !== '').join('-');
}
