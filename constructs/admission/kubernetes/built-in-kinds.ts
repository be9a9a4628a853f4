import { type Finding, nearest, Severity, someOf } from '../../findings';
import { documentPath, isJsonObject, type KubernetesObject, type ManifestDocument, withField } from '../../manifests';
import { Decoding, decodingViolations, type TabledKind } from '../decoding';
import { pathSegmentProblem } from '../names';
import { AdmissionCode, type Violation } from '../violation';
import { DEFINITIONS, KINDS, KUBERNETES_VERSION, SERVED } from './table';

const GROUPS: ReadonlySet<string> = new Set([...SERVED.keys()].map(groupOf));
const SOURCE = `kubernetes/kubernetes ${KUBERNETES_VERSION} api/openapi-spec/v3`;

/** Versions of kinds that are served in a later one too, which an administrator can switch on. */
const SWITCHED_ON: ReadonlySet<string> = new Set(['resource.k8s.io/v1beta1', 'resource.k8s.io/v1beta2']);
/** Versions that may hold kinds of their own, for an administrator to switch on. */
const PRERELEASE = /\..*\/v\d+(alpha|beta)\d+$/;

/** Kinds whose names only have to be usable in a path. */
const FREELY_NAMED = /^rbac\.|^policy\//;

/** True if the kinds of the group are those of Kubernetes: a CRD can have no group without a dot. */
export function isBuiltIn(apiVersion: string): boolean {
  const group = groupOf(apiVersion);
  return !group.includes('.') || GROUPS.has(group);
}

/** What the API server has against a document of a built-in kind; nothing for a kind without a schema here. */
export function builtInViolations(document: KubernetesObject): readonly Violation[] {
  const { apiVersion, kind } = document;
  if (SERVED.get(apiVersion)?.includes(kind) !== true) return [unknownKind(apiVersion, kind)];
  const known = tabledKind(`${apiVersion}/${kind}`);
  return known === undefined ? [] : decodingViolations(document, known);
}

/**
 * The same as findings.
 *
 * @param path where the findings point, in front of the field; default the file, place, kind and name of the document
 */
export function checkBuiltIn(document: ManifestDocument, path = documentPath(document)): Finding[] {
  return builtInViolations(document.value).map(({ code, severity, path: field, message, fix }) => ({
    code,
    severity: severity ?? Severity.ERROR,
    path: withField(path, field),
    message,
    fix,
    source: SOURCE,
  }));
}

/** The kind behind `<apiVersion>/<kind>`. */
function tabledKind(key: string): TabledKind | undefined {
  const name = KINDS.get(key);
  const schema = name === undefined ? undefined : DEFINITIONS[name];
  if (!isJsonObject(schema)) return undefined;
  return {
    schema,
    definition: (reference) => DEFINITIONS[reference],
    decoding: Decoding.BUILT_IN,
    unnamed: key === 'v1/LimitRange',
    ...(FREELY_NAMED.test(key) && { nameProblem: pathSegmentProblem }),
  };
}

function unknownKind(apiVersion: string, kind: string): Violation {
  const meant = meantKind(apiVersion, kind);
  const write = meant === undefined ? undefined : `write 'apiVersion: ${meant.apiVersion}' and 'kind: ${meant.kind}'`;
  const about = { code: AdmissionCode.KIND, path: '' };
  if (SWITCHED_ON.has(apiVersion) ? meant?.kind === kind : meant === undefined && PRERELEASE.test(apiVersion)) {
    return {
      ...about,
      severity: Severity.WARNING,
      message: `${apiVersion} is only served where the administrator switched it on`,
      fix: write ?? 'make sure that the cluster serves it',
    };
  }
  const served = SERVED.get(apiVersion);
  const suggestion = meant === undefined ? '' : `; did you mean ${meant.kind} of ${meant.apiVersion}?`;
  return {
    ...about,
    message: `no kind "${kind}" in ${apiVersion}${suggestion}`,
    fix: write ?? `use a kind of Kubernetes${served === undefined ? '' : `: ${someOf(served)}`}`,
  };
}

interface ServedKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** The kind that was probably meant: of that name in another version or group, or of a name like it. */
function meantKind(apiVersion: string, kind: string): ServedKind | undefined {
  const all = [...SERVED].flatMap(([version, kinds]) => kinds.map((name) => ({ apiVersion: version, kind: name })));
  const sameGroup = all.filter((served) => groupOf(served.apiVersion) === groupOf(apiVersion));
  for (const candidates of [sameGroup, all]) {
    const name = nearest(
      kind,
      candidates.map((served) => served.kind),
    );
    // Of several versions the newest stands last.
    const found = candidates.filter((served) => served.kind === name).at(-1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash === -1 ? '' : apiVersion.slice(0, slash);
}
