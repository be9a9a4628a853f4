import { type CheckResult, type Finding, Release, Severity } from '../../constructs';
import {
  ApiSchemas,
  CrdSet,
  checkDocuments,
  kindOf,
  type ManifestDocument,
  nameOf,
  namespaceOf,
  Observation,
  readManifests,
} from '../../constructs/check';
import { ExitCode, InputError } from '../exit';
import { readInputs } from '../files';
import type { Output } from '../output';
import { findProgram, isProgram } from '../programs';
import { count, printFindings } from '../text';

export interface CheckOptions {
  readonly crds: readonly string[];
  readonly release?: string;
  readonly json?: boolean;
}

/** `stator check <file|folder|program|-> ...`: every document rule, and the schemas of the built-in kinds and the given CRDs, over any manifests. */
export async function check(paths: readonly string[], options: CheckOptions, output: Output): Promise<ExitCode> {
  const release = options.release === undefined ? Release.latest : Release.parse(options.release);
  const programs = await Promise.all(paths.filter(isProgram).map((path) => checkProgram(path, options.release)));
  const { documents: written, findings: unreadable } = read(paths.filter((path) => !isProgram(path)));
  const { schemas, findings: unusable } = schemasOf(options.crds);
  // What a program makes passed the built-in schemas with its rules.
  const rendered = programs.flatMap((program) => program.documents);
  const looked = options.crds.length > 0 ? [...rendered, ...written] : written;
  const admission = [...unusable, ...looked.flatMap((document) => schemas.check(document))];
  const { findings: ruled, acknowledged: ofManifests } = checkDocuments(Observation.of(written), {
    releaseOf: () => release,
    complete: false,
    schemaChecked: (document) => schemas.covers(document),
  });
  const documents = [...rendered, ...written];
  const findings = [...programs.flatMap((program) => program.findings), ...unreadable, ...admission, ...ruled];
  const acknowledged = [...programs.flatMap((program) => program.acknowledged), ...ofManifests];
  const errors = findings.filter((finding) => finding.severity === Severity.ERROR).length;
  if (options.json === true) {
    output.line(JSON.stringify({ documents: documents.map(identity), findings, acknowledged }, null, 2));
  } else {
    printFindings(findings, output);
    if (findings.length > 0) {
      output.line();
    }
    for (const { code, path, reason } of acknowledged) {
      output.line(`acknowledged ${code} ${path}: ${reason}`);
    }
    output.line(
      `${count(documents.length, 'document')} checked: ${count(errors, 'error')}, ${count(findings.length - errors, 'warning')}`,
    );
  }
  return errors > 0 ? ExitCode.FAILED : ExitCode.OK;
}

/** What the rules say about a program's graph, as `stator synth` runs them. */
async function checkProgram(
  name: string,
  release: string | undefined,
): Promise<CheckResult & { readonly documents: readonly ManifestDocument[] }> {
  const { blueprint, library, run } = await findProgram(name);
  return run(() => {
    const { app, graph } = library.instantiate(
      blueprint,
      release === undefined ? {} : { release: library.Release.parse(release) },
    );
    return { ...graph.check(), documents: library.appDocuments(app) };
  });
}

function read(paths: readonly string[]): { documents: readonly ManifestDocument[]; findings: readonly Finding[] } {
  const results = readInputs(paths).map((file) => readManifests(file));
  return {
    documents: results.flatMap((result) => result.documents),
    findings: results.flatMap((result) => result.findings),
  };
}

/** The built-in kinds and the CRDs under the given paths; the built-in ones alone if a CRD cannot be read. */
function schemasOf(crds: readonly string[]): { schemas: ApiSchemas; findings: readonly Finding[] } {
  const definitions = read(crds);
  if (crds.length === 0 || definitions.findings.length > 0) {
    return { schemas: new ApiSchemas(), findings: definitions.findings };
  }
  const set = CrdSet.from(definitions.documents);
  if (set.kinds().length === 0) {
    throw new InputError(
      `there is no CustomResourceDefinition in ${crds.join(', ')}`,
      'name the files or the folder of the CRDs',
    );
  }
  return { schemas: new ApiSchemas(set), findings: [] };
}

function identity(document: ManifestDocument): Readonly<Record<string, unknown>> {
  return {
    source: document.source,
    index: document.index,
    apiVersion: document.value['apiVersion'],
    kind: kindOf(document),
    name: nameOf(document),
    namespace: namespaceOf(document),
  };
}
