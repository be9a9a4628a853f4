import type { Severity } from '../findings';

/** What the API server would object to, by the part of it that objects. `docs/rules.md` explains each. */
export const AdmissionCode = {
  /** Strict decoding: a field the schema does not know. */
  UNKNOWN_FIELD: 'K8S001',
  /** A value that breaks the schema. */
  SCHEMA: 'K8S002',
  /** A rule of `x-kubernetes-validations` (CEL) that does not hold. */
  RULE: 'K8S003',
  /** A kind or version that is not served. */
  KIND: 'K8S004',
  /** Names, labels, annotations and the rest of `metadata`. */
  METADATA: 'K8S005',
  /** An explicit null: `kubectl apply` drops it, server-side apply refuses it. */
  NULL: 'K8S006',
  /** A CRD that cannot be used. */
  CRD: 'K8S008',
  /** A CEL rule that could not be compiled or evaluated here; the API server may still object. */
  RULE_UNCHECKED: 'K8S009',
} as const;
export type AdmissionCode = (typeof AdmissionCode)[keyof typeof AdmissionCode];

/** One objection to one field; becomes a finding once the document and the CRD are known. */
export interface Violation {
  readonly code: AdmissionCode;
  /** Path inside the document, '' for the document itself. */
  readonly path: string;
  readonly message: string;
  readonly fix: string;
  /** Left out for an error. */
  readonly severity?: Severity;
  /** True if the API server does not run CEL rules after this one: the value is not of the shape they were written for. */
  readonly blocksRules?: boolean;
}

/** A violation of the schema; those that change the shape of the document keep CEL rules from being run. */
export function schemaViolation(path: string, message: string, fix: string, blocksRules = false): Violation {
  return { code: AdmissionCode.SCHEMA, path, message, fix, ...(blocksRules && { blocksRules }) };
}

/** Where the checks put what they find. */
export type Report = (violation: Violation) => void;

/** A value as it stands in a message: JSON, cut if it is long. */
export function show(value: unknown): string {
  const json = JSON.stringify(value) ?? String(value);
  return json.length > 80 ? `${json.slice(0, 77)}...` : json;
}
