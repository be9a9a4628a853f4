import { InvalidValueError } from '../findings';
import { Precision } from '../hardware/precision';
import type { Architecture } from './architecture';
import { requireArchitecture } from './architecture-check';
import { Checkpoint } from './checkpoint';
import type { CheckpointFacts } from './checkpoint-facts';
import { requireMember, requireText } from './membership';
import { type Quantization, USUAL_QUANTIZATION } from './quantization';
import { UnlistedCheckpoint, type UnlistedModelProps } from './unlisted-checkpoint';

/** A checkpoint of a custom model. */
export interface CustomCheckpoint<P extends Precision> extends Omit<CheckpointFacts, 'quantization'> {
  readonly precision: P;
  /** @default - what is usual for the precision: FP8 with scales per block, NVFP4 for all projections, MXFP4 for experts */
  readonly quantization?: Quantization;
}

/** A model that Stator has no facts for. */
export interface CustomModelProps<P extends Precision> {
  /** Name in tables and messages. */
  readonly id: string;
  /** @default - the id */
  readonly displayName?: string;
  /** Layers, heads and experts: what weights, KV cache and cuts follow from. */
  readonly architecture: Architecture;
  /** At least one, each of another precision. */
  readonly checkpoints: readonly CustomCheckpoint<P>[];
}

/**
 * A language model and its published checkpoints.
 *
 * `P` are the precisions it is published in: asking for another does not compile.
 *
 * ```ts
 * models.DEEPSEEK_R1.at(Precision.NVFP4);
 * ```
 */
export class Model<P extends Precision> {
  /**
   * A model from outside the tables.
   *
   * @throws InvalidValueError for an architecture that cannot be, and checkpoints that are not of one model
   */
  public static custom<P extends Precision>(props: CustomModelProps<P>): Model<P> {
    requireArchitecture(props.architecture);
    requireText('id', props.id);
    const facts = new Map<P, CheckpointFacts>();
    for (const { precision, quantization, ...rest } of props.checkpoints) {
      requireMember('checkpoints.precision', precision, Precision);
      requireText('checkpoints.repository', rest.repository);
      if (facts.has(precision)) {
        throw new InvalidValueError('checkpoints', precision, 'at most one checkpoint for each precision');
      }
      facts.set(precision, { ...rest, quantization: quantization ?? USUAL_QUANTIZATION[precision] });
    }
    return new Model(props.id, props.displayName ?? props.id, props.architecture, facts);
  }

  /**
   * A checkpoint of which only the repository is known, for example one that an imported manifest names. Memory and whatever else
   * follows from the architecture is not checked; `Model.custom` is for a model whose architecture is known.
   *
   * ```ts
   * Model.unlisted({ repository: 'acme/Foo-7B' });
   * ```
   *
   * @throws InvalidValueError when the repository is empty or a number is not a whole one above 0
   */
  public static unlisted(props: UnlistedModelProps): UnlistedCheckpoint {
    return new UnlistedCheckpoint(props);
  }

  public readonly architecture: Architecture;
  public readonly checkpoints: readonly Checkpoint[];

  /** For the tables of this package; elsewhere use `models` or `Model.custom`. */
  public constructor(
    public readonly id: string,
    /** Name as written by its makers, for example `DeepSeek-R1`. */
    public readonly displayName: string,
    architecture: Architecture,
    checkpoints: ReadonlyMap<P, CheckpointFacts>,
  ) {
    if (checkpoints.size === 0) {
      throw new InvalidValueError('checkpoints', [], 'a list of at least one checkpoint');
    }
    this.architecture = frozenCopy(architecture);
    const shared = Object.freeze({
      id,
      displayName,
      architecture: this.architecture,
      maxContext: architecture.maxContext,
    });
    this.checkpoints = Object.freeze(
      [...checkpoints].map(([precision, facts]) => new Checkpoint(shared, precision, facts)),
    );
    Object.freeze(this);
  }

  /** Longest sequence the model was made for, in tokens. */
  public get maxContext(): number {
    return this.architecture.maxContext;
  }

  /**
   * The checkpoint in one of the precisions the model is published in.
   *
   * @throws InvalidValueError for a precision in which the model is not published
   */
  public at(precision: P): Checkpoint {
    const checkpoint = this.checkpoints.find((candidate) => candidate.precision === precision);
    if (checkpoint === undefined) {
      const allowed = this.checkpoints.map((candidate) => `'${candidate.precision}'`).join(', ');
      throw new InvalidValueError('precision', precision, `one of ${allowed} for ${this.displayName}`);
    }
    return checkpoint;
  }
}

function frozenCopy<T extends object>(value: T): T {
  const parts = Object.entries(value).map(([key, part]) => [
    key,
    typeof part === 'object' && part !== null ? frozenCopy(part) : part,
  ]);
  return Object.freeze(Object.fromEntries(parts) as T);
}
