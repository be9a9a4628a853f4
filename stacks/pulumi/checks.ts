import * as pulumi from '@pulumi/pulumi';
import type { IConstruct } from 'constructs';
import { type Finding, formatFinding, Severity } from '../../constructs/findings';
import { appDocuments, checkApp } from '../../constructs/graph';
import type { KubernetesObject, ManifestDocument } from '../../constructs/manifests';
import { kindOf } from '../../constructs/observed';
import { misusedOutputs } from './misused-outputs';
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
  const { findings, misused, all } = whileDeploying(root, () => ({
    findings: checkApp(root).findings,
    misused: misusedOutputs(appDocuments(root)),
    all: root.node.findAll().flatMap((construct) => construct.node.validate()),
  }));
  // Rules are among the validations, too, where they do not know that a value is still to come.
  const said = findings.map(formatFinding);
  const settled = findings.filter((finding) => !isAboutOutput(finding, outputsOf(root)));
  const problems = [
    ...errorsOf(settled).map(formatFinding),
    ...misused,
    ...all.filter((problem) => !said.includes(problem)),
  ];
  if (problems.length > 0) {
    throw new GraphRefusedError(problems);
  }
  return settled.filter(({ severity }) => severity === Severity.WARNING);
}

/** The outputs of an app behind a look at the app with their values in place. */
export interface CheckedOutputs {
  /** Outputs by their texts; they fail when the app is refused. */
  readonly outputs: DeferredOutputs;
  /**
   * Dependencies that fail when the app is refused. What waits for an object that is never registered waits for ever, and so does a
   * program of the Automation API, unless it fails itself.
   */
  gated(dependencies: readonly pulumi.Resource[]): Dependencies;
}

type Dependencies = pulumi.Input<pulumi.Input<pulumi.Resource>[]>;

/** Outputs that only have a value once the rules have seen the app with all values in it. */
export function checkedOutputs(root: IConstruct): CheckedOutputs {
  const outputs = [...outputsOf(root)];
  const values = pulumi.all(outputs.map(([, output]) => output));
  const secrets = pulumi.output(Promise.all(outputs.map(([, output]) => pulumi.isSecret(output))));
  // Whether the app is sound is no secret, even where a value is: else every output would become one.
  const sound = pulumi.unsecret(
    pulumi.all([values, secrets]).apply(([known, secret]) => {
      const byText = new Map(outputs.map(([text], index) => [text, known[index]]));
      const hidden = outputs.flatMap(([text], index) => (secret[index] === true ? [text] : []));
      requireSoundValues(root, byText, new Set(hidden));
      return true;
    }),
  );
  return {
    outputs: new Map(outputs.map(([text, output]) => [text, pulumi.all([sound, output]).apply(([, value]) => value)])),
    gated: (dependencies) => (outputs.length === 0 ? [...dependencies] : behind(sound, dependencies)),
  };
}

function behind(sound: pulumi.Output<boolean>, dependencies: readonly pulumi.Resource[]): Dependencies {
  const [first] = dependencies;
  return first === undefined
    ? sound.apply(() => [])
    : // The resources themselves, too: a preview that does not know the values yet still knows the order.
      [...dependencies, sound.apply(() => first)];
}

/**
 * Looks at the app again with the values of its outputs in place.
 *
 * @param secrets texts of outputs whose values no message may hold
 * @throws GraphRefusedError with all errors
 */
export function requireSoundValues(
  root: IConstruct,
  values: ReadonlyMap<string, unknown>,
  secrets: ReadonlySet<string>,
): void {
  const errors = errorsWith(root, values);
  if (errors.length === 0) {
    return;
  }
  const open = new Map([...values].filter(([text]) => !secrets.has(text)));
  // Messages quote values, also in part. What is said without the secrets, too, holds none of them.
  const known = new Set(secrets.size === 0 ? [] : errorsWith(root, open).map(formatFinding));
  const hidden = [...secrets].map((text) => values.get(text));
  throw new GraphRefusedError(
    errors.map((finding) => {
      const line = formatFinding(finding);
      return secrets.size === 0 || known.has(line) ? line : withoutValue(finding, hidden);
    }),
  );
}

function errorsWith(root: IConstruct, values: ReadonlyMap<string, unknown>): readonly Finding[] {
  const documents = whileDeploying(root, () => appDocuments(root)).map((document) => withKnown(document, values));
  const { findings } = checkApp(root, documents);
  return errorsOf(findings.filter((finding) => !isAboutOutput(finding, outputsOf(root))));
}

/** What is wrong with a text that only stands for a value says nothing about the value, which rules will see. */
function isAboutOutput(finding: Finding, outputs: DeferredOutputs): boolean {
  const line = formatFinding(finding);
  return [...outputs.keys()].some((text) => line.includes(text));
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

/** A path may be the name of an object, and that a secret. */
function withoutValue({ code, path }: Finding, secrets: readonly unknown[]): string {
  const place = secrets.reduce<string>(
    (result, secret) => (typeof secret === 'string' && secret !== '' ? result.replaceAll(secret, '[secret]') : result),
    path,
  );
  return `${code} ${place}: refused for the value of a secret output, which is not shown`;
}

function errorsOf(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ severity }) => severity === Severity.ERROR);
}
