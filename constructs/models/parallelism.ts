import { InvalidValueError, requireWhole } from '../findings';

/** The sizes that `Parallelism.of` takes. Every size is a number of GPUs (ranks) along that axis. */
export interface ParallelismSizes {
  /**
   * Tensor parallel size (TP).
   * @default 1
   */
  readonly tensor?: number;
  /**
   * Pipeline parallel size (PP).
   * @default 1
   */
  readonly pipeline?: number;
  /**
   * Data parallel size (DP): whole copies of the attention layers, each of `tensor` x `pipeline` GPUs, that share the experts.
   * @default 1
   */
  readonly data?: number;
  /**
   * Expert parallel size (EP). The experts are spread over GPUs that the other axes already count.
   * @default 1: each expert is cut along with the tensor axis
   */
  readonly expert?: number;
  /**
   * Attention data parallelism inside the tensor axis: into how many independent groups the tensor ranks are divided for attention.
   * Equal to `tensor` each rank holds whole attention layers and its own requests (TensorRT-LLM `enable_attention_dp`, SGLang
   * `--enable-dp-attention --dp N`).
   * @default 1: attention is cut over all tensor ranks
   */
  readonly attentionDp?: number;
}

/**
 * How one worker is cut over GPUs.
 *
 * ```ts
 * Parallelism.tensor(8);           // TP8
 * Parallelism.attentionDp(32);     // DEP32: attention data-parallel, experts spread over the same 32 GPUs
 * Parallelism.of({ data: 16, expert: 16 }); // vLLM's wide EP: TP1 DP16 EP16
 * ```
 */
export class Parallelism {
  /** Tensor parallelism only. */
  public static tensor(size: number): Parallelism {
    return new Parallelism({ tensor: size });
  }

  /** DEP: attention data-parallel over all `size` GPUs, experts spread over the same GPUs. For mixture-of-experts models. */
  public static attentionDp(size: number): Parallelism {
    return new Parallelism({ tensor: size, expert: size, attentionDp: size });
  }

  /** TEP: tensor-parallel attention, experts spread over the same GPUs. For mixture-of-experts models. */
  public static tensorExpert(size: number): Parallelism {
    return new Parallelism({ tensor: size, expert: size });
  }

  /** Any combination. Throws `InvalidValueError` when the sizes do not divide each other. */
  public static of(sizes: ParallelismSizes): Parallelism {
    return new Parallelism(sizes);
  }

  public readonly tensor: number;
  public readonly pipeline: number;
  public readonly data: number;
  public readonly expert: number;
  public readonly attentionDp: number;

  private constructor(sizes: ParallelismSizes) {
    this.tensor = sizes.tensor ?? 1;
    this.pipeline = sizes.pipeline ?? 1;
    this.data = sizes.data ?? 1;
    this.expert = sizes.expert ?? 1;
    this.attentionDp = sizes.attentionDp ?? 1;
    for (const axis of ['tensor', 'pipeline', 'data', 'expert', 'attentionDp'] as const) {
      requireWhole(`parallelism.${axis}`, this[axis], 1);
    }
    if ((this.tensor * this.data) % this.expert !== 0) {
      throw new InvalidValueError(
        'parallelism.expert',
        this.expert,
        `a divisor of tensor x data (${this.tensor * this.data})`,
        'experts are spread over GPUs that the tensor and data axes already count',
      );
    }
    if (this.tensor % this.attentionDp !== 0) {
      throw new InvalidValueError(
        'parallelism.attentionDp',
        this.attentionDp,
        `a divisor of the tensor size (${this.tensor})`,
      );
    }
  }

  /** GPUs of one worker: tensor x pipeline x data. Expert parallelism reuses these GPUs. */
  public get gpus(): number {
    return this.tensor * this.pipeline * this.data;
  }

  /** Over how many GPUs one attention layer is cut. */
  public get attentionTensor(): number {
    return this.tensor / this.attentionDp;
  }

  /** Over how many GPUs one single expert is cut (TensorRT-LLM `moe_tensor_parallel_size`). */
  public get expertTensor(): number {
    return (this.tensor * this.data) / this.expert;
  }

  /** How many groups of GPUs hold their own requests and so their own KV cache. */
  public get attentionReplicas(): number {
    return this.attentionDp * this.data;
  }

  /** Short form as engineers write it, for example `DEP32`, `TP8`, `TP1 DP16 EP16`. */
  public toString(): string {
    const pp = this.pipeline > 1 ? ` PP${this.pipeline}` : '';
    if (this.attentionDp > 1 && this.attentionDp === this.tensor && this.expert === this.tensor && this.data === 1) {
      return `DEP${this.tensor}${pp}`;
    }
    if (this.attentionDp === 1 && this.expert > 1 && this.expert === this.tensor && this.data === 1) {
      return `TEP${this.tensor}${pp}`;
    }
    const dp = this.data > 1 ? ` DP${this.data}` : '';
    const ep = this.expert > 1 ? ` EP${this.expert}` : '';
    const attention = this.attentionDp > 1 ? ` ADP${this.attentionDp}` : '';
    return `TP${this.tensor}${pp}${dp}${ep}${attention}`;
  }
}
