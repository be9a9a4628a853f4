import type { Precision } from '../hardware/precision';

/** How the numbers of one matrix are stored. */
export interface TensorFormat {
  readonly bitsPerWeight: number;
  /** @default - no scales */
  readonly scale?: BlockScale;
}

/** One scale for each block of `rows` x `columns` weights; a block ends with the matrix. */
export interface BlockScale {
  readonly rows: number;
  readonly columns: number;
  readonly bytes: number;
}

/** Formats in use by the published checkpoints. Rows are output features, columns input features. */
export const TensorFormat = {
  BF16: { bitsPerWeight: 16 },
  /** DeepSeek, Qwen: float32 scale for each 128 x 128 block (`weight_block_size` in config.json). */
  FP8_BLOCK: { bitsPerWeight: 8, scale: { rows: 128, columns: 128, bytes: 4 } },
  /** compressed-tensors `FP8-dynamic`: one scale for each output channel; engines hold it as float32. */
  FP8_CHANNEL: { bitsPerWeight: 8, scale: { rows: 1, columns: Number.POSITIVE_INFINITY, bytes: 4 } },
  /** ModelOpt FP8 (the scale of the whole matrix is left out: 4 bytes). */
  FP8_TENSOR: { bitsPerWeight: 8 },
  /** FP8 scale for each 16 values of a row (the scale of the whole matrix is left out: 4 bytes). */
  NVFP4: { bitsPerWeight: 4, scale: { rows: 1, columns: 16, bytes: 1 } },
  /** 8-bit exponent for each 32 values of a row. */
  MXFP4: { bitsPerWeight: 4, scale: { rows: 1, columns: 32, bytes: 1 } },
} as const satisfies Record<string, TensorFormat>;

/**
 * Which part of a checkpoint is stored in which format. Embeddings, output head, router, norms and biases stay BF16 in all
 * published checkpoints.
 */
export interface Quantization {
  readonly attention: TensorFormat;
  /** Projections into and out of recurrent layers; their convolutions stay BF16. */
  readonly recurrent: TensorFormat;
  /** Dense MLP layers and shared experts. */
  readonly mlp: TensorFormat;
  /** Routed experts. */
  readonly experts: TensorFormat;
  /** Projections of the next-token-prediction layers. */
  readonly nextToken: TensorFormat;
}

/** The schemes of the published checkpoints. */
export const Quantization = {
  BF16: everywhere(TensorFormat.BF16),
  FP8_BLOCK: everywhere(TensorFormat.FP8_BLOCK),
  FP8_CHANNEL: everywhere(TensorFormat.FP8_CHANNEL),
  /** All projections of the decoder layers. */
  NVFP4: everywhere(TensorFormat.NVFP4),
  /** MLP and experts; attention and the next-token-prediction layers stay BF16. */
  NVFP4_MLP: {
    attention: TensorFormat.BF16,
    recurrent: TensorFormat.BF16,
    mlp: TensorFormat.NVFP4,
    experts: TensorFormat.NVFP4,
    nextToken: TensorFormat.BF16,
  },
  /** Routed experts only. */
  MXFP4_EXPERTS: {
    attention: TensorFormat.BF16,
    recurrent: TensorFormat.BF16,
    mlp: TensorFormat.BF16,
    experts: TensorFormat.MXFP4,
    nextToken: TensorFormat.BF16,
  },
  /** Routed experts; all else stays BF16. */
  NVFP4_EXPERTS: {
    attention: TensorFormat.BF16,
    recurrent: TensorFormat.BF16,
    mlp: TensorFormat.BF16,
    experts: TensorFormat.NVFP4,
    nextToken: TensorFormat.BF16,
  },
  /** ModelOpt FP8 of hybrid models: attention and the next-token layers stay BF16. */
  FP8_HYBRID: {
    attention: TensorFormat.BF16,
    recurrent: TensorFormat.FP8_TENSOR,
    mlp: TensorFormat.FP8_TENSOR,
    experts: TensorFormat.FP8_TENSOR,
    nextToken: TensorFormat.BF16,
  },
  /** The same with routed experts in NVFP4. */
  NVFP4_HYBRID: {
    attention: TensorFormat.BF16,
    recurrent: TensorFormat.FP8_TENSOR,
    mlp: TensorFormat.FP8_TENSOR,
    experts: TensorFormat.NVFP4,
    nextToken: TensorFormat.BF16,
  },
  /** DeepSeek-V4: routed experts in 4 bits, those of the next-token layer too, all else FP8 with scales per block. */
  MXFP4_FP8: { ...everywhere(TensorFormat.FP8_BLOCK), experts: TensorFormat.MXFP4, nextToken: TensorFormat.MXFP4 },
  NVFP4_FP8: { ...everywhere(TensorFormat.FP8_BLOCK), experts: TensorFormat.NVFP4, nextToken: TensorFormat.NVFP4 },
} as const satisfies Record<string, Quantization>;

/** What is assumed of a custom checkpoint that does not say. */
export const USUAL_QUANTIZATION: Readonly<Record<Precision, Quantization>> = {
  bf16: Quantization.BF16,
  fp8: Quantization.FP8_BLOCK,
  nvfp4: Quantization.NVFP4,
  mxfp4: Quantization.MXFP4_EXPERTS,
};

function everywhere(format: TensorFormat): Quantization {
  return { attention: format, recurrent: format, mlp: format, experts: format, nextToken: format };
}
