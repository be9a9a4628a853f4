import type { Quantization, TensorFormat } from './quantization';

/** What a matrix belongs to. */
export type TensorGroup =
  | 'attention'
  | 'recurrent'
  | 'denseMlp'
  | 'experts'
  | 'sharedExperts'
  | 'router'
  | 'embeddings'
  | 'norms'
  | 'nextToken'
  | 'rotary'
  | 'encoders';

/** `copies` equal matrices of `rows` output features by `columns` input features. */
export interface Tensor {
  readonly group: TensorGroup;
  readonly rows: number;
  readonly columns: number;
  readonly copies: number;
  /**
   * Columns that the engine's kernels store; scales are not padded.
   * @default - the columns
   */
  readonly storedColumns?: number;
  /** A part of the checkpoint's quantization, or a format that no checkpoint changes. */
  readonly format: keyof Quantization | 'bf16' | 'fp32';
}

/** Into how many pieces one layer is cut. A piece is rounded up, so the fullest GPU counts. */
export interface LayerCut {
  /** Attention heads, dense MLP, shared experts, vocabulary. */
  readonly tensor: number;
  /** Groups that the experts of a layer are spread over. */
  readonly expertGroups: number;
  /** Copies of experts that a layer has beside each of them once. */
  readonly redundantExperts: number;
  /** Pieces of one expert. */
  readonly expertTensor: number;
  readonly expertPadding: ExpertPadding;
}

/** To which multiples an engine's kernels pad the matrices of an expert. */
export interface ExpertPadding {
  /** The intermediate size that one GPU holds. */
  readonly intermediate: number;
  /** The stored weights of a row. */
  readonly columns: number;
}

export const NO_PADDING: ExpertPadding = { intermediate: 1, columns: 1 };

/** One layer as it is on disk. */
export const WHOLE: LayerCut = {
  tensor: 1,
  expertGroups: 1,
  redundantExperts: 0,
  expertTensor: 1,
  expertPadding: NO_PADDING,
};

/** Rotary tables, biases and encoders are BF16, the router's score correction FP32. */
const FIXED_BYTES = { bf16: 2, fp32: 4 } as const;

/** A piece's bytes, weights and scales apart. */
export function tensorBytes(tensor: Tensor, quantization: Quantization): { weights: number; scales: number } {
  const { rows, columns, copies, format } = tensor;
  if (format === 'bf16' || format === 'fp32') {
    return { weights: rows * columns * copies * FIXED_BYTES[format], scales: 0 };
  }
  const { bitsPerWeight, scale }: TensorFormat = quantization[format];
  const stored = rows * (tensor.storedColumns ?? columns) * copies;
  const blocks =
    scale === undefined ? 0 : Math.ceil(rows / scale.rows) * Math.max(1, Math.ceil(columns / scale.columns));
  return {
    weights: (stored * bitsPerWeight) / 8,
    scales: blocks * copies * (scale?.bytes ?? 0),
  };
}

/** The tensors of `count` equal layers. */
export function times(count: number, tensors: readonly Tensor[]): Tensor[] {
  return tensors.map((tensor) => ({ ...tensor, copies: tensor.copies * count }));
}

/** One matrix. */
export function matrix(group: TensorGroup, format: Tensor['format'], rows: number, columns: number): Tensor {
  return { group, format, rows, columns, copies: 1 };
}

/** `copies` vectors, such as norms and biases. */
export function vectors(group: TensorGroup, length: number, copies: number): Tensor[] {
  return [{ group, format: 'bf16', rows: length, columns: 1, copies }];
}
