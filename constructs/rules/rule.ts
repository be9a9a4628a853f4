import type { GraphDescription, PlatformDescription } from '../description';
import type { Finding, Severity } from '../findings';
import type { ManifestDocument } from '../manifests';
import type { Observation, ObservedGraph } from '../observed';
import type { Release } from '../releases';

/** What a rule says about one place; code, severity, fix and source come from the rule unless given here. */
export interface Violation {
  /** Construct path, or file, document and field. */
  readonly path: string;
  /** What was found and what is allowed: lower case, no final full stop. */
  readonly message: string;
  /** Overrides the rule's general fix where a more exact one is known. */
  readonly fix?: string;
  /** Overrides the rule's severity where the same trap weighs less (or more) in this place. */
  readonly severity?: Severity;
}

/** What a document rule knows besides the documents. */
export interface DocumentContext {
  /** Release of the platform that is to run a graph. */
  readonly releaseOf: (graph: ObservedGraph) => Release;
  /**
   * Whether the documents are everything the namespace will hold. True for a Stator app; false for `stator check` on files, where a
   * missing document may simply be somewhere else.
   */
  readonly complete: boolean;
  /** The platform that the app declares; none where nothing is known of the cluster. */
  readonly platform?: PlatformDescription;
  /** True for a document whose schema is looked at beside the rules, as `stator check` does; none unless given. */
  readonly schemaChecked?: (document: ManifestDocument) => boolean;
}

/** One check over a finished graph. One file per rule, registered once in `index.ts`, documented in `docs/rules.md`. */
export interface Rule {
  /** Stable, for example `DYN008`. */
  readonly code: string;
  /** What must hold, as a short sentence. */
  readonly title: string;
  readonly severity: Severity;
  /** What goes wrong otherwise, and when. */
  readonly rationale: string;
  /** What to change. */
  readonly fix: string;
  /** Upstream place that states or enforces it. */
  readonly source: string;
  /** Over what the user meant. */
  readonly checkGraph?: (graph: GraphDescription, context: GraphContext) => Iterable<Violation>;
  /** Over what the cluster will get, after every patch. */
  readonly checkDocuments?: (observation: Observation, context: DocumentContext) => Iterable<Violation>;
}

/** What a rule over descriptions knows besides the graph itself. */
export interface GraphContext {
  readonly release: Release;
}

/** The finding for a violation of a rule. */
export function toFinding(rule: Rule, violation: Violation): Finding {
  return {
    code: rule.code,
    severity: violation.severity ?? rule.severity,
    path: violation.path,
    message: violation.message,
    fix: violation.fix ?? rule.fix,
    source: rule.source,
  };
}
