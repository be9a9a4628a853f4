import { decodingViolations } from '../admission/decoding';
import { graphLimits } from '../admission/dynamo/graph-limits';
import { operatorKindProblems } from '../admission/dynamo/known-kinds';
import { operatorKind } from '../admission/dynamo/operator-kinds';
import { builtInViolations, isBuiltIn } from '../admission/kubernetes/built-in-kinds';
import { AdmissionCode, type Violation as Objection } from '../admission/violation';
import { Severity } from '../findings';
import { documentPath, type ManifestDocument } from '../manifests';
import type { Observation } from '../observed';
import { Release } from '../releases';
import type { DocumentContext, Rule, Violation } from './rule';

export const apiFields: Rule = {
  code: 'DYN116',
  title: 'every object has only fields that its API version has, of the right type',
  severity: Severity.ERROR,
  rationale:
    'kubectl asks the API server to check fields strictly: an object with a field that its API version does not know, or with a value of another type, is refused; without that check the field is dropped in silence. A field that came with a later release of Dynamo is such a field for the operator of an older one.',
  fix: 'write the field as the API version has it, or leave it out',
  source:
    'kubernetes/kubernetes v1.36.3 api/openapi-spec/v3; ai-dynamo/dynamo deploy/operator/api/v1beta1; kubernetes-sigs/dra-driver-nvidia-gpu api/nvidia.com/resource/v1beta1',
  *checkDocuments(observation, context) {
    for (const document of observation.documents) {
      if (context.schemaChecked?.(document) !== true) yield* checkDocument(document, observation, context);
    }
  },
};

function* checkDocument(
  document: ManifestDocument,
  { graphs }: Observation,
  { releaseOf, complete }: DocumentContext,
): Generator<Violation> {
  const graph = graphs.find((candidate) => candidate.document === document);
  const release = graph === undefined ? Release.latest : releaseOf(graph);
  for (const objection of objections(document, release)) {
    const { path, severity, fix } = objection;
    const later =
      objection.code === AdmissionCode.UNKNOWN_FIELD ? firstReleaseWith(document, path, release) : undefined;
    yield {
      path: documentPath(document, path),
      message: `${inFull(objection)}${later === undefined ? '' : `; release ${later.version} has it, this is ${release.version}`}`,
      fix: later === undefined ? fix : `use release ${later.version}, or remove the field`,
      // A file may be meant for `kubectl apply`, which drops nulls; what Stator writes goes anywhere.
      ...(severity === undefined || complete ? {} : { severity }),
    };
  }
}

function objections({ value }: ManifestDocument, release: Release): readonly Objection[] {
  // A patch can take away even these.
  const absent = ['apiVersion', 'kind'].filter((field) => typeof value[field] !== 'string');
  if (absent.length > 0) return absent.map(missing);
  if (isBuiltIn(value.apiVersion)) return builtInViolations(value);
  const kind = operatorKind(value.apiVersion, value.kind, release);
  return kind === undefined ? operatorKindProblems(value) : [...decodingViolations(value, kind), ...graphLimits(value)];
}

function missing(field: string): Objection {
  return { code: AdmissionCode.KIND, path: field, message: 'required value', fix: `add '${field}'` };
}

/** As the API server says it: with the whole path of the field. */
function inFull({ code, path, message }: Objection): string {
  return code === AdmissionCode.UNKNOWN_FIELD ? message.replace(/"[^"]*"/, () => `"${path}"`) : message;
}

/** The first later release in which the field is known. */
function firstReleaseWith(document: ManifestDocument, path: string, release: Release): Release | undefined {
  return Release.all
    .filter((candidate) => candidate.compareTo(release) > 0)
    .find((candidate) =>
      objections(document, candidate).every(
        (later) => later.code !== AdmissionCode.UNKNOWN_FIELD || later.path !== path,
      ),
    );
}
