/** Where a trap is known from. */
type Trap =
  /** One of the checks that the codes of rules count: check 8 is what DYN008 looks for. */
  | { readonly check: number }
  /** Something that users stumbled over, with one of the threads in which they say so. */
  | { readonly issue: string }
  /** Code or documentation that states or enforces it. */
  | { readonly source: string };

/** A manifest with one thing wrong, and what Stator has to say about it. */
export interface BadDocument {
  /** Unique, in kebab-case. */
  readonly id: string;
  /** What is wrong, in the words of a user: lower case, one line. */
  readonly title: string;
  readonly trap: Trap;
  /** The code of the finding: of a rule (DYN), of the API server (K8S) or of the reader (YAML). */
  readonly finding: string;
  /** Whether the trap refuses the manifest or is only reported. */
  readonly severity: 'error' | 'warning';
  /** YAML or JSON, as it would stand in a file. */
  readonly manifest: string;
}

/** A manifest that bad ones are made from, with nothing wrong that refuses it. */
export interface SoundDocument {
  readonly id: string;
  readonly manifest: string;
}
