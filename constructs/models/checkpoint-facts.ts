import type { Quantization } from './quantization';

/** A published checkpoint. */
export interface CheckpointFacts {
  /** Hugging Face repository. */
  readonly repository: string;
  /**
   * Name under which the API serves the model.
   * @default - the repository
   */
  readonly servedName?: string;
  /**
   * Whether the repository asks for an accepted licence, and so for a token.
   * @default false
   */
  readonly gated?: boolean;
  /**
   * Commit of the repository.
   * @default - its main branch
   */
  readonly revision?: string;
  /**
   * Files of the repository that no engine reads, as patterns for `hf download --exclude`.
   * @default - none
   */
  readonly exclude?: readonly string[];
  readonly quantization: Quantization;
}

/** A checkpoint of the tables, with the place its facts were taken from. */
export interface CheckpointRow extends CheckpointFacts {
  readonly source: string;
}
