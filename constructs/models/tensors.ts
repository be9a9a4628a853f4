import { type Architecture, hasMlpLayers, type MixtureOfExperts, rotaryDimOf } from './architecture';
import { attentionTensors } from './attention-tensors';
import { type LayerCut, matrix, type Tensor, type TensorGroup, times, vectors } from './tensor';

/** The MLP of one dense layer. */
export function denseMlpTensors({ denseIntermediateSize = 0, hiddenSize }: Architecture, cut: LayerCut): Tensor[] {
  const intermediate = Math.ceil(denseIntermediateSize / cut.tensor);
  return mlp({ group: 'denseMlp', format: 'mlp', hidden: hiddenSize, intermediate, gated: true, copies: 1 });
}

/** Router, routed and shared experts of one layer. */
export function expertTensors(experts: MixtureOfExperts, hiddenSize: number, cut: LayerCut): Tensor[] {
  const held = Math.ceil((experts.count + cut.redundantExperts) / cut.expertGroups);
  const intermediate = roundUp(Math.ceil(experts.intermediateSize / cut.expertTensor), cut.expertPadding.intermediate);
  const { gated = true, latentSize, sharedIntermediateSize } = experts;
  const shared = sharedIntermediateSize ?? (experts.shared ?? 0) * experts.intermediateSize;
  const tensors = [
    ...mlp({
      group: 'experts',
      format: 'experts',
      hidden: latentSize ?? hiddenSize,
      intermediate,
      gated,
      copies: held,
    }).map((tensor) => ({
      ...tensor,
      storedColumns: roundUp(tensor.columns, cut.expertPadding.columns),
    })),
    ...mlp({
      group: 'sharedExperts',
      format: 'mlp',
      hidden: hiddenSize,
      intermediate: Math.ceil(shared / cut.tensor),
      gated,
      copies: 1,
    }),
    ...(experts.sharedGate ? vectors('sharedExperts', hiddenSize, 1) : []),
    ...(latentSize === undefined ? [] : [{ ...matrix('experts', 'mlp', latentSize, hiddenSize), copies: 2 }]),
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

/** The next-token-prediction layers: a decoder layer each, with three more norms and the projection of hidden state and embedding. */
export function nextTokenTensors(architecture: Architecture, cut: LayerCut): Tensor[] {
  const { hiddenSize, experts, nextTokenLayers = 0 } = architecture;
  const layer = [
    ...attentionTensors(architecture, 1, cut),
    ...(experts === undefined ? denseMlpTensors(architecture, cut) : expertTensors(experts, hiddenSize, cut)),
    ...vectors('norms', hiddenSize, 5),
    matrix('nextToken', 'bf16', hiddenSize, 2 * hiddenSize),
  ];
  return times(
    nextTokenLayers,
    layer.map((tensor) => ({ ...tensor, group: 'nextToken', format: nextTokenFormat(tensor.format) })),
  );
}

/** Encoders of images, video and sound: each GPU holds them whole. */
export function encoderTensors({ encoderParameters = 0 }: Architecture): Tensor[] {
  return vectors('encoders', encoderParameters, 1);
}

/** The norms of `layers` layers: one before attention, recurrence and MLP each. */
export function layerNormTensors(architecture: Architecture, layers: number): Tensor[] {
  return vectors('norms', architecture.hiddenSize, (hasMlpLayers(architecture) ? 1 : 2) * layers);
}

/** Cosines and sines for every position, one table for all layers; it is not part of the checkpoint. */
export function rotaryTensor(architecture: Architecture): Tensor {
  return matrix('rotary', 'bf16', architecture.maxContext, rotaryDimOf(architecture));
}

interface Mlp {
  readonly group: TensorGroup;
  readonly format: Tensor['format'];
  readonly hidden: number;
  readonly intermediate: number;
  readonly gated: boolean;
  readonly copies: number;
}

/** Gate (where there is one), up and down projection. */
function mlp({ group, format, hidden, intermediate, gated, copies }: Mlp): Tensor[] {
  return [
    { group, format, rows: intermediate, columns: hidden, copies: (gated ? 2 : 1) * copies },
    { group, format, rows: hidden, columns: intermediate, copies },
  ];
}

function nextTokenFormat(format: Tensor['format']): Tensor['format'] {
  return format === 'bf16' || format === 'fp32' ? format : 'nextToken';
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
