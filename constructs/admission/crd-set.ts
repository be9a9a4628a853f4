import { type Finding, nearest, Severity, someOf } from '../findings';
import { documentPath, type JsonObject, type KubernetesObject, type ManifestDocument, withField } from '../manifests';
import { checkRules } from './cel/rules';
import { type Crd, type CrdVersion, isCrdDocument, readCrd } from './crd';
import { checkEmbeddedResources } from './embedded';
import { checkListTypes } from './lists';
import { checkHasName, checkObjectMeta } from './object-meta';
import { checkScale } from './scale';
import { Structure } from './structure';
import { checkValue } from './values';
import { AdmissionCode, type Violation } from './violation';

/**
 * The CustomResourceDefinitions of a cluster, and what its API server would say to a document: a create with strict field
 * validation, before any webhook of an operator. Schemas are looked at only where a document reaches them, so a set costs no more
 * than reading its files.
 */
export class CrdSet {
  /** What is wrong with the CRDs themselves (K8S008): one without a group, a kind or a version is left out. */
  public readonly findings: readonly Finding[];

  /** Kinds by group. */
  private readonly groups: ReadonlyMap<string, ReadonlyMap<string, Crd>>;

  /** Collects the CustomResourceDefinitions (apiextensions.k8s.io/v1) among the documents and ignores all others; the last wins. */
  public static from(documents: readonly ManifestDocument[]): CrdSet {
    return new CrdSet(documents.filter(isCrdDocument));
  }

  private constructor(documents: readonly ManifestDocument[]) {
    const groups = new Map<string, Map<string, Crd>>();
    const findings: Finding[] = [];
    for (const document of documents) {
      const crd = readCrd(document);
      if (crd === undefined) findings.push(unusable(document));
      else groups.set(crd.group, new Map([...(groups.get(crd.group) ?? []), [crd.kind, crd]]));
    }
    this.groups = groups;
    this.findings = findings;
  }

  /** True if the kind is served in that version. */
  public has(apiVersion: string, kind: string): boolean {
    const { group, version } = split(apiVersion);
    return this.groups.get(group)?.get(kind)?.versions.get(version)?.served === true;
  }

  /** True if one of the CRDs defines the kind, in whatever version. */
  public knows(apiVersion: string, kind: string): boolean {
    return this.groups.get(split(apiVersion).group)?.has(kind) === true;
  }

  /** What is served, sorted: `nvidia.com/v1beta1/DynamoGraphDeployment`. */
  public kinds(): string[] {
    return [...this.groups.values()]
      .flatMap((kinds) => [...kinds.values()])
      .flatMap((crd) => servedVersions(crd).map((version) => `${crd.group}/${version}/${crd.kind}`))
      .sort();
  }

  /**
   * Everything the API server would object to, in the codes of AdmissionCode; nothing for a document of a group that is not in
   * the set. Errors are refusals; warnings are an explicit null (K8S006), a rule that could not be evaluated here (K8S009), and a
   * kind of a known group that this set does not have (K8S004), unless its name is nearly that of one it has.
   *
   * @param path where the findings point, in front of the field; default the file, place, kind and name of the document
   */
  public check(document: ManifestDocument, path = documentPath(document)): Finding[] {
    const { apiVersion, kind } = document.value;
    const { group, version } = split(apiVersion);
    const kinds = this.groups.get(group);
    if (kinds === undefined) return [];
    const crd = kinds.get(kind);
    if (crd === undefined) return [unknownKind(kind, group, [...kinds.keys()], path)];
    const found = crd.versions.get(version);
    if (found === undefined || !found.served) return [unservedVersion(crd, version, path)];
    return violationsOf(document.value, found).map((violation) => toFinding(violation, path, crd, version));
  }
}

/** The checks of a create, in the order of the API server. What two branches of a schema say alike is said once. */
function violationsOf(document: KubernetesObject, version: CrdVersion): readonly Violation[] {
  const violations = new Map<string, Violation>();
  const report = (violation: Violation): void => {
    violations.set(`${violation.code} ${violation.path} ${violation.message}`, violation);
  };
  const { schema } = version;
  checkHasName(document.metadata, report);
  checkObjectMeta(document.metadata, 'metadata', report);
  const value = new Structure(report).normalize(version.hasStatus ? withoutNullStatus(document) : document, schema);
  const created = version.hasStatus ? without(value, 'status') : value;
  checkValue(created, schema, '', report);
  checkEmbeddedResources(created, schema, '', report);
  checkListTypes(created, schema, '', report);
  if (version.replicasPath !== undefined) checkScale(created, version.replicasPath, report);
  if (![...violations.values()].some(({ blocksRules }) => blocksRules === true)) checkRules(created, schema, report);
  return [...violations.values()];
}

/** A create drops the status, so a null there bothers nobody. */
function withoutNullStatus(document: JsonObject): JsonObject {
  return document['status'] === null ? without(document, 'status') : document;
}

function without(object: JsonObject, key: string): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}

function split(apiVersion: string): { readonly group: string; readonly version: string } {
  const slash = apiVersion.indexOf('/');
  return { group: slash === -1 ? '' : apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}

function servedVersions(crd: Crd): string[] {
  return [...crd.versions.values()].filter((version) => version.served).map((version) => version.name);
}

function toFinding(violation: Violation, path: string, crd: Crd, version: string): Finding {
  return {
    code: violation.code,
    severity: violation.severity ?? Severity.ERROR,
    path: withField(path, violation.path),
    message: violation.message,
    fix: violation.fix,
    source: `CustomResourceDefinition ${crd.name}, version ${version}`,
  };
}

function unknownKind(kind: string, group: string, known: readonly string[], path: string): Finding {
  const meant = nearest(kind, known);
  return {
    code: AdmissionCode.KIND,
    severity: meant === undefined ? Severity.WARNING : Severity.ERROR,
    path,
    message: `no kind "${kind}" in the group ${group}${meant === undefined ? '' : `; did you mean "${meant}"?`}`,
    fix: meant === undefined ? `add its CRD; known are ${someOf([...known].sort())}` : `write 'kind: ${meant}'`,
    source: `the CustomResourceDefinitions of ${group}`,
  };
}

function unservedVersion(crd: Crd, version: string, path: string): Finding {
  const served = servedVersions(crd);
  const known = crd.versions.has(version);
  return {
    code: AdmissionCode.KIND,
    severity: Severity.ERROR,
    path,
    message: `${crd.kind} is ${known ? 'no longer served' : 'not known'} in version "${version}"; served versions: ${served.join(', ')}`,
    fix: `use ${served.map((name) => `'${crd.group}/${name}'`).join(' or ')}`,
    source: `CustomResourceDefinition ${crd.name}`,
  };
}

function unusable(document: ManifestDocument): Finding {
  return {
    code: AdmissionCode.CRD,
    severity: Severity.ERROR,
    path: documentPath(document),
    message: 'the CustomResourceDefinition has no group, no kind or no version',
    fix: 'give a complete CustomResourceDefinition of apiextensions.k8s.io/v1',
    source: 'apiextensions.k8s.io/v1',
  };
}
