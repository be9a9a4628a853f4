import { type Finding, Release, Severity } from '../../constructs';
import {
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

/** `stator check <file|folder|-> ...`: every document rule, and the schemas of the given CRDs, over any manifests. */
export function check(paths: readonly string[], options: CheckOptions, output: Output): ExitCode {
  const release = options.release === undefined ? Release.latest : Release.parse(options.release);
  const { documents, findings: unreadable } = read(paths);
  const admission = options.crds.length === 0 ? [] : admit(documents, options.crds);
  const { findings: ruled, acknowledged } = checkDocuments(Observation.of(documents), {
    releaseOf: () => release,
    complete: false,
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

function admit(documents: readonly ManifestDocument[], crds: readonly string[]): readonly Finding[] {
  const definitions = read(crds);
  if (definitions.findings.length > 0) {
    return definitions.findings;
  }
  const set = CrdSet.from(definitions.documents);
  if (set.kinds().length === 0) {
    throw new InputError(
      `there is no CustomResourceDefinition in ${crds.join(', ')}`,
      'name the files or the folder of the CRDs',
    );
  }
  return documents.flatMap((document) => set.check(document));
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
