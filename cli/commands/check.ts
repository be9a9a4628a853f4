import { type Finding, Release, Severity } from '../../constructs';
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
import { count, type Output, printFindings } from '../text';

export interface CheckOptions {
  readonly crds: readonly string[];
  readonly release?: string;
  readonly json?: boolean;
}

/** `stator check <file|folder|-> ...`: every document rule, and the schemas of the built-in kinds and the given CRDs, over any manifests. */
export function check(paths: readonly string[], options: CheckOptions, output: Output): ExitCode {
  const release = options.release === undefined ? Release.latest : Release.parse(options.release);
  const { documents, findings: unreadable } = read(paths);
  const { schemas, findings: unusable } = schemasOf(options.crds);
  const admission = [...unusable, ...documents.flatMap((document) => schemas.check(document))];
  const { findings: ruled, acknowledged } = checkDocuments(Observation.of(documents), {
    releaseOf: () => release,
    complete: false,
    schemaChecked: (document) => schemas.covers(document),
  });
  const findings = [...unreadable, ...admission, ...ruled];
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
