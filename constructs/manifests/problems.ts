import { type Finding, Severity } from '../findings';

const SOURCE = 'YAML 1.1 as sigs.k8s.io/yaml (kubectl) reads it';

/** What can be wrong with the text of a manifest. */
export const YamlCode = {
  NOT_UTF8: 'YAML001',
  TOO_LARGE: 'YAML002',
  SYNTAX: 'YAML003',
  DUPLICATE_KEY: 'YAML004',
  ALIAS: 'YAML005',
  TOO_DEEP: 'YAML006',
  NOT_A_MAPPING: 'YAML007',
  NOT_AN_OBJECT: 'YAML008',
  EMPTY: 'YAML009',
  TAB: 'YAML010',
  KEY: 'YAML011',
  TAG: 'YAML012',
  NOT_JSON: 'YAML013',
} as const;
export type YamlCode = (typeof YamlCode)[keyof typeof YamlCode];

/** Something wrong at one place of a text; becomes a finding once the file and the line are known. */
export interface Problem {
  readonly code: YamlCode;
  /** Where in the text it stands, counted in UTF-16 units from 0. */
  readonly offset: number;
  readonly message: string;
  readonly fix: string;
  /** Left out for an error. */
  readonly severity?: Severity;
}

/** Thrown inside this room to give up on one document; never leaves it. */
export class UnreadableError extends Error {
  public constructor(public readonly problem: Problem) {
    super(problem.message);
    this.name = 'UnreadableError';
  }
}

/** A problem as a finding about `path`. */
export function problemFinding(path: string, problem: Omit<Problem, 'offset'>): Finding {
  return {
    code: problem.code,
    severity: problem.severity ?? Severity.ERROR,
    path,
    message: problem.message,
    fix: problem.fix,
    source: SOURCE,
  };
}
