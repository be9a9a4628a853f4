import { requireWhole } from '../findings';
import { Precision } from '../hardware/precision';
import type { Checkpoint } from './checkpoint';
import type { CheckpointFacts } from './checkpoint-facts';
import { requireMember, requireText } from './membership';

/** What is known of a checkpoint that `Model.unlisted` makes. */
export interface UnlistedModelProps extends Omit<CheckpointFacts, 'quantization'> {
  /**
   * Name as written by its makers.
   * @default - the last part of the repository
   */
  readonly displayName?: string;
  /**
   * Number format of the weights.
   * @default - not known: whether the GPUs serve it is not checked
   */
  readonly precision?: Precision;
  /**
   * Bytes of all weights in the repository.
   * @default - not known: a `ModelCache` has to be given its size
   */
  readonly weightBytes?: number;
  /**
   * Longest sequence the model was made for, in tokens.
   * @default - not known: the limits of the engine are not compared with it
   */
  readonly maxContext?: number;
}

/**
 * A checkpoint of which little more than the repository is known. Made by `Model.unlisted`.
 *
 * What follows from the architecture (memory on the GPUs, how the model can be cut) is not checked for it.
 */
export class UnlistedCheckpoint {
  public readonly model: {
    readonly id: string;
    readonly displayName: string;
    readonly architecture: undefined;
    /** Longest sequence the model was made for, in tokens; `undefined` when not known. */
    readonly maxContext: number | undefined;
  };
  public readonly repository: string;
  /** Name under which the API serves the model. */
  public readonly servedName: string;
  /** Whether the download needs a Hugging Face token with an accepted licence. */
  public readonly gated: boolean;
  /** Commit to download; `undefined` for the main branch. */
  public readonly revision: string | undefined;
  /** Files of the repository that no engine reads, as patterns for `hf download --exclude`. */
  public readonly exclude: readonly string[];
  public readonly precision: Precision | undefined;
  /** Parameters of the model: not known. */
  public readonly parameters: undefined;
  /** Bytes of all weights in the repository; `undefined` when not known. */
  public readonly sizeBytes: number | undefined;

  /**
   * Use `Model.unlisted`.
   *
   * @throws InvalidValueError for an empty repository, and numbers below 1
   */
  public constructor(props: UnlistedModelProps) {
    requireText('repository', props.repository);
    if (props.precision !== undefined) {
      requireMember('precision', props.precision, Precision);
    }
    if (props.weightBytes !== undefined) {
      requireWhole('weightBytes', props.weightBytes, 1);
    }
    if (props.maxContext !== undefined) {
      requireWhole('maxContext', props.maxContext, 1);
    }
    this.repository = props.repository;
    this.servedName = props.servedName ?? props.repository;
    this.gated = props.gated ?? false;
    this.revision = props.revision;
    this.exclude = props.exclude ?? [];
    this.precision = props.precision;
    this.parameters = undefined;
    this.sizeBytes = props.weightBytes;
    this.model = Object.freeze({
      id: props.repository,
      displayName: props.displayName ?? lastPart(props.repository),
      architecture: undefined,
      maxContext: props.maxContext,
    });
    Object.freeze(this);
  }

  /** For example `Foo-7B`. */
  public toString(): string {
    return this.model.displayName;
  }
}

/** What a graph can serve: a checkpoint of a model with facts, or one of which only the repository is known. */
export type AnyCheckpoint = Checkpoint | UnlistedCheckpoint;

/** Whether the architecture behind a checkpoint is known, and so what its weights and KV cache take. */
export function isListed(checkpoint: AnyCheckpoint): checkpoint is Checkpoint {
  return checkpoint.model.architecture !== undefined;
}

function lastPart(repository: string): string {
  return repository.slice(repository.lastIndexOf('/') + 1);
}
