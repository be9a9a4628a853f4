import type { Precision } from '../hardware/precision';
import type { Architecture } from './architecture';
import type { CheckpointFacts } from './checkpoint-facts';
import type { Quantization } from './quantization';
import { checkpointBytes, parameterCount } from './weights';

/** The part of a model that its checkpoints share. */
export interface CheckpointModel {
  readonly id: string;
  readonly displayName: string;
  readonly architecture: Architecture;
  readonly maxContext: number;
}

/** One published set of weights of a model: what is downloaded, served and loaded. Made by `model.at(precision)`. */
export class Checkpoint {
  public readonly repository: string;
  /** Name under which the API serves the model; a quantized repository serves the name of the original, as the recipes do. */
  public readonly servedName: string;
  /** Whether the download needs a Hugging Face token with an accepted licence. */
  public readonly gated: boolean;
  /** Commit to download; `undefined` for the main branch. */
  public readonly revision: string | undefined;
  public readonly quantization: Quantization;
  /** Files of the repository that no engine reads, as patterns for `hf download --exclude`. */
  public readonly exclude: readonly string[];

  public constructor(
    public readonly model: CheckpointModel,
    public readonly precision: Precision,
    facts: CheckpointFacts,
  ) {
    this.repository = facts.repository;
    this.servedName = facts.servedName ?? facts.repository;
    this.gated = facts.gated ?? false;
    this.revision = facts.revision;
    this.quantization = facts.quantization;
    this.exclude = facts.exclude ?? [];
    Object.freeze(this);
  }

  /** Parameters of the model, without the next-token-prediction layers. */
  public get parameters(): number {
    return parameterCount(this.model.architecture);
  }

  /** Bytes of all weights in the repository, next-token-prediction layers included. */
  public get sizeBytes(): number {
    const known = sizes.get(this);
    if (known !== undefined) {
      return known;
    }
    const bytes = checkpointBytes(this);
    sizes.set(this, bytes);
    return bytes;
  }

  /** For example `DeepSeek-R1 nvfp4`. */
  public toString(): string {
    return `${this.model.displayName} ${this.precision}`;
  }
}

/** Counting every tensor takes a while, and a graph asks for the size again and again; a checkpoint never changes. */
const sizes = new WeakMap<Checkpoint, number>();
