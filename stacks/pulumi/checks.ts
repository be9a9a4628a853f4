import * as pulumi from '@pulumi/pulumi';
import type { IConstruct } from 'constructs';
import { type Finding, formatFinding, Severity } from '../../constructs/findings';
import { appDocuments, checkApp } from '../../constructs/graph';
import type { KubernetesObject, ManifestDocument } from '../../constructs/manifests';
import { kindOf } from '../../constructs/observed';
import { type DeferredOutputs, outputsOf, whileDeploying } from './outputs';
import { withValues } from './substitute';
import { ProgramError } from './user-error';

/** The app of a deployment has errors. */
export class GraphRefusedError extends ProgramError {
  /** @param problems one line each */
  public constructor(public readonly problems: readonly string[]) {
    super(`the graph is refused:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
    this.name = 'GraphRefusedError';
  }
}

/**
 * What `app.synth()` does before it writes: every rule over the whole app, and the validations of all constructs.
 *
 * @returns warnings
 * @throws GraphRefusedError with all errors
 */
export function requireSound(root: IConstruct): readonly Finding[] {
  const { findings } = whileDeploying(root, () => checkApp(root));
  const { errors, warnings } = divide(findings);
  const lines = errors.map(formatFinding);
  const others = whileDeploying(root, () => root.node.findAll().flatMap((construct) => construct.node.validate()));
  const problems = [...lines, ...others.filter((problem) => !lines.includes(problem))];
  if (problems.length > 0) {
    throw new GraphRefusedError(problems);
  }
  return warnings;
}

/** The outputs of an app behind a look at the app with their values in place. */
export interface CheckedOutputs {
  /** Outputs by their texts; they fail when the app is refused. */
  readonly outputs: DeferredOutputs;
  /**
   * Dependencies that fail when the app is refused. What waits for an object that is never registered waits for ever, and so does a
   * program of the Automation API, unless it fails itself.
   */
  gated(dependencies: readonly pulumi.Resource[]): pulumi.Input<pulumi.Resource>[];
}

/** Outputs that only have a value once the rules have seen the app with all values in it. */
export function checkedOutputs(root: IConstruct): CheckedOutputs {
  const outputs = [...outputsOf(root)];
  const values = pulumi.all(outputs.map(([, output]) => output));
  const secrets = pulumi.output(Promise.all(outputs.map(([, output]) => pulumi.isSecret(output))));
  // Whether the app is sound is no secret, even where a value is: else every output would become one.
  const sound = pulumi.unsecret(
    pulumi.all([values, secrets]).apply(([known, secret]) => {
      const byText = new Map(outputs.map(([text], index) => [text, known[index]]));
      requireSoundValues(
        root,
        byText,
        known.filter((_, index) => secret[index]),
      );
      return true;
    }),
  );
  return {
    outputs: new Map(outputs.map(([text, output]) => [text, pulumi.all([sound, output]).apply(([, value]) => value)])),
    gated: (dependencies) =>
      // The resources themselves, too: a preview that does not know the values yet still knows the order.
      outputs.length === 0
        ? [...dependencies]
        : [...dependencies, ...dependencies.slice(0, 1).map((dependency) => sound.apply(() => dependency))],
  };
}

/**
 * Looks at the app again with the values of its outputs in place.
 *
 * @param secrets values that no message may hold
 * @throws GraphRefusedError with all errors
 */
export function requireSoundValues(
  root: IConstruct,
  values: ReadonlyMap<string, unknown>,
  secrets: readonly unknown[],
): void {
  const documents = whileDeploying(root, () => appDocuments(root)).map((document) => withKnown(document, values));
  const { errors } = divide(checkApp(root, documents).findings);
  if (errors.length > 0) {
    throw new GraphRefusedError(errors.map((finding) => redact(formatFinding(finding), secrets)));
  }
}

/** The content of a Secret may be secret: that it comes from an output is all that rules want to know. */
function withKnown(document: ManifestDocument, values: ReadonlyMap<string, unknown>): ManifestDocument {
  if (kindOf(document) === 'Secret') {
    return document;
  }
  const value = withValues(document.value, values);
  return isObject(value) ? { ...document, value } : document;
}

/** A document whose texts were replaced keeps its shape. */
function isObject(value: unknown): value is KubernetesObject {
  return typeof value === 'object' && value !== null && 'apiVersion' in value && 'kind' in value;
}

function redact(message: string, secrets: readonly unknown[]): string {
  return secrets.reduce<string>(
    (result, secret) => (typeof secret === 'string' && secret !== '' ? result.replaceAll(secret, '[secret]') : result),
    message,
  );
}

function divide(findings: readonly Finding[]): {
  readonly errors: readonly Finding[];
  readonly warnings: readonly Finding[];
} {
  return {
    errors: findings.filter(({ severity }) => severity === Severity.ERROR),
    warnings: findings.filter(({ severity }) => severity === Severity.WARNING),
  };
}
