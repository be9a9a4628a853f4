import {
  type Architecture,
  type GroupedQueryAttention,
  type LatentAttention,
  type MixtureOfExperts,
  rotaryDimOf,
} from './architecture';
import type { Quantization, TensorFormat } from './quantization';

/** What a matrix belongs to. */
export type TensorGroup =
  | 'attention'
  | 'denseMlp'
  | 'experts'
  | 'sharedExperts'
  | 'router'
  | 'embeddings'
  | 'norms'
  | 'nextToken'
  | 'rotary';

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
export const WHOLE: LayerCut = { tensor: 1, expertGroups: 1, expertTensor: 1, expertPadding: NO_PADDING };

/** Rotary tables and biases are BF16, the router's score correction FP32. */
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

/** The attention of one layer with the norms around attention and MLP. */
export function attentionTensors({ attention, hiddenSize }: Architecture, cut: LayerCut): Tensor[] {
  const own =
    attention.kind === 'latent'
      ? latentAttention(attention, hiddenSize, cut)
      : groupedQueryAttention(attention, hiddenSize, cut);
  return [...own, ...vectors('norms', hiddenSize, 2)];
}

/**
 * BF16 copies of one layer's latent up-projection: engines fold it into queries and output for decoding and keep the stored
 * matrix for prefill.
 */
export function foldedLatentTensors({ attention }: Architecture, cut: LayerCut): Tensor[] {
  if (attention.kind !== 'latent') {
    return [];
  }
  const rows = Math.ceil(attention.heads / cut.tensor) * (attention.nopeDim + attention.valueDim);
  return [{ group: 'attention', rows, columns: attention.kvRank, copies: 1, format: 'bf16' }];
}

/** The MLP of one dense layer. */
export function denseMlpTensors({ denseIntermediateSize = 0, hiddenSize }: Architecture, cut: LayerCut): Tensor[] {
  return gatedMlp('denseMlp', 'mlp', hiddenSize, Math.ceil(denseIntermediateSize / cut.tensor), 1);
}

/** Router, routed and shared experts of one layer. */
export function expertTensors(experts: MixtureOfExperts, hiddenSize: number, cut: LayerCut): Tensor[] {
  const held = Math.ceil(experts.count / cut.expertGroups);
  const intermediate = roundUp(Math.ceil(experts.intermediateSize / cut.expertTensor), cut.expertPadding.intermediate);
  const tensors = [
    ...gatedMlp('experts', 'experts', hiddenSize, intermediate, held).map((tensor) => ({
      ...tensor,
      storedColumns: roundUp(tensor.columns, cut.expertPadding.columns),
    })),
    ...gatedMlp(
      'sharedExperts',
      'mlp',
      hiddenSize,
      Math.ceil(((experts.shared ?? 0) * experts.intermediateSize) / cut.tensor),
      1,
    ),
    matrix('router', 'bf16', experts.count, hiddenSize),
  ];
  if (experts.bias) {
    tensors.push(...vectors('experts', 2 * intermediate + hiddenSize, held), ...vectors('router', experts.count, 1));
  }
  if (experts.scoreCorrection) {
    tensors.push(matrix('router', 'fp32', experts.count, 1));
  }
  return tensors;
}

/** The input embedding or the output head. */
export function vocabularyTensor({ vocabSize, hiddenSize }: Architecture, cut: LayerCut): Tensor {
  return matrix('embeddings', 'bf16', Math.ceil(vocabSize / cut.tensor), hiddenSize);
}

/** The norm before the output head. */
export function finalNormTensors({ hiddenSize }: Architecture): Tensor[] {
  return vectors('norms', hiddenSize, 1);
}

/** The next-token-prediction layers: a decoder layer each, with three norms and the projection of hidden state and embedding. */
export function nextTokenTensors(architecture: Architecture, cut: LayerCut): Tensor[] {
  const { hiddenSize, experts, nextTokenLayers = 0 } = architecture;
  const layer = [
    ...attentionTensors(architecture, cut),
    ...(experts === undefined ? denseMlpTensors(architecture, cut) : expertTensors(experts, hiddenSize, cut)),
    ...vectors('norms', hiddenSize, 3),
    matrix('nextToken', 'bf16', hiddenSize, 2 * hiddenSize),
  ];
  return times(
    nextTokenLayers,
    layer.map((tensor) => ({ ...tensor, group: 'nextToken', format: nextTokenFormat(tensor.format) })),
  );
}

/** Cosines and sines for every position, one table for all layers; it is not part of the checkpoint. */
export function rotaryTensor(architecture: Architecture): Tensor {
  return matrix('rotary', 'bf16', architecture.maxContext, rotaryDimOf(architecture));
}

/** The tensors of `count` equal layers. */
export function times(count: number, tensors: readonly Tensor[]): Tensor[] {
  return tensors.map((tensor) => ({ ...tensor, copies: tensor.copies * count }));
}

/** Key and value heads that the fullest GPU holds: at least one, so heads are repeated when there are more GPUs than heads. */
export function kvHeadsPerGpu({ kvHeads }: GroupedQueryAttention, tensor: number): number {
  return Math.ceil(kvHeads / tensor);
}

function groupedQueryAttention(attention: GroupedQueryAttention, hiddenSize: number, cut: LayerCut): Tensor[] {
  const heads = Math.ceil(attention.queryHeads / cut.tensor);
  const query = heads * attention.headDim;
  const keyValue = kvHeadsPerGpu(attention, cut.tensor) * attention.headDim;
  return [
    matrix('attention', 'attention', query, hiddenSize),
    { ...matrix('attention', 'attention', keyValue, hiddenSize), copies: 2 },
    matrix('attention', 'attention', hiddenSize, query),
    ...(attention.inputBias ? vectors('attention', query + 2 * keyValue, 1) : []),
    ...(attention.outputBias ? vectors('attention', hiddenSize, 1) : []),
    ...(attention.sinks ? vectors('attention', heads, 1) : []),
    ...(attention.queryKeyNorm ? vectors('norms', attention.headDim, 2) : []),
  ];
}

/** The down-projections to the latents are not cut: each GPU needs the whole latent. */
function latentAttention(attention: LatentAttention, hiddenSize: number, cut: LayerCut): Tensor[] {
  const { kvRank, nopeDim, ropeDim, valueDim, queryRank } = attention;
  const heads = Math.ceil(attention.heads / cut.tensor);
  const query = heads * (nopeDim + ropeDim);
  const queries =
    queryRank === undefined
      ? [matrix('attention', 'attention', query, hiddenSize)]
      : [
          matrix('attention', 'attention', queryRank, hiddenSize),
          matrix('attention', 'attention', query, queryRank),
          ...vectors('norms', queryRank, 1),
        ];
  return [
    ...queries,
    matrix('attention', 'attention', kvRank + ropeDim, hiddenSize),
    matrix('attention', 'attention', heads * (nopeDim + valueDim), kvRank),
    matrix('attention', 'attention', hiddenSize, heads * valueDim),
    ...vectors('norms', kvRank, 1),
  ];
}

/** Gate, up and down projection. */
function gatedMlp(
  group: TensorGroup,
  format: Tensor['format'],
  hidden: number,
  intermediate: number,
  copies: number,
): Tensor[] {
  return [
    { group, format, rows: intermediate, columns: hidden, copies: 2 * copies },
    { group, format, rows: hidden, columns: intermediate, copies },
  ];
}

function matrix(group: TensorGroup, format: Tensor['format'], rows: number, columns: number): Tensor {
  return { group, format, rows, columns, copies: 1 };
}

function vectors(group: TensorGroup, length: number, copies: number): Tensor[] {
  return [{ group, format: 'bf16', rows: length, columns: 1, copies }];
}

function nextTokenFormat(format: Tensor['format']): Tensor['format'] {
  return format === 'bf16' || format === 'fp32' ? format : 'nextToken';
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
